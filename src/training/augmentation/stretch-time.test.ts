import { describe, expect, it } from 'vitest';
import { measureRms } from './level';
import { stretchTime } from './stretch-time';
import { createSine, createSpeech, findLoudestFrequency, measureBandPower, toDecibels } from './test-signals';

describe('stretchTime', () => {
  it('by 1 changes nothing', () => {
    const speech = createSpeech(1, 1);
    const stretched = stretchTime(speech, 1);
    expect(stretched).toHaveLength(speech.length);
    const worst = stretched
      .subarray(0, -500)
      .reduce((most, v, n) => Math.max(most, Math.abs(v - (speech[n] ?? NaN))), 0);
    expect(worst).toBeLessThan(1e-6);
  });

  it.each([0.7, 0.9, 1.2, 1.5])('by %f changes the duration, not the pitch, the level or the smoothness', (factor) => {
    for (const frequencyHz of [110, 233, 1000]) {
      const sine = createSine(frequencyHz, 1.5);
      const stretched = stretchTime(sine, factor);
      expect(stretched).toHaveLength(Math.round(sine.length * factor));
      expect(Math.abs(findLoudestFrequency(stretched) - findLoudestFrequency(sine))).toBeLessThan(1);
      expect(measureRms(stretched) / measureRms(sine)).toBeCloseTo(1, 1);
      // Frames that did not fit would sound like clicks: power away from the sine.
      const beside = measureBandPower(stretched, frequencyHz + 150, 5000);
      expect(toDecibels(beside / measureBandPower(stretched, 20, frequencyHz + 150))).toBeLessThan(-20);
    }
  });

  it('keeps things in their order and place', () => {
    // Silence, a second of sound, silence: the sound lies where the factor puts it.
    const samples = new Float32Array(3 * 11_025);
    samples.set(createSine(220, 1), 11_025);
    const stretched = stretchTime(samples, 1.5);
    const loud = Array.from(stretched.keys()).filter((n) => Math.abs(stretched[n] ?? NaN) > 0.1);
    // To within a frame and its reach.
    expect(Math.abs((loud[0] ?? NaN) - 1.5 * 11_025)).toBeLessThan(600);
    expect(Math.abs((loud.at(-1) ?? NaN) - 2 * 1.5 * 11_025)).toBeLessThan(600);
  });

  it('takes signals shorter than a frame', () => {
    expect(stretchTime(Float32Array.of(1, 2, 3, 4), 2)).toEqual(Float32Array.of(1, 1, 2, 2, 3, 3, 4, 4));
    expect(stretchTime(new Float32Array(0), 2)).toHaveLength(0);
  });
});
