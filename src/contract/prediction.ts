import type { Emotion } from './emotions';
import type { Spectrogram, TimeSpan } from './features';
import type { Pcm } from './pcm';

/** What the network says of one window: eight probabilities in the order of `EMOTIONS`, summing to 1. */
export interface Prediction extends TimeSpan {
  readonly probabilities: readonly number[];
}

/** Predictions in time order. */
export type Timeline = readonly Prediction[];

/** Where inference ran. */
export type BackendName = 'webgl' | 'wasm';

/** Milliseconds each stage of one analysis took. */
export interface StageTimings {
  readonly decodingMs: number;
  readonly featuresMs: number;
  readonly inferenceMs: number;
}

/** A recording as the page shows it, before the network has spoken. */
export interface RecordingPictures {
  /** The whole recording at the model's rate. */
  readonly pcm: Pcm;
  /** Log-mel bands of the whole recording, dB relative to its loudest cell, −80…0. */
  readonly logMelDb: Spectrogram;
  /** MFCC of the whole recording, not standardised. */
  readonly mfcc: Spectrogram;
}

/** The outcome of one analysis. */
export interface Analysis {
  readonly fileName: string;
  readonly durationSec: number;
  readonly pictures: RecordingPictures;
  readonly timeline: Timeline;
  /** Probabilities over the whole recording: the timeline's, averaged by duration. */
  readonly probabilities: readonly number[];
  readonly emotion: Emotion;
  readonly backend: BackendName;
  readonly timings: StageTimings;
}
