/** An analysis for the tests of this room. */
import type { Analysis } from '../contract/prediction';

/** A result with pictures small enough to compare. */
export function createAnalysis(fileName: string): Analysis {
  const picture = { values: Float32Array.of(-80, 0), rows: 1, frames: 2, hopSec: 0.5 };
  const trace = Float32Array.of(1, 2);
  const probabilities = [0, 0.25, 0, 0, 0.75, 0, 0, 0];
  return {
    fileName,
    durationSec: 1,
    pictures: {
      waveform: { extremes: Float32Array.of(-0.5, 0.5) },
      logMelDb: picture,
      mfcc: picture,
      descriptors: { hopSec: 0.5, loudnessDbfs: trace, centroidHz: trace, zeroCrossingsPerSec: trace },
    },
    timeline: [{ startSec: 0, endSec: 1, probabilities }],
    totalWindows: 1,
    probabilities,
    emotion: 'happy',
    model: { version: '1', uncertainBelow: 0.5 },
    backend: 'wasm',
    backendReason: 'measured',
    timings: { decodingMs: 1, featuresMs: 1, inferenceMs: 1 },
  };
}
