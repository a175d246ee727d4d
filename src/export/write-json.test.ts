import { expect, it } from 'vitest';
import { createAnalysis, FAILURE } from './test-results';
import { writeJson } from './write-json';

it('writes everything but the pictures, by name', () => {
  const text = writeJson([createAnalysis('a.wav'), FAILURE], new Date(Date.UTC(2026, 10, 25, 9)));
  expect(JSON.parse(text)).toMatchObject({
    format: 'undertone-results',
    formatVersion: 1,
    exportedAt: '2026-11-25T09:00:00.000Z',
    settings: { windowSec: 3, windowHopSec: 1.5 },
    recordings: [
      {
        file: 'a.wav',
        emotion: 'happy',
        confidence: 0.75,
        uncertain: false,
        probabilities: { angry: 0.0625, happy: 0.75, surprised: 0 },
        segments: [
          { startSec: 0.5, endSec: 3.5, emotion: 'happy' },
          { startSec: 4, endSec: 5, emotion: 'uncertain', confidence: 0.25 },
        ],
        windows: [{ startSec: 0.5 }, { startSec: 4 }],
        windowsInFile: 3,
        model: { version: '2026-11-25', uncertainBelow: 0.5, featureRevision: 2 },
        run: { backend: 'wasm', backendReason: 'measured', timings: { inferenceMs: 3 } },
      },
      { file: 'notes.txt', error: { code: 'decode-error' } },
    ],
  });
});
