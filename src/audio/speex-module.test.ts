import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RESAMPLED_NOISE_SHA256 } from './test-resample';

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
  it.each(RESAMPLED_NOISE_SHA256)('gives the same samples from %i Hz without SIMD', async (rateHz, sha256) => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    withholdSimdBuild();
    const { hashResampledNoise } = await import('./test-resample');
    expect(await hashResampledNoise(rateHz)).toBe(sha256);
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
