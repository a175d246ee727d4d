import { describe, expect, it } from 'vitest';
import { changeGain, decibelsToAmplitude, measureRms } from './level';
import { createSine, toDecibels } from './test-signals';

describe('level', () => {
  it('of a sine is its amplitude over √2', () => {
    expect(measureRms(createSine(441, 1))).toBeCloseTo(0.5 / Math.SQRT2, 6);
    expect(measureRms(new Float32Array(0))).toBe(0);
  });

  it.each([-30, 0, 6])('changes by %i dB', (gainDb) => {
    const sine = createSine(441, 0.5);
    const before = sine.slice();
    const ratio = measureRms(changeGain(sine, gainDb)) / measureRms(sine);
    expect(toDecibels(ratio ** 2)).toBeCloseTo(gainDb, 4);
    expect(sine).toEqual(before);
  });

  it('means a tenth of the amplitude by −20 dB', () => {
    expect(decibelsToAmplitude(-20)).toBeCloseTo(0.1, 12);
  });
});
