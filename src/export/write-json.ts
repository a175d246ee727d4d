import { EMOTIONS } from '../contract/emotions';
import {
  EXPORTED_SETTINGS,
  isAnalysis,
  measureConfidence,
  type ExportedAnalysis,
  type ExportedResult,
} from './exported-result';

/** Raised when a reader of version 1 would misread what is written. */
const FORMAT_VERSION = 1;

/**
 * Writes results as JSON for other programs: everything known but the pictures. Times are seconds from the start of the
 * recording, probabilities 0…1 by emotion.
 *
 * @param exportedAt when
 */
export function writeJson(results: readonly ExportedResult[], exportedAt: Date): string {
  const document = {
    format: 'undertone-results',
    formatVersion: FORMAT_VERSION,
    exportedAt: exportedAt.toISOString(),
    settings: EXPORTED_SETTINGS,
    recordings: results.map((result) =>
      isAnalysis(result) ? describeAnalysis(result) : { file: result.fileName, error: result.error },
    ),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function describeAnalysis({ analysis, segments, featureRevision }: ExportedAnalysis) {
  const { fileName, durationSec, emotion, probabilities, model, backend, backendReason, timings } = analysis;
  const confidence = measureConfidence(probabilities);
  return {
    file: fileName,
    durationSec,
    emotion,
    confidence,
    uncertain: confidence < model.uncertainBelow,
    probabilities: nameProbabilities(probabilities),
    segments: segments.map((segment) => ({
      startSec: segment.startSec,
      endSec: segment.endSec,
      emotion: segment.emotion ?? 'uncertain',
      confidence: segment.confidence,
      probabilities: nameProbabilities(segment.probabilities),
    })),
    windows: analysis.timeline.map((window) => ({
      startSec: window.startSec,
      endSec: window.endSec,
      probabilities: nameProbabilities(window.probabilities),
    })),
    windowsInFile: analysis.totalWindows,
    model: { ...model, featureRevision },
    run: { backend, backendReason, timings },
  };
}

function nameProbabilities(probabilities: readonly number[]): Record<string, number> {
  return Object.fromEntries(EMOTIONS.map((emotion, index) => [emotion, probabilities[index] ?? 0]));
}
