/**
 * The one path from a recording to what the network reads; the page's worker, training and evaluation all call it.
 */
import { FEATURE_CONFIG, type FeatureMap, type TimeSpan } from '../contract/features';
import type { Pcm, PcmSource } from '../contract/pcm';
import type { RecordingPictures } from '../contract/prediction';
import { drawRecording, type DrawnRecording } from './draw-recording';
import { buildFeatureValues } from './feature-map';
import { fingerprintSource } from './fingerprint';
import { computeMelLevels } from './log-mel';
import { computeMean } from './mean';
import { cutSource, toSource } from './pcm-source';
import { countFrames } from './power-spectrum';
import { findSpokenSegmentsIn } from './spoken-segments';

const { windowSec, windowHopSec, nMels } = FEATURE_CONFIG;

/** What is known of a recording once it is read, before the network's pictures are drawn; of bounded size. */
export interface SurveyedRecording {
  /** Where the network's windows lie, in time order, at least one. */
  readonly windows: readonly TimeSpan[];
  readonly durationSec: number;
  readonly pictures: RecordingPictures;
}

/**
 * Surveys a whole recording: where somebody speaks, and what the page shows of it.
 * @param source mono at the model's rate, finite samples
 * @param onProgress told the share of it that is drawn, 0…1
 * @returns the survey, and what `drawSpan` needs to draw parts on the same scales
 * @throws UndertoneError `too-short`, `silent`, `not-finite`
 */
export function surveyRecording(
  source: PcmSource,
  onProgress?: (share: number) => void,
): SurveyedRecording & Pick<DrawnRecording, 'loudestDb'> {
  return {
    windows: findWindows(source),
    durationSec: source.length / source.sampleRateHz,
    ...drawRecording(source, onProgress),
  };
}

/** What is known of a recording that only the network will see. */
export interface ScannedRecording {
  /** Where the network's windows lie, in time order, at least one. */
  readonly windows: readonly TimeSpan[];
  readonly durationSec: number;
  /** Tells its sound from others; see `fingerprint.ts`. */
  readonly fingerprint: string;
}

/**
 * Scans a whole recording for speech, without drawing it for the eye, which takes the longer part of a survey.
 * @param source mono at the model's rate, finite samples
 * @throws UndertoneError `too-short`, `silent`, `not-finite`
 */
export function scanRecording(source: PcmSource): ScannedRecording {
  return {
    windows: findWindows(source),
    durationSec: source.length / source.sampleRateHz,
    fingerprint: fingerprintSource(source),
  };
}

/**
 * Where the network's windows lie: over spoken segments, those longer than 3.0 s slid over.
 * @param source mono at the model's rate, finite samples
 * @returns at least one, in time order
 * @throws UndertoneError `too-short`, `silent`, `not-finite`
 */
export function findWindows(source: PcmSource): TimeSpan[] {
  return findSpokenSegmentsIn(source).flatMap(slideWindows);
}

/**
 * Where the network's windows lie in a part of a recording, which counts as a recording of its own.
 * @throws UndertoneError `too-short`, `silent`, `not-finite`, of the part
 */
export function findWindowsWithin(source: PcmSource, part: TimeSpan): TimeSpan[] {
  const firstSec = Math.round(Math.max(0, part.startSec) * source.sampleRateHz) / source.sampleRateHz;
  return findWindows(cutSource(source, part)).map(({ startSec, endSec }) => ({
    startSec: firstSec + startSec,
    endSec: firstSec + endSec,
  }));
}

// One window is drawn at a time.
const levelsScratch = new Float32Array(nMels * FEATURE_CONFIG.frames);

/**
 * The network's picture of one window of a recording, as `findWindows` finds them.
 * @param values where the picture goes, of its length
 */
export function drawWindow(source: PcmSource, span: TimeSpan, values?: Float32Array): FeatureMap {
  const samples = readSpan(source, span);
  const levels = levelsScratch.subarray(0, nMels * countFrames(samples.length));
  return buildFeatureMap({ ...span, levels: computeMelLevels(samples, computeMean(samples), levels) }, values);
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
  return extractWindowLevels(pcm).map((window) => buildFeatureMap(window));
}

/**
 * The same windows as mel levels.
 * @param pcm mono at the model's rate, finite samples
 * @throws UndertoneError `too-short`, `silent`
 */
export function extractWindowLevels(pcm: Pcm): WindowLevels[] {
  const source = toSource(pcm);
  return findWindows(source).map((span) => readWindowLevels(source, span));
}

/** Mel levels of one window of a recording, as `findWindows` finds them: what `drawWindow` draws. */
export function readWindowLevels(source: PcmSource, span: TimeSpan): WindowLevels {
  return { ...span, levels: computeSourceLevels(source, span) };
}

/** The network's picture of a window's levels; `values` as in `drawWindow`. */
export function buildFeatureMap({ startSec, endSec, levels }: WindowLevels, values?: Float32Array): FeatureMap {
  return { startSec, endSec, values: buildFeatureValues(levels, undefined, values), frames: levels.length / nMels };
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
export function computeSpanLevels(pcm: Pcm, span: TimeSpan): Float32Array {
  return computeSourceLevels(toSource(pcm), span);
}

function computeSourceLevels(source: PcmSource, span: TimeSpan): Float32Array {
  const samples = readSpan(source, span);
  return computeMelLevels(samples, computeMean(samples));
}

function readSpan(source: PcmSource, { startSec, endSec }: TimeSpan): Float32Array {
  const first = Math.round(startSec * source.sampleRateHz);
  return source.read(first, first + Math.round((endSec - startSec) * source.sampleRateHz));
}
