import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { toSource } from './pcm-source';
import { describeVoice } from './voice-descriptors';

function renderSine(durationSec: number, frequencyHz: number, amplitude: number, offset = 0): Float32Array {
  const length = Math.round(durationSec * SAMPLE_RATE_HZ);
  return Float32Array.from(
    { length },
    (_, n) => offset + amplitude * Math.sin((2 * Math.PI * frequencyHz * n) / SAMPLE_RATE_HZ),
  );
}

function describeSamples(samples: Float32Array) {
  return describeVoice(toSource({ samples, sampleRateHz: SAMPLE_RATE_HZ }));
}

describe('describeVoice', () => {
  it.each([0, 0.2])('reads a sine on an offset of %d', (offset) => {
    const { hopSec, loudnessDbfs, centroidHz, zeroCrossingsPerSec } = describeSamples(renderSine(1, 1000, 0.5, offset));
    expect(hopSec).toBe(192 / SAMPLE_RATE_HZ);
    expect(loudnessDbfs).toHaveLength(1 + Math.floor(SAMPLE_RATE_HZ / 192));
    const middle = loudnessDbfs.length >> 1;
    // A sine of amplitude a has the RMS a / √2; the window hides that a frame cuts its periods.
    expect(loudnessDbfs[middle]).toBeCloseTo(20 * Math.log10(0.5 / Math.SQRT2), 1);
    // Meyda's window leaks a little to all the bins above.
    expect(Math.abs((centroidHz[middle] ?? NaN) - 1000)).toBeLessThan(20);
    // Two crossings a period. One in a frame of 46 ms is 22 a second: the frame's cut and the window's zero ends.
    expect(Math.abs((zeroCrossingsPerSec[middle] ?? NaN) - 2000)).toBeLessThan(44);
  });

  it('follows a change to a louder, brighter sound', () => {
    const change = new Float32Array([...renderSine(0.5, 300, 0.05), ...renderSine(0.5, 3000, 0.5)]);
    const { loudnessDbfs, centroidHz, zeroCrossingsPerSec } = describeSamples(change);
    const [before, after] = [10, loudnessDbfs.length - 10];
    expect((loudnessDbfs[after] ?? NaN) - (loudnessDbfs[before] ?? NaN)).toBeCloseTo(20, 0);
    expect(centroidHz[before]).toBeLessThan(400);
    expect(centroidHz[after]).toBeGreaterThan(2900);
    expect(zeroCrossingsPerSec[after]).toBeGreaterThan(5900);
  });

  it('has a number for every moment of digital silence', () => {
    const { loudnessDbfs, centroidHz, zeroCrossingsPerSec } = describeSamples(new Float32Array(4000));
    expect(new Set(loudnessDbfs)).toEqual(new Set([-100]));
    expect(new Set(centroidHz)).toEqual(new Set([0]));
    expect(new Set(zeroCrossingsPerSec)).toEqual(new Set([0]));
  });

  it('looks at a long recording from further apart, up to its end', () => {
    const samples = renderSine(60, 440, 0.1);
    const { hopSec, loudnessDbfs } = describeSamples(samples);
    expect(loudnessDbfs.length).toBeGreaterThan(900);
    expect(loudnessDbfs.length).toBeLessThanOrEqual(1001);
    expect(60 - (loudnessDbfs.length - 1) * hopSec).toBeLessThan(hopSec);
  });
});
