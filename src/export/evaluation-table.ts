/** An evaluation as a table: a line for each recording, those that played no part too. */
import { EMOTIONS } from '../contract/emotions';
import type { FolderEvaluation, JudgedRecording } from '../contract/evaluation';
import { FEATURE_CONFIG } from '../contract/features';
import { measureConfidence } from './exported-result';
import type { Cell, Table } from './write-csv';

/** As many digits as the table of results has. */
const DIGITS = 6;

interface ColumnOf<Row> {
  readonly name: string;
  readonly read: (row: Row, evaluation: FolderEvaluation) => Cell;
}

const JUDGED_COLUMNS: readonly ColumnOf<JudgedRecording>[] = [
  { name: 'corpus', read: ({ corpus }) => corpus },
  { name: 'speaker', read: ({ speaker }) => speaker },
  { name: 'speaker_role', read: ({ role }) => role },
  { name: 'true_emotion', read: ({ truth }) => truth },
  { name: 'predicted_emotion', read: ({ predicted }) => predicted },
  { name: 'right', read: ({ truth, predicted }) => truth === predicted },
  { name: 'confidence', read: ({ probabilities }) => round(measureConfidence(probabilities)) },
  {
    name: 'uncertain',
    read: ({ probabilities }, { model }) => measureConfidence(probabilities) < model.uncertainBelow,
  },
  ...EMOTIONS.map((emotion, index) => ({
    name: `probability_${emotion}`,
    read: ({ probabilities }: JudgedRecording) => round(probabilities[index] ?? NaN),
  })),
  { name: 'windows', read: ({ windows }) => windows },
  { name: 'duration_seconds', read: ({ durationSec }) => round(durationSec) },
  { name: 'model_version', read: (_, { model }) => model.version },
  { name: 'feature_revision', read: () => FEATURE_CONFIG.revision },
  { name: 'backend', read: (_, { backend }) => backend },
];

/** Judged recordings by path, then those that were skipped, with the reason; their other columns are empty. */
export function tabulateEvaluation(evaluation: FolderEvaluation): Table {
  const { recordings, skipped } = evaluation;
  return {
    columns: ['path', ...JUDGED_COLUMNS.map(({ name }) => name), 'skipped_because'],
    rows: [
      ...recordings.map((recording) => [
        recording.path,
        ...JUDGED_COLUMNS.map(({ read }) => read(recording, evaluation)),
        null,
      ]),
      ...skipped.map(({ path, reason }) => [path, ...JUDGED_COLUMNS.map(() => null), reason]),
    ],
  };
}

function round(value: number): number {
  return Number(value.toFixed(DIGITS));
}
