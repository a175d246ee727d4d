import { expect, it } from 'vitest';
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import { createRandom } from '../../evaluation/random';
import { measureRms } from './level';
import { createNotSpeech } from './not-speech';

const COUNT = 60;
const sounds = Array.from({ length: COUNT }, (_, seed) => createNotSpeech(createRandom(seed)));

/** Share of the power in the differences of neighbouring samples, 0…4: what sounds high has more. */
function measureBrightness(samples: Float32Array): number {
  const differences = samples.map((sample, n) => sample - (samples[n - 1] ?? sample));
  return (measureRms(differences) / measureRms(samples)) ** 2;
}

it('makes sounds of half a second to four and a half, neither silent nor too loud', () => {
  for (const samples of sounds) {
    expect(samples.every(Number.isFinite)).toBe(true);
    const durationSec = samples.length / SAMPLE_RATE_HZ;
    expect(durationSec).toBeGreaterThan(0.49);
    expect(durationSec).toBeLessThan(4.51);
    const levelDbfs = 20 * Math.log10(measureRms(samples));
    expect(levelDbfs).toBeGreaterThan(-51);
    expect(levelDbfs).toBeLessThan(-9);
  }
});

it('makes dull ones and bright ones, steady ones and moving ones', () => {
  const brightness = sounds.map(measureBrightness).sort((a, b) => a - b);
  expect(brightness[COUNT / 10]).toBeLessThan(0.05);
  expect(brightness[(9 * COUNT) / 10]).toBeGreaterThan(0.5);
  const unevenness = sounds
    .map((samples) => {
      const part = Math.floor(samples.length / 10);
      const levels = Array.from({ length: 10 }, (_, i) => measureRms(samples.subarray(i * part, (i + 1) * part)));
      return Math.max(...levels) / Math.min(...levels);
    })
    .sort((a, b) => a - b);
  expect(unevenness[COUNT / 10]).toBeLessThan(2);
  expect(unevenness[(9 * COUNT) / 10]).toBeGreaterThan(5);
});

it('is decided by the generator alone', () => {
  expect(createNotSpeech(createRandom(5))).toEqual(sounds[5]);
  expect(sounds[6]?.length).not.toBe(sounds[5]?.length);
});
