/** The part of `@echogarden/speex-resampler-wasm` that `resample.ts` uses; the package has no types of its own. */
declare module '@echogarden/speex-resampler-wasm' {
  /** Pointers are byte addresses in the module's memory; see `speex_resampler.h` of SpeexDSP. */
  export interface SpeexModule {
    /** Views of the module's memory; replaced whenever it grows, so never keep one over a call. */
    readonly HEAPF32: Float32Array;
    readonly HEAPU32: Uint32Array;
    /** A pointer, or 0 when the memory cannot grow any further. */
    _malloc(byteCount: number): number;
    _free(pointer: number): void;
    /** A pointer to the state of a new resampler, or 0; `errorPointer` may be 0. */
    _speex_resampler_init(
      channelCount: number,
      inputRateHz: number,
      outputRateHz: number,
      quality: number,
      errorPointer: number,
    ): number;
    _speex_resampler_destroy(state: number): void;
    _speex_resampler_skip_zeros(state: number): number;
    /** Both lengths are read as what there is room for and written as what was used; the result is 0 on success. */
    _speex_resampler_process_float(
      state: number,
      channelIndex: number,
      inputPointer: number,
      inputLengthPointer: number,
      outputPointer: number,
      outputLengthPointer: number,
    ): number;
  }

  export default function createModule(): Promise<SpeexModule>;
}

/** The same, compiled with SIMD. */
declare module '@echogarden/speex-resampler-wasm/simd' {
  export { default } from '@echogarden/speex-resampler-wasm';
}
