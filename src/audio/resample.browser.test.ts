import { describe, expect, it } from 'vitest';
import { hashResampledNoise, RESAMPLED_NOISE_SHA256 } from './test-resample';

describe('createResampler in Chromium', () => {
  it.each(RESAMPLED_NOISE_SHA256)('gives the very samples from %i Hz that Node gives', async (rateHz, sha256) => {
    expect(await hashResampledNoise(rateHz)).toBe(sha256);
  });
});
