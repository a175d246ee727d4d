import { describe, expect, it } from 'vitest';
import { measureRms } from './level';
import { passThroughTelephone, quantiseByMuLaw } from './telephone';
import { createSine, createSpeech, toDecibels } from './test-signals';

function measureGain(frequencyHz: number): number {
  const sine = createSine(frequencyHz, 1);
  return toDecibels((measureRms(passThroughTelephone(sine)) / measureRms(sine)) ** 2);
}

describe('passThroughTelephone', () => {
  it('passes 300 to 3,400 Hz', () => {
    expect(measureGain(1000)).toBeCloseTo(0, 0);
    expect(measureGain(3000)).toBeGreaterThan(-3);
    expect(measureGain(120)).toBeLessThan(-24);
    // Above the Nyquist frequency of 8,000 samples a second, nothing is left but quantisation noise.
    expect(measureGain(4600)).toBeLessThan(-30);
  });

  it('keeps length and place', () => {
    const speech = createSpeech(1.1, 1);
    const received = passThroughTelephone(speech);
    expect(received).toHaveLength(speech.length);
    const correlateAt = (lag: number): number =>
      speech.reduce((sum, value, n) => sum + value * (received[n + lag] ?? 0), 0);
    const lags = Array.from({ length: 41 }, (_, i) => i - 20);
    const best = lags.reduce((winner, lag) => (correlateAt(lag) > correlateAt(winner) ? lag : winner));
    // The filters delay some frequencies by about a millisecond.
    expect(Math.abs(best)).toBeLessThan(12);
  });
});

describe('quantiseByMuLaw', () => {
  it('has 255 values, ends included, and keeps the sign', () => {
    const values = new Set(Array.from({ length: 200_001 }, (_, i) => quantiseByMuLaw(i / 100_000 - 1) + 0));
    expect(values.size).toBe(255);
    expect(quantiseByMuLaw(1)).toBeCloseTo(1, 12);
    expect(quantiseByMuLaw(-3)).toBeCloseTo(-1, 12);
    expect(Math.abs(quantiseByMuLaw(0))).toBe(0);
  });

  it('keeps quiet and loud sines about 38 dB above its noise', () => {
    for (const amplitude of [1, 0.1]) {
      const sine = createSine(441.7, 1).map((value) => 2 * amplitude * value);
      const error = sine.map((value) => quantiseByMuLaw(value) - value);
      const ratioDb = toDecibels((measureRms(sine) / measureRms(error)) ** 2);
      // The textbook figure for eight bits of µ-law over the upper 40 dB of its range.
      expect(ratioDb).toBeGreaterThan(36);
      expect(ratioDb).toBeLessThan(40);
    }
  });
});
