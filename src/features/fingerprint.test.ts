import { describe, expect, it } from 'vitest';
import { createUniformValues } from '../testing/seeded-random';
import { fingerprintSource } from './fingerprint';
import { toSource } from './pcm-source';

const SAMPLES = createUniformValues(3 * 131_072 + 7, -1, 1, 1);

const fingerprint = (samples: Float32Array): string => fingerprintSource(toSource({ samples, sampleRateHz: 11_025 }));

/** The samples with some of them changed. */
function change(...changes: readonly (readonly [index: number, value: number])[]): Float32Array {
  const changed = SAMPLES.slice();
  for (const [index, value] of changes) changed[index] = value;
  return changed;
}

describe('fingerprintSource', () => {
  it('is MurmurHash3: 32 bits, twice', () => {
    // "aaaa" as one little-endian word, with the seed 0x9747b28c: the value of A. Appleby's own code.
    const samples = new Float32Array(new TextEncoder().encode('aaaa').buffer);
    expect(fingerprint(samples).split('-')[2]).toBe(String(0x5a97808a));
  });

  it('is the same for the same samples, however they lie in memory', () => {
    const moved = new Float32Array(SAMPLES.length + 3).subarray(3);
    moved.set(SAMPLES);
    expect(fingerprint(moved)).toBe(fingerprint(SAMPLES));
  });

  it.each([
    ['one is a bit off', change([100_000, Math.fround((SAMPLES[100_000] ?? 0) * 1.000001)])],
    ['two trade places', change([5, SAMPLES[200_000] ?? 0], [200_000, SAMPLES[5] ?? 0])],
    ['two change their sign', change([5, -(SAMPLES[5] ?? 0)], [6, -(SAMPLES[6] ?? 0)])],
    ['all change their sign', SAMPLES.map((sample) => -sample)],
    ['the last is missing', SAMPLES.slice(0, -1)],
    ['silence follows', Float32Array.from([...SAMPLES, 0])],
  ])('is another where %s', (_, samples) => {
    expect(fingerprint(samples)).not.toBe(fingerprint(SAMPLES));
  });
});
