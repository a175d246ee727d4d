/**
 * The WebAssembly module of `resample.ts`: SpeexDSP as compiled by `@echogarden/speex-resampler-wasm`, in its build with
 * SIMD where the browser can (Chrome 91, Firefox 89, Safari 16.4), else in the one without. Both give the very same
 * samples at the quality that sums in 64 bits; where `resample.ts` takes a step in 32 bits, they differ by some 10⁻⁷
 * (`speex-module.test.ts`). The plain build takes up to twice as long, a hundredth of the time that the audio lasts.
 */
import type { SpeexModule } from '@echogarden/speex-resampler-wasm';
import { loadPart } from '../contract/errors';

export type { SpeexModule };

/** A module of one function that returns a vector, `i8x16.popcnt(i8x16.splat(0))`: valid only where there is SIMD. */
// prettier-ignore
const SIMD_PROBE = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
);

/** One instance of the library serves all streams of a thread. */
let loadedModule: Promise<SpeexModule> | null = null;

/**
 * Loads the module, once per thread; after a failure the next call tries again.
 *
 * @throws UndertoneError `page-incomplete` when its code does not arrive.
 */
export function loadSpeexModule(): Promise<SpeexModule> {
  loadedModule ??= loadPart(startModule).catch((error: unknown) => {
    // A connection that broke while loading must not spoil the next recording.
    loadedModule = null;
    throw error;
  });
  return loadedModule;
}

async function startModule(): Promise<SpeexModule> {
  const { default: createModule } = WebAssembly.validate(SIMD_PROBE)
    ? await import('@echogarden/speex-resampler-wasm/simd')
    : await import('@echogarden/speex-resampler-wasm');
  return createModule();
}
