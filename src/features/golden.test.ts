/**
 * Our features against librosa's on synthetic signals. `librosa-golden.json` holds every ninth frame; where the full
 * tables are at hand, all frames are compared.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FEATURE_CHANNELS, FEATURE_CONFIG } from '../contract/features';
import { SYNTHETIC_SIGNALS } from '../testing/synthetic-signals';
import { buildFeatureValues } from './feature-map';
import golden from './librosa-golden.json';
import { computeLogMel, computeMelLevels } from './log-mel';
import { computeMfcc } from './mfcc';

interface GoldenSignal {
  frames: number;
  logMelDb: number[][];
  mfcc: number[][];
  tensor?: number[][][];
}

/** librosa works in float64 and the tables carry 4 (dB, MFCC) or 5 (tensor) decimals; ours are float32 throughout. */
const TOLERANCE = { logMelDb: 0.002, mfcc: 0.002, tensor: 1e-4 };

const FULL_TABLES = '../shared/golden/features.json';

describe.each(Object.entries(SYNTHETIC_SIGNALS))('%s', (name, render) => {
  it('agrees with librosa on every ninth frame', () => {
    const expected = (golden.signals as Record<string, GoldenSignal>)[name];
    expectAgreement(render(), expected, golden.everyNthFrame);
  });

  it.skipIf(!existsSync(FULL_TABLES))('agrees with librosa on all frames (needs ../shared/golden)', () => {
    const tables = JSON.parse(readFileSync(FULL_TABLES, 'utf8')) as { signals: Record<string, GoldenSignal> };
    expectAgreement(render(), tables.signals[name], 1);
  });
});

function expectAgreement(samples: Float32Array, expected: GoldenSignal | undefined, step: number): void {
  if (!expected) throw new Error('The golden table lacks this signal.');
  const logMelDb = computeLogMel(samples);
  expect(logMelDb.length / FEATURE_CONFIG.nMels).toBe(expected.frames);
  expect(maxDifference(logMelDb, expected.frames, expected.logMelDb, step)).toBeLessThan(TOLERANCE.logMelDb);
  expect(maxDifference(computeMfcc(logMelDb), expected.frames, expected.mfcc, step)).toBeLessThan(TOLERANCE.mfcc);
  if (expected.tensor) {
    // librosa has no masking floor; feature-map.test.ts looks after it.
    const values = buildFeatureValues(computeMelLevels(samples), -Infinity);
    for (let channel = 0; channel < FEATURE_CHANNELS; channel++) {
      const ours = values.filter((_, i) => i % FEATURE_CHANNELS === channel);
      const theirs = expected.tensor.map((row) => row.map((cell) => cell[channel] ?? NaN));
      expect(maxDifference(ours, FEATURE_CONFIG.frames, theirs, step)).toBeLessThan(TOLERANCE.tensor);
    }
  }
}

/** Largest difference between a row-major matrix and a table that holds every `step`-th of its columns. */
function maxDifference(matrix: Float32Array, columns: number, table: number[][], step: number): number {
  let largest = 0;
  for (const [row, cells] of table.entries()) {
    for (const [i, cell] of cells.entries()) {
      const difference = Math.abs((matrix[row * columns + i * step] ?? NaN) - cell);
      largest = difference <= largest ? largest : difference;
    }
  }
  return largest;
}
