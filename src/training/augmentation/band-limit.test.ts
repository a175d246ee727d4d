import { describe, expect, it } from 'vitest';
import { limitAbove, limitBelow } from './band-limit';
import { measureRms } from './level';
import { createSine, toDecibels } from './test-signals';

/** Gain of a filter at a frequency, in dB, once it has settled. */
function measureGain(filter: (samples: Float32Array) => Float32Array, frequencyHz: number): number {
  const sine = createSine(frequencyHz, 1);
  return toDecibels((measureRms(filter(sine).subarray(5000)) / measureRms(sine.subarray(5000))) ** 2);
}

describe('limitAbove', () => {
  it('passes what lies below, −3 dB at the cutoff, little above', () => {
    const filter = (samples: Float32Array): Float32Array => limitAbove(samples, 1000);
    expect(measureGain(filter, 300)).toBeCloseTo(0, 1);
    expect(measureGain(filter, 1000)).toBeCloseTo(-3.01, 1);
    // 24 dB an octave, and more as the bilinear transform squeezes the band.
    expect(measureGain(filter, 2000)).toBeLessThan(-24);
    expect(measureGain(filter, 2000)).toBeGreaterThan(-32);
  });
});

describe('limitBelow', () => {
  it('passes what lies above, −3 dB at the cutoff, little below', () => {
    const filter = (samples: Float32Array): Float32Array => limitBelow(samples, 300);
    expect(measureGain(filter, 1200)).toBeCloseTo(0, 1);
    expect(measureGain(filter, 300)).toBeCloseTo(-3.01, 1);
    expect(measureGain(filter, 150)).toBeLessThan(-24);
    expect(measureGain(filter, 150)).toBeGreaterThan(-25.5);
  });

  it('takes off a constant', () => {
    const settled = limitBelow(new Float32Array(8000).fill(1), 100).subarray(4000);
    expect(settled.every((value) => Math.abs(value) < 1e-4)).toBe(true);
  });

  it.each([0, -5, 5512.5, NaN])('refuses a cutoff of %f Hz', (cutoffHz) => {
    expect(() => limitBelow(new Float32Array(10), cutoffHz)).toThrow(RangeError);
  });
});
