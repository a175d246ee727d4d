import { describe, expect, it } from 'vitest';
import { computeMaxDifference } from '../testing/all-close';
import { createUniformValues } from '../testing/seeded-random';
import { SampleStore } from './sample-store';

/** Not a whole number of blocks of 65,536. */
const LENGTH = 300_000;
const SAMPLES = createUniformValues(LENGTH, -1, 1, 1);

/** Pieces of all kinds of lengths: one that spans blocks, empty ones, a single sample. */
function fillStore(samples: Float32Array, maxPlainSamples?: number): SampleStore {
  const store = new SampleStore(maxPlainSamples);
  const lengths = [1, 0, 70_000, 511, 150_001, 4096];
  for (let start = 0, index = 0; start < samples.length; index++) {
    const length = lengths[index % lengths.length] ?? 1;
    store.push(samples.subarray(start, start + length));
    start += length;
  }
  return store;
}

const RANGES: readonly (readonly [first: number, end: number])[] = [
  [0, LENGTH],
  [0, 1],
  [65_535, 65_537],
  [60_000, 140_000],
  [131_072, 196_608],
  [262_144, LENGTH],
  [299_999, LENGTH],
];

describe('SampleStore', () => {
  it('gives back the very samples of a recording that is not long', () => {
    const store = fillStore(SAMPLES);
    expect(store.length).toBe(LENGTH);
    for (const [first, end] of RANGES) expect(store.read(first, end)).toEqual(SAMPLES.slice(first, end));
  });

  it('gives back a long recording to within half a unit of the peak of each run of 512 samples', () => {
    // Ever softer, down to nothing: what is soft must not suffer from what was loud before.
    const fading = SAMPLES.map((sample, n) => sample * 10 ** (-n / 30_000));
    fading.fill(0, 250_000, 260_000);
    const store = fillStore(fading, 100_000);
    expect(store.length).toBe(LENGTH);
    for (const [first, end] of RANGES) {
      const read = store.read(first, end);
      expect(read).toHaveLength(end - first);
      for (let start = first; start < end;) {
        const runEnd = Math.min(end, (Math.floor(start / 512) + 1) * 512);
        const run = fading.subarray(Math.floor(start / 512) * 512, (Math.floor(start / 512) + 1) * 512);
        const peak = run.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
        const difference = computeMaxDifference(
          read.subarray(start - first, runEnd - first),
          fading.subarray(start, runEnd),
        );
        // Half a unit, and the rounding of the product to 32 bits. The last block, still open, is exact.
        expect(difference).toBeLessThanOrEqual(peak * (0.5 / 32_767 + 1e-7));
        start = runEnd;
      }
    }
  });

  it('reads while it grows, through the moment in which it is packed', () => {
    const store = new SampleStore(100_000);
    for (let start = 0; start < LENGTH; start += 10_000) {
      store.push(SAMPLES.subarray(start, start + 10_000));
      const read = store.read(0, store.length);
      expect(computeMaxDifference(read, SAMPLES.subarray(0, start + 10_000))).toBeLessThan(2e-5);
    }
  });

  it('leaves out what lies outside of it', () => {
    const store = fillStore(SAMPLES);
    expect(store.read(-10, 5)).toEqual(SAMPLES.slice(0, 5));
    expect(store.read(LENGTH - 5, LENGTH + 10)).toEqual(SAMPLES.slice(-5));
    expect(store.read(LENGTH, LENGTH + 10)).toHaveLength(0);
    expect(store.read(-10, 0)).toHaveLength(0);
    expect(new SampleStore().read(0, 10)).toHaveLength(0);
  });
});
