/** The features of one window against Meyda's own `mfcc` extractor, in one Node process. */
import Meyda from 'meyda';
import { FEATURE_CONFIG } from '../src/contract/features';
import { buildFeatureValues } from '../src/features/feature-map';
import { computeMelLevels } from '../src/features/log-mel';
import { createUniformValues } from '../src/testing/seeded-random';
import { formatFigure, formatTable } from './markdown';
import { computeMedian, computeMedianRatio } from './statistics';

/** What one way to turn a window of 3 s into features took. */
export interface FeaturesMeasurement {
  readonly way: 'Meyda mfcc' | 'ours';
  readonly medianMs: number;
  readonly fastestMs: number;
  /** Median over turns of the ratio to Meyda in the same turn: other work on the machine slows both alike. */
  readonly ratioToMeyda: number;
}

const { nFft, hopLength, nMels, nMfcc, sampleRateHz, windowSec } = FEATURE_CONFIG;
/** Turns before the clock starts, so that both are compiled. */
const WARM_UP_TURNS = 10;

/**
 * Measures both in turns on the same window of noise; their time does not depend on what they hear. Ours gives both
 * channels, standardised; Meyda's gives its MFCC alone, of a cruder definition.
 * @param turns at least 1
 */
export function measureFeatures(turns: number): FeaturesMeasurement[] {
  const samples = createUniformValues(windowSec * sampleRateHz, -0.5, 0.5, 1);
  const meydaMs: number[] = [];
  const oursMs: number[] = [];
  for (let turn = -WARM_UP_TURNS; turn < turns; turn++) {
    const meydaTurnMs = timeMs(() => {
      extractWithMeyda(samples);
    });
    const oursTurnMs = timeMs(() => buildFeatureValues(computeMelLevels(samples)));
    if (turn < 0) continue;
    meydaMs.push(meydaTurnMs);
    oursMs.push(oursTurnMs);
  }
  return [
    { way: 'Meyda mfcc', ...summarise(meydaMs), ratioToMeyda: 1 },
    { way: 'ours', ...summarise(oursMs), ratioToMeyda: computeMedianRatio(oursMs, meydaMs) },
  ];
}

/** Writes the measurements as Markdown. */
export function formatFeatures(measurements: readonly FeaturesMeasurement[]): string {
  return [
    `One window of ${windowSec} s, one thread of Node.`,
    '',
    formatTable(
      { text: ['way'], figures: ['median ms', 'fastest ms', '÷ Meyda'] },
      measurements.map(({ way, medianMs, fastestMs, ratioToMeyda }) => [
        way,
        formatFigure(medianMs, 2),
        formatFigure(fastestMs, 2),
        formatFigure(ratioToMeyda, 3),
      ]),
    ),
  ].join('\n');
}

/** As many frames as ours, of the same length, bands and coefficients; padded once, outside of the loop. */
function extractWithMeyda(samples: Float32Array): void {
  Meyda.sampleRate = sampleRateHz;
  Meyda.bufferSize = nFft;
  Meyda.melBands = nMels;
  Meyda.numberOfMFCCCoefficients = nMfcc;
  const padded = new Float32Array(samples.length + nFft);
  padded.set(samples, nFft / 2);
  for (let start = 0; start <= samples.length; start += hopLength) {
    Meyda.extract('mfcc', padded.subarray(start, start + nFft));
  }
}

function timeMs(run: () => unknown): number {
  const startMs = performance.now();
  run();
  return performance.now() - startMs;
}

function summarise(timesMs: readonly number[]): { medianMs: number; fastestMs: number } {
  return { medianMs: computeMedian(timesMs), fastestMs: Math.min(...timesMs) };
}
