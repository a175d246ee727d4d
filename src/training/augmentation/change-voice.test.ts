import { describe, expect, it } from 'vitest';
import { changeVoice, semitonesToFactor } from './change-voice';
import { resampleByFactor } from './resample-by-factor';
import { createSine, findLoudestFrequency } from './test-signals';

describe('changeVoice', () => {
  const sine = createSine(600, 1.5);

  it.each([
    [1, 1.2],
    [1, 0.85],
    [1.3, 1],
    [0.8, 1.1],
  ])('makes tempo %f and pitch %f', (tempoFactor, pitchFactor) => {
    const changed = changeVoice(sine, tempoFactor, pitchFactor);
    expect(Math.abs(changed.length - sine.length / tempoFactor)).toBeLessThanOrEqual(2);
    // Half a bin of 21.5 Hz, and the sine's own.
    expect(Math.abs(findLoudestFrequency(changed) - 600 * pitchFactor)).toBeLessThan(22);
  });

  it('of both alike is a tape at another speed', () => {
    expect(changeVoice(sine, 1.1, 1.1)).toEqual(resampleByFactor(sine, 1.1));
  });

  it('of neither is the recording itself', () => {
    expect(changeVoice(sine, 1, 1)).toBe(sine);
  });

  it('counts twelve semitones to the octave', () => {
    expect(semitonesToFactor(12)).toBe(2);
    expect(semitonesToFactor(-12)).toBe(0.5);
    expect(semitonesToFactor(0)).toBe(1);
  });
});
