/** Results as tables: a line for each file, or a line for each segment of each file. */
import { EMOTIONS } from '../contract/emotions';
import {
  EXPORTED_SETTINGS,
  isAnalysis,
  measureConfidence,
  type ExportedAnalysis,
  type ExportedResult,
} from './exported-result';
import type { Cell, Table } from './write-csv';

/** Digits enough for a microsecond and for a float32 probability's first six. */
const DIGITS = 6;

const PROBABILITY_COLUMNS = EMOTIONS.map((emotion) => `probability_${emotion}`);

const RUN_COLUMNS = [
  'model_version',
  'feature_revision',
  'uncertain_below',
  'window_seconds',
  'window_hop_seconds',
  'backend',
];

/** A line for each file, failed ones too: their columns are empty but for the name and the error. */
export function tabulateFiles(results: readonly ExportedResult[]): Table {
  return {
    columns: [
      'file',
      'duration_seconds',
      'emotion',
      'confidence',
      'uncertain',
      ...PROBABILITY_COLUMNS,
      'segments',
      'windows',
      'windows_in_file',
      ...RUN_COLUMNS,
      'error',
    ],
    rows: results.map((result) => {
      if (!isAnalysis(result)) {
        const empty = Array.from({ length: 7 + EMOTIONS.length + RUN_COLUMNS.length }, () => null);
        return [result.fileName, ...empty, result.error.code];
      }
      const { analysis, segments } = result;
      const confidence = measureConfidence(analysis.probabilities);
      return [
        analysis.fileName,
        round(analysis.durationSec),
        analysis.emotion,
        round(confidence),
        confidence < analysis.model.uncertainBelow,
        ...analysis.probabilities.map(round),
        segments.length,
        analysis.timeline.length,
        analysis.totalWindows,
        ...describeRun(result),
        null,
      ];
    }),
  };
}

/** A line for each segment of each file that gave a result. */
export function tabulateSegments(results: readonly ExportedResult[]): Table {
  return {
    columns: [
      'file',
      'segment',
      'start_seconds',
      'end_seconds',
      'emotion',
      'confidence',
      ...PROBABILITY_COLUMNS,
      ...RUN_COLUMNS,
    ],
    rows: results
      .filter(isAnalysis)
      .flatMap((result) =>
        result.segments.map(({ startSec, endSec, emotion, confidence, probabilities }, index) => [
          result.analysis.fileName,
          index + 1,
          round(startSec),
          round(endSec),
          emotion ?? 'uncertain',
          round(confidence),
          ...probabilities.map(round),
          ...describeRun(result),
        ]),
      ),
  };
}

function describeRun({ analysis, featureRevision }: ExportedAnalysis): Cell[] {
  const { windowSec, windowHopSec } = EXPORTED_SETTINGS;
  const { version, uncertainBelow } = analysis.model;
  return [version, featureRevision, uncertainBelow, windowSec, windowHopSec, analysis.backend];
}

function round(value: number): number {
  return Number(value.toFixed(DIGITS));
}
