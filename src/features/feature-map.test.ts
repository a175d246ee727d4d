import { describe, expect, it } from 'vitest';
import { FEATURE_CHANNELS, FEATURE_CONFIG } from '../contract/features';
import { createUniformValues } from '../testing/seeded-random';
import { buildFeatureValues } from './feature-map';
import { computeMfcc } from './mfcc';

const { nMels, frames: COLUMNS, maskingFloorDb } = FEATURE_CONFIG;
const FRAMES = 20;
const LEFT = Math.floor((COLUMNS - FRAMES) / 2);

/** Speech-like levels: the loudest cell at −10 dB, all others at most 70 dB below it. */
function createLevels(seed: number): Float32Array {
  const levels = createUniformValues(nMels * FRAMES, -80, -15, seed);
  levels[137] = -10;
  return levels;
}

function readChannel(values: Float32Array, channel: number, row: number): number[] {
  return Array.from(
    { length: FRAMES },
    (_, frame) => values[(row * COLUMNS + LEFT + frame) * FEATURE_CHANNELS + channel] ?? NaN,
  );
}

function standardise(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (value - mean) / (deviation + 1e-5));
}

describe('buildFeatureValues', () => {
  it('adds the masking floor to every cell, relative to the loudest, before both channels', () => {
    const levels = createLevels(1);
    // As said, in plain decimal logarithms; the floor of −80 dB lies far below the one that is added.
    const masked = Array.from(levels, (level) => {
      const relativeDb = Math.max(FEATURE_CONFIG.floorDb, level + 10);
      return 10 * Math.log10(10 ** (relativeDb / 10) + 10 ** (maskingFloorDb / 10));
    });
    const mfcc = computeMfcc(Float32Array.from(masked));
    const logMel = standardise(masked);
    const values = buildFeatureValues(levels);
    for (const row of [0, 3, nMels - 1]) {
      const ofRow = [row * FRAMES, (row + 1) * FRAMES] as const;
      // Sums in float32 and in float64.
      expectClose(readChannel(values, 0, row), standardise(Array.from(mfcc.subarray(...ofRow))), 1e-4);
      expectClose(readChannel(values, 1, row), logMel.slice(...ofRow), 1e-5);
    }
  });

  it('hardly shows what lies far below the voice', () => {
    const quiet = createLevels(2);
    // The same voice in a room whose noise lies 55 dB below the loudest cell.
    const noisy = quiet.map((level) => 10 * Math.log10(10 ** (level / 10) + 10 ** (-65 / 10)));
    const distance = (masking?: number): number => {
      const [one, other] = [buildFeatureValues(quiet, masking), buildFeatureValues(noisy, masking)];
      return Math.sqrt(one.reduce((sum, value, i) => sum + (value - (other[i] ?? NaN)) ** 2, 0) / one.length);
    };
    expect(distance()).toBeLessThan(0.2 * distance(-Infinity));
  });

  it('refuses more frames than there are columns', () => {
    expect(() => buildFeatureValues(new Float32Array(nMels * (COLUMNS + 1)))).toThrow(RangeError);
  });
});

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  for (const [i, value] of actual.entries()) expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThan(tolerance);
}
