import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectAllClose } from '../testing/all-close';
import { RESAMPLED_NOISE_SHA256, resampleNoise } from './test-resample';

const SIMD_BUILD = '@echogarden/speex-resampler-wasm/simd';

/** Makes the build with SIMD one that does not arrive. */
function withholdSimdBuild(): void {
  vi.doMock(SIMD_BUILD, () => ({
    default: () => Promise.reject(new TypeError('withheld by the test')),
  }));
}

beforeEach(() => {
  // The module is loaded once per thread: every test gets a thread of its own, so to speak.
  vi.resetModules();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.doUnmock(SIMD_BUILD);
});

describe('loadSpeexModule', () => {
  const inOneStep = RESAMPLED_NOISE_SHA256.filter(([rateHz]) => rateHz !== 48_000);

  it.each(inOneStep)('gives the very samples from %i Hz without SIMD', async (rateHz, sha256) => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    withholdSimdBuild();
    const { hashResampledNoise } = await import('./test-resample');
    expect(await hashResampledNoise(rateHz)).toBe(sha256);
  });

  it('gives the same samples from 48000 Hz without SIMD, but for their last bits', async () => {
    const withSimd = await resampleNoise(48_000);
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    withholdSimdBuild();
    const plain = await import('./test-resample');
    // On the way via 21 kHz the library sums some 290 products of up to 0.5 in 32 bits, with SIMD in another order.
    expectAllClose(await plain.resampleNoise(48_000), withSimd, 1e-6);
  });

  it('takes the build with SIMD where there is SIMD, and says when it did not arrive; the next call tries again', async () => {
    withholdSimdBuild();
    const { loadSpeexModule } = await import('./speex-module');
    await expect(loadSpeexModule()).rejects.toMatchObject({
      code: 'page-incomplete',
      message: expect.stringContaining('withheld by the test') as string,
    });
    vi.doUnmock(SIMD_BUILD);
    await expect(loadSpeexModule()).resolves.toHaveProperty('_speex_resampler_init');
  });
});
