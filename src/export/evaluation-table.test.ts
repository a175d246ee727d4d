import { expect, it } from 'vitest';
import type { FolderEvaluation } from '../contract/evaluation';
import { tabulateEvaluation } from './evaluation-table';

const EVALUATION: FolderEvaluation = {
  recordings: [
    {
      path: 'Actor_17/03-01-05-01-01-01-17.wav',
      corpus: 'ravdess',
      speaker: 'ravdess/17',
      role: 'test',
      truth: 'angry',
      predicted: 'happy',
      probabilities: [0.25, 0, 0, 0, 0.4375, 0.3125, 0, 0],
      windows: 2,
      durationSec: 3.5,
    },
  ],
  skipped: [{ path: 'notes.wav', reason: 'Neither a folder nor the file name is named after an emotion.', code: null }],
  report: null,
  totalRecordings: 1,
  unheard: 0,
  model: { version: '2026-11-25', uncertainBelow: 0.5 },
  backend: 'wasm',
  reason: 'measured',
  elapsedSec: 1,
};

it('writes a line for each recording, and why others have none', () => {
  const { columns, rows } = tabulateEvaluation(EVALUATION);
  const [judged, skipped] = rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
  expect(judged).toMatchObject({
    path: 'Actor_17/03-01-05-01-01-01-17.wav',
    corpus: 'ravdess',
    speaker: 'ravdess/17',
    speaker_role: 'test',
    true_emotion: 'angry',
    predicted_emotion: 'happy',
    right: false,
    confidence: 0.4375,
    uncertain: true,
    probability_angry: 0.25,
    probability_surprised: 0,
    windows: 2,
    duration_seconds: 3.5,
    model_version: '2026-11-25',
    backend: 'wasm',
    skipped_because: null,
  });
  expect(skipped).toMatchObject({
    path: 'notes.wav',
    corpus: null,
    backend: null,
    skipped_because: expect.stringMatching(/named after/) as string,
  });
  for (const row of rows) expect(row).toHaveLength(columns.length);
});
