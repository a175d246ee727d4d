import { describe, expect, it } from 'vitest';
import { resampleByFactor } from './resample-by-factor';
import { createSine, createSpeech, measureBandPower, toDecibels } from './test-signals';

describe('resampleByFactor', () => {
  it.each([0.8, 0.97, 1.1, 1.25, 2])('plays %f times as fast: shorter by that, higher by that', (factor) => {
    const sine = createSine(1000, 1);
    const played = resampleByFactor(sine, factor);
    expect(played).toHaveLength(Math.round(sine.length / factor));
    const wanted = createSine(1000 * factor, 1 / factor + 0.01);
    const inner = played.subarray(50, -50);
    const worst = inner.reduce((most, value, n) => Math.max(most, Math.abs(value - (wanted[n + 50] ?? NaN))), 0);
    // 512 phases: the position is off by up to a thousandth of a sample, which at 1 kHz is 3e-4 of the amplitude; the
    // pass band ripples by some thousandths.
    expect(worst).toBeLessThan(4e-3);
  });

  it('at factor 1 gives the signal back, but for the highest tenth of its band', () => {
    const speech = createSpeech(1, 1);
    const played = resampleByFactor(speech, 1);
    const difference = played.map((value, n) => value - (speech[n] ?? NaN));
    const error = measureBandPower(difference, 20, 4800) / measureBandPower(speech, 20, 4800);
    expect(toDecibels(error)).toBeLessThan(-45);
  });

  it.each([1.1, 1.25, 1.6])('at factor %f folds nothing back into the band', (factor) => {
    // 5,000 Hz would come out above the Nyquist frequency.
    const folded = resampleByFactor(createSine(5300, 1), factor).subarray(100, -100);
    expect(
      toDecibels(measureBandPower(folded, 20, 4600) / measureBandPower(createSine(5300, 1), 20, 5500)),
    ).toBeLessThan(-30);
  });
});
