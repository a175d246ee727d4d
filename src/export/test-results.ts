/** Results for the tests of this room. */
import type { ExportedAnalysis, ExportedFailure } from './exported-result';

const HAPPY = [0.0625, 0, 0, 0, 0.75, 0.1875, 0, 0];
const UNSURE = [0.25, 0.125, 0.125, 0.25, 0.25, 0, 0, 0];

/** A result of two windows and two segments, the second uncertain, under a name of the test's choice. */
export function createAnalysis(fileName: string): ExportedAnalysis {
  return {
    analysis: {
      fileName,
      durationSec: 5.25,
      timeline: [
        { startSec: 0.5, endSec: 3.5, probabilities: HAPPY },
        { startSec: 4, endSec: 5, probabilities: UNSURE },
      ],
      totalWindows: 3,
      probabilities: HAPPY,
      emotion: 'happy',
      model: { version: '2026-11-25', uncertainBelow: 0.5 },
      backend: 'wasm',
      backendReason: 'measured',
      timings: { decodingMs: 1, featuresMs: 2, inferenceMs: 3 },
    },
    segments: [
      { startSec: 0.5, endSec: 3.5, emotion: 'happy', confidence: 0.75, probabilities: HAPPY },
      { startSec: 4, endSec: 5, emotion: null, confidence: 0.25, probabilities: UNSURE },
    ],
    featureRevision: 2,
  };
}

/** A file that could not be read. */
export const FAILURE: ExportedFailure = {
  fileName: 'notes.txt',
  error: { code: 'decode-error', message: 'Expected sound.' },
};
