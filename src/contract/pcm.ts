/** The model's sample rate in Hz: everything after resampling runs at this rate. */
export const SAMPLE_RATE_HZ = 11_025;

/** Recordings with fewer seconds than this hold too little to judge. */
export const MIN_RECORDING_SEC = 0.2;

/** Mono audio: float32 samples, nominally within ±1, in time order. */
export interface Pcm {
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/** A stretch of decoded audio at the rate of its file: one Float32Array of equal length per channel. */
export interface PcmPiece {
  readonly channels: readonly Float32Array[];
  readonly sampleRateHz: number;
}
