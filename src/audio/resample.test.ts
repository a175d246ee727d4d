import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { lcgNoise } from '../testing/synthetic-signals';
import { concatenate, createResampler } from './resample';
import { hashResampledNoise, resample, RESAMPLED_NOISE_SHA256 } from './test-resample';

const PHASE = 0.3;

function makeSine(frequencyHz: number, rateHz: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, n) => Math.sin((2 * Math.PI * frequencyHz * n) / rateHz + PHASE));
}

/** Level in dB of the middle of a signal, relative to a sine of amplitude 1. */
function measureLevelDb(samples: Float32Array): number {
  const middle = samples.subarray(1000, samples.length - 1000);
  const power = middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length;
  return 10 * Math.log10(2 * power);
}

describe('createResampler', () => {
  it.each([8000, 16_000, 22_050, 24_000, 24_414, 44_100, 48_000, 96_000, 192_000])(
    'is aligned from %i Hz',
    async (rateHz) => {
      const output = await resample(makeSine(1000, rateHz, rateHz), rateHz, 4096);
      expect(output.length).toBe(SAMPLE_RATE_HZ);
      const expected = makeSine(1000, SAMPLE_RATE_HZ, SAMPLE_RATE_HZ);
      let worst = 0;
      for (let n = 500; n < output.length - 500; n++) {
        worst = Math.max(worst, Math.abs((output[n] ?? NaN) - (expected[n] ?? NaN)));
      }
      // Rounding to 32-bit floats, in and out, is 6e-7, and by way of 21 kHz sums of 32 bits and a filter that ripples by
      // 1e-6 add to it; a shift of one hundredth of a sample would be 5.7e-3.
      expect(worst).toBeLessThan(4e-6);
    },
  );

  it.each([16_000, 44_100, 48_000])('is flat to 5.1 kHz and silent above 5.6 kHz from %i Hz', async (rateHz) => {
    for (const frequencyHz of [50, 1000, 3000, 4600, 4800, 5000, 5100]) {
      const level = measureLevelDb(await resample(makeSine(frequencyHz, rateHz, rateHz), rateHz, 4096));
      // The 50 Hz are cut off in mid-period: 0.006 dB of the level measured there.
      expect(Math.abs(level)).toBeLessThan(0.01);
    }
    for (const frequencyHz of [5600, 6000, 6500, 7500]) {
      const level = measureLevelDb(await resample(makeSine(frequencyHz, rateHz, rateHz), rateHz, 4096));
      expect(level).toBeLessThan(-120);
    }
  });

  it('is silent all the way up from 48 kHz', async () => {
    for (const frequencyHz of [5600, 9000, 12_000, 15_500, 16_000, 17_000, 18_000, 20_000, 23_000]) {
      const level = measureLevelDb(await resample(makeSine(frequencyHz, 48_000, 48_000), 48_000, 4096));
      expect(level).toBeLessThan(-110);
    }
  });

  it.each(RESAMPLED_NOISE_SHA256)('gives the very samples from %i Hz that Chromium gives', async (rateHz, sha256) => {
    expect(await hashResampledNoise(rateHz)).toBe(sha256);
  });

  it.each([8000, 16_000, 48_000])('does not depend on how the input from %i Hz is cut', async (rateHz) => {
    const noise = Float32Array.from(lcgNoise(rateHz / 2, 7));
    const whole = await resample(noise, rateHz, noise.length);
    for (const pieceLength of [4096, 777, 100, 1]) {
      expect(await resample(noise, rateHz, pieceLength)).toEqual(whole);
    }
  });

  it('gives round(n · 11025 / rate) samples, also for inputs shorter than the filter', async () => {
    for (const [length, rateHz] of [
      [0, 48_000],
      [1, 48_000],
      [3, 8000],
      [77, 16_000],
      [24_413, 24_414],
    ] as const) {
      const output = await resample(new Float32Array(length), rateHz, 50);
      expect(output.length).toBe(Math.round((length * SAMPLE_RATE_HZ) / rateHz));
    }
  });

  it('keeps the last sound of a recording', async () => {
    const samples = new Float32Array(16_000);
    samples.set(makeSine(1000, 16_000, 160), 16_000 - 160);
    const output = await resample(samples, 16_000, 4096);
    const tail = output.subarray(-90);
    const power = tail.reduce((sum, sample) => sum + sample * sample, 0) / tail.length;
    expect(power).toBeGreaterThan(0.4);
  });

  it('passes the model rate through untouched', async () => {
    const resampler = await createResampler(SAMPLE_RATE_HZ);
    const samples = Float32Array.from(lcgNoise(100, 3));
    expect(resampler.push(samples)).toBe(samples);
    expect(resampler.finish()).toHaveLength(0);
  });

  it('starts clean when memory is used again, and serves two streams at once', async () => {
    const noise = Float32Array.from(lcgNoise(8000, 5));
    const alone = await resample(noise, 16_000, 1000);
    const [first, second] = [await createResampler(16_000), await createResampler(16_000)];
    const heads = [first.push(noise), second.push(noise)];
    const tails = [first.finish(), second.finish()];
    first.dispose();
    second.dispose();
    for (const index of [0, 1]) {
      expect(concatenate([heads[index] ?? noise, tails[index] ?? noise])).toEqual(alone);
    }
    expect(() => first.push(noise)).toThrow(/disposed/);
  });

  it.each([0, 1, 4e9, NaN])('refuses a rate of %d Hz', async (rateHz) => {
    await expect(createResampler(rateHz)).rejects.toThrow(RangeError);
  });
});
