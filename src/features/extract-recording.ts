/**
 * The one path from a recording to what the network reads; the page's worker, training and evaluation all call it.
 */
import { FEATURE_CONFIG, type FeatureMap, type TimeSpan } from '../contract/features';
import type { Pcm } from '../contract/pcm';
import type { RecordingPictures } from '../contract/prediction';
import { drawRecording } from './draw-recording';
import { buildFeatureValues } from './feature-map';
import { computeMelLevels } from './log-mel';
import { computeMean } from './mean';
import { findSpokenSegments } from './spoken-segments';

const { windowSec, windowHopSec, nMels } = FEATURE_CONFIG;

/** Everything the features worker says about a recording. */
export interface RecordingFeatures {
  /** Windows of speech in time order, at least one. */
  readonly windows: readonly FeatureMap[];
  readonly durationSec: number;
  readonly pictures: RecordingPictures;
}

/**
 * Features of a whole recording: the network's windows, and what the page shows of it, about a third of the work.
 * @param pcm mono at the model's rate, finite samples
 * @throws UndertoneError `too-short`, `silent`
 */
export function extractRecording(pcm: Pcm): RecordingFeatures {
  const windows = extractWindows(pcm);
  return { windows, durationSec: pcm.samples.length / pcm.sampleRateHz, pictures: drawRecording(pcm) };
}

/** Mel levels of one window, before they are related to its loudest cell: `[nMels, frames]` in dB. */
export interface WindowLevels extends TimeSpan {
  readonly levels: Float32Array;
}

/**
 * The network's windows of a recording: spoken segments, those longer than 3.0 s slid over.
 * @param pcm mono at the model's rate, finite samples
 * @returns at least one window, in time order
 * @throws UndertoneError `too-short`, `silent`
 */
export function extractWindows(pcm: Pcm): FeatureMap[] {
  return extractWindowLevels(pcm).map(buildFeatureMap);
}

/**
 * The same windows as mel levels.
 * @param pcm mono at the model's rate, finite samples
 * @throws UndertoneError `too-short`, `silent`
 */
export function extractWindowLevels(pcm: Pcm): WindowLevels[] {
  return findSpokenSegments(pcm)
    .flatMap(slideWindows)
    .map((span) => ({ ...span, levels: computeSpanLevels(pcm, span) }));
}

/** The network's picture of one window. */
export function buildFeatureMap({ startSec, endSec, levels }: WindowLevels): FeatureMap {
  return { startSec, endSec, values: buildFeatureValues(levels), frames: levels.length / nMels };
}

/** Windows over one segment: itself when short enough, else one every 1.5 s, the last flush with its end. */
export function slideWindows(segment: TimeSpan): TimeSpan[] {
  const lastStartSec = segment.endSec - windowSec;
  if (lastStartSec <= segment.startSec) return [segment];
  const starts: number[] = [];
  for (let startSec = segment.startSec; startSec < lastStartSec; startSec += windowHopSec) starts.push(startSec);
  starts.push(lastStartSec);
  return starts.map((startSec) => ({ startSec, endSec: startSec + windowSec }));
}

/**
 * Mel levels of a span, freed of its mean: a constant offset is no sound.
 * @param pcm mono at the model's rate, finite samples
 * @returns `[nMels, frames]` in dB, not related to the loudest
 */
export function computeSpanLevels(pcm: Pcm, { startSec, endSec }: TimeSpan): Float32Array {
  const first = Math.round(startSec * pcm.sampleRateHz);
  const samples = pcm.samples.subarray(first, first + Math.round((endSec - startSec) * pcm.sampleRateHz));
  return computeMelLevels(samples, computeMean(samples));
}
