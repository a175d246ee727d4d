import { SAMPLE_RATE_HZ } from './pcm';

/**
 * Everything that decides the numbers of a `FeatureMap`. It travels with the weights in `model-card.json`;
 * a model whose configuration differs from the code's is refused.
 */
export interface FeatureConfig {
  /** Raised when the code comes to compute something else from the same numbers: speech thresholds, resampling. */
  readonly revision: number;
  readonly sampleRateHz: number;
  /** Length of a frame and of its Fourier transform, in samples. */
  readonly nFft: number;
  /** Distance between frames, in samples. */
  readonly hopLength: number;
  readonly nMels: number;
  readonly nMfcc: number;
  readonly fMinHz: number;
  readonly fMaxHz: number;
  /** Columns of the network's picture: frames of the longest window. */
  readonly frames: number;
  /** Floor of the log-mel bands relative to the loudest cell, in dB. */
  readonly floorDb: number;
  /**
   * What is added to every cell that the network reads, as a power relative to the window's loudest cell, in dB. What lies
   * below it – the room, the microphone – hardly shows, whether it is there or not.
   */
  readonly maskingFloorDb: number;
  /** Longest stretch read at once, in seconds. */
  readonly windowSec: number;
  /** Distance between windows inside a longer segment, in seconds. */
  readonly windowHopSec: number;
  /** Kept before and after speech, in seconds. */
  readonly marginSec: number;
  /** Recordings longer than a window are cut at pauses of at least this length, in seconds. */
  readonly minPauseSec: number;
}

/** The configuration this code computes. */
export const FEATURE_CONFIG: FeatureConfig = {
  revision: 2,
  sampleRateHz: SAMPLE_RATE_HZ,
  nFft: 512,
  hopLength: 192,
  nMels: 40,
  nMfcc: 40,
  fMinHz: 20,
  fMaxHz: 4800,
  frames: 173,
  floorDb: -80,
  maskingFloorDb: -40,
  windowSec: 3,
  windowHopSec: 1.5,
  marginSec: 0.075,
  minPauseSec: 0.4,
};

/** Channels of the network's picture: 0 is MFCC, 1 is log-mel. */
export const FEATURE_CHANNELS = 2;

/** Shape of the network's picture: [rows, frames, channels]. */
export const FEATURE_SHAPE = [FEATURE_CONFIG.nMels, FEATURE_CONFIG.frames, FEATURE_CHANNELS] as const;

/** A stretch of a recording, in seconds from its start. */
export interface TimeSpan {
  readonly startSec: number;
  readonly endSec: number;
}

/** The network's picture of one window of speech. */
export interface FeatureMap extends TimeSpan {
  /** `[40, 173, 2]` row-major (row, frame, channel): standardised MFCC and log-mel, centred, padding 0. */
  readonly values: Float32Array;
  /** Real frames; the rest of the columns is padding. */
  readonly frames: number;
}

/** A matrix of 40 bands or coefficients over time, for drawing: `values[row * frames + frame]`. */
export interface Spectrogram {
  readonly values: Float32Array;
  readonly rows: number;
  readonly frames: number;
  readonly hopSec: number;
}
