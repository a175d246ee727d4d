import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { cutSource, toSource, visitStretches } from './pcm-source';

const LENGTH = 300_000;
const SAMPLES = Float32Array.from({ length: LENGTH }, (_, n) => n);
const source = toSource({ samples: SAMPLES, sampleRateHz: SAMPLE_RATE_HZ });

describe('toSource', () => {
  it('leaves out what lies outside', () => {
    expect(source.read(-3, 2)).toEqual(Float32Array.of(0, 1));
    expect(source.read(-3, -1)).toHaveLength(0);
    expect(source.read(LENGTH - 1, LENGTH + 5)).toEqual(Float32Array.of(LENGTH - 1));
  });
});

describe('cutSource', () => {
  const part = cutSource(source, { startSec: 2, endSec: 5 });

  it('counts from its own start and ends at its own end', () => {
    expect(part.length).toBe(3 * SAMPLE_RATE_HZ);
    expect(part.read(0, 2)).toEqual(Float32Array.of(2 * SAMPLE_RATE_HZ, 2 * SAMPLE_RATE_HZ + 1));
    expect(part.read(-3, 1)).toEqual(Float32Array.of(2 * SAMPLE_RATE_HZ));
    expect(part.read(part.length - 1, part.length + 7)).toEqual(Float32Array.of(5 * SAMPLE_RATE_HZ - 1));
    expect(part.read(-3, -1)).toHaveLength(0);
  });

  it.each([
    [{ startSec: -4, endSec: 1 }, SAMPLE_RATE_HZ],
    [{ startSec: LENGTH / SAMPLE_RATE_HZ - 1, endSec: 1000 }, SAMPLE_RATE_HZ],
    [{ startSec: 900, endSec: 1000 }, 0],
    [{ startSec: 3, endSec: 2 }, 0],
  ])('of %o has %d samples', (span, length) => {
    expect(cutSource(source, span).length).toBe(length);
  });
});

describe('visitStretches', () => {
  it.each([LENGTH, 131_072, 262_145, 1, 0])('visits each of %d samples once, in order', (length) => {
    let visited = 0;
    const shorter = toSource({ samples: SAMPLES.subarray(0, length), sampleRateHz: SAMPLE_RATE_HZ });
    visitStretches(shorter, (samples, first) => {
      expect(first).toBe(visited);
      expect(samples[0]).toBe(first);
      visited += samples.length;
    });
    expect(visited).toBe(length);
  });
});
