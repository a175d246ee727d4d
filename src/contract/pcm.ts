/** The model's sample rate in Hz: everything after resampling runs at this rate. */
export const SAMPLE_RATE_HZ = 11_025;

/** Recordings with fewer seconds than this hold too little to judge. */
export const MIN_RECORDING_SEC = 0.2;

/** Mono audio: float32 samples, nominally within ±1, in time order. */
export interface Pcm {
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/** Mono audio that may be hours long and need not lie in memory as float32: it is read stretch by stretch. */
export interface PcmSource {
  /** In samples. */
  readonly length: number;
  readonly sampleRateHz: number;
  /**
   * The samples from `first` up to, but without, `end`; what lies outside of the source is left out. They are the source's
   * own, to be read only, and hold until the next call, which may overwrite them.
   */
  read(first: number, end: number): Float32Array;
}

/** A stretch of decoded audio at the rate of its file: one Float32Array of equal length per channel. */
export interface PcmPiece {
  readonly channels: readonly Float32Array[];
  readonly sampleRateHz: number;
}
