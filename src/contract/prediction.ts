import type { Emotion } from './emotions';
import type { Spectrogram, TimeSpan } from './features';

/** What the network says of one window: eight probabilities in the order of `EMOTIONS`, summing to 1. */
export interface Prediction extends TimeSpan {
  readonly probabilities: readonly number[];
}

/** Predictions in time order. */
export type Timeline = readonly Prediction[];

/** Where inference ran. */
export type BackendName = 'webgl' | 'wasm';

/**
 * Why a backend runs: it was asked for (`forced`), was the faster one here just now (`measured`) or on an earlier visit
 * (`remembered`); or it is wasm because WebGL draws in software (`software-renderer`), does not start (`no-webgl`), or
 * failed while it ran (`webgl-failed`).
 */
export type BackendReason = 'forced' | 'measured' | 'remembered' | 'software-renderer' | 'no-webgl' | 'webgl-failed';

/** Where inference runs, and why there. */
export interface BackendDecision {
  readonly backend: BackendName;
  readonly reason: BackendReason;
}

/**
 * A recording is called uncertain when its highest probability lies below this. With right and wrong answers weighing
 * alike, the best rule is to answer where one is more likely right than wrong (Chow 1970, "On optimum recognition error
 * and reject tradeoff", IEEE Trans. Information Theory 16): calibrated probabilities say where that is.
 */
export const UNCERTAIN_BELOW = 0.5;

/** What a reader of probabilities has to know of the weights that they come from. */
export interface ModelFacts {
  readonly version: string;
  /** As the card says; `UNCERTAIN_BELOW` where it says nothing. */
  readonly uncertainBelow: number;
}

/** Milliseconds each stage of one analysis took; the network's windows are drawn while it is at work, in its stage. */
export interface StageTimings {
  readonly decodingMs: number;
  readonly featuresMs: number;
  readonly inferenceMs: number;
}

/**
 * The voice over time, for the eye: entry i of each belongs to the frame of 46 ms centred at `i · hopSec`. The network
 * reads none of it.
 */
export interface VoiceDescriptors {
  readonly hopSec: number;
  /** Root mean square in dB relative to full scale (a full-scale sine is at −3), at least −100. */
  readonly loudnessDbfs: Float32Array;
  /** Centre of gravity of the amplitude spectrum, in Hz: the higher, the brighter. 0 in digital silence. */
  readonly centroidHz: Float32Array;
  readonly zeroCrossingsPerSec: Float32Array;
}

/** The outline of a recording for the eye. */
export interface Waveform {
  /** `[low, high]` pairs: the lowest and highest sample of each of equally long stretches, in time order, at least one. */
  readonly extremes: Float32Array;
}

/** A recording as it came: at its own rate, with all of its channels, whole; of bounded size, however long it is. */
export interface OriginalPictures {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Of all channels together. */
  readonly waveform: Waveform;
  /** How long each stretch of the waveform is; the last one may reach beyond the recording's end. */
  readonly stretchSec: number;
  /**
   * Rows are bands of equal width from 0 Hz to half the rate; the mean power of frames and channels, in dB relative to
   * the loudest cell, −80…0.
   */
  readonly spectrumDb: Spectrogram;
  /** The largest magnitude and the root mean square of all samples, 1 being full scale. */
  readonly peak: number;
  readonly rms: number;
}

/** A part of a recording, drawn as finely as a screen shows it; the same pictures as of the whole, on the same scales. */
export interface SpanPictures extends TimeSpan {
  readonly waveform: Waveform;
  readonly logMelDb: Spectrogram;
  readonly mfcc: Spectrogram;
}

/** A recording as the page shows it, before the network has spoken; of bounded size, however long the recording is. */
export interface RecordingPictures {
  readonly waveform: Waveform;
  /** Log-mel bands of the whole recording, dB relative to its loudest cell, −80…0; the loudest of neighbouring frames. */
  readonly logMelDb: Spectrogram;
  /** MFCC of the whole recording, not standardised; of the mean of neighbouring frames. */
  readonly mfcc: Spectrogram;
  readonly descriptors: VoiceDescriptors;
  /** Not there in results that an earlier version of the page kept. */
  readonly original?: OriginalPictures;
}

/** The outcome of one analysis, whole or as far as it came. */
export interface Analysis {
  readonly fileName: string;
  readonly durationSec: number;
  readonly pictures: RecordingPictures;
  readonly timeline: Timeline;
  /** Windows of speech in the recording: more than in the timeline where the analysis was cancelled or failed on the way. */
  readonly totalWindows: number;
  /** Probabilities over all that was judged: the timeline's, averaged by duration. */
  readonly probabilities: readonly number[];
  readonly emotion: Emotion;
  readonly model: ModelFacts;
  readonly backend: BackendName;
  readonly backendReason: BackendReason;
  readonly timings: StageTimings;
}
