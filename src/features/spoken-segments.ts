/**
 * Where somebody speaks: short-time energy with hysteresis, judged against the loudest part nearby and, in a recording
 * long enough to have pauses, against its noise floor. A short recording is trimmed to its speech; a longer one is cut at
 * pauses.
 *
 * The floor is left out of short recordings on purpose: an utterance without a pause shows none, so that a little room
 * tone at its ends would change what counts as speech in its midst.
 *
 * Limits: whatever is loud counts as speech (music, a door); a voice 35 dB below the loudest one is missed; a click is
 * told from a short sound only where no more than two frames see it.
 */
import { UndertoneError } from '../contract/errors';
import { FEATURE_CONFIG, type TimeSpan } from '../contract/features';
import { MIN_RECORDING_SEC, type Pcm, type PcmSource } from '../contract/pcm';
import { toSource } from './pcm-source';

const { nFft: FRAME_LENGTH, hopLength: HOP_LENGTH } = FEATURE_CONFIG;
/** Divides both, in samples. */
const BLOCK_LENGTH = 64;
/** Frames that are read at a time. */
const STRETCH_FRAMES = 4096;

/** Recordings whose loudest tenth of a second lies below this are silent, in dB relative to full scale. */
const SILENCE_DBFS = -70;
/** No recording is this loud: samples of 10¹⁰ times full scale would soon overflow, in dB relative to full scale. */
const ABSURD_DBFS = 200;
/** Frames below this are digital silence and say nothing about the noise floor. */
const DIGITAL_SILENCE_DBFS = -90;
/** Speech lies at most this far below the loudest part nearby, in dB … */
const RANGE_BELOW_NEARBY_DB = 16;
/** … which is sought this far to either side in a long recording, in seconds; a short one is nearby as a whole. */
const NEARBY_SEC = 3;
/** Speech lies at most this far below the loudest part of all, in dB. */
const RANGE_BELOW_LOUDEST_DB = 35;
/** Recordings of this length and more are taken to have pauses that show their noise floor, in seconds. */
const FLOOR_FROM_SEC = 10;
/** Speech stands at least this far above the noise floor, in dB … */
const RANGE_ABOVE_FLOOR_DB = 6;
/** … but what lies within this of the loudest part is always kept: there may have been no pause after all. */
const ALWAYS_BELOW_LOUDEST_DB = 9;
/** A stretch counts when one of its frames rises this far above the threshold, in dB. */
const HYSTERESIS_DB = 3;
/** The share of frames, quietest first, at which the noise floor is read. */
const FLOOR_QUANTILE = 0.1;
/** Frames averaged for the loudest part (about 0.1 s), so that a click does not set it. */
const LOUDEST_FRAMES = 5;
/** Shorter stretches are clicks, in seconds. */
const MIN_STRETCH_SEC = 0.06;

/**
 * Finds the spoken segments of a recording, with 75 ms kept on both sides.
 * Speech that spans at most `windowSec` from its first to its last sound is one segment; otherwise segments are
 * separated by pauses of at least `minPauseSec`.
 * @param pcm mono at the model's rate, finite samples
 * @returns at least one segment, in time order, not overlapping
 * @throws UndertoneError `too-short` (less than 0.2 s), `silent` (nothing above −70 dBFS, or only clicks), `not-finite`
 *   (samples so large that their squares overflow)
 */
export function findSpokenSegments(pcm: Pcm): TimeSpan[] {
  return findSpokenSegmentsIn(toSource(pcm));
}

/** The same of a recording that is read stretch by stretch: all that is held of it are the powers of its frames. */
export function findSpokenSegmentsIn(pcm: PcmSource): TimeSpan[] {
  const durationSec = pcm.length / pcm.sampleRateHz;
  if (durationSec < MIN_RECORDING_SEC) {
    throw new UndertoneError(
      'too-short',
      `Expected at least ${MIN_RECORDING_SEC} s of sound, got ${durationSec.toFixed(3)} s.`,
    );
  }
  const powers = measurePowers(pcm);
  const loudness = measureLoudness(powers);
  const loudest = findLargest(loudness);
  // Written so that NaN is caught too.
  if (!(loudest < ABSURD_DBFS)) {
    throw new UndertoneError(
      'not-finite',
      `Expected samples near ±1, the loudest part is at ${loudest.toFixed(0)} dBFS.`,
    );
  }
  if (loudest < SILENCE_DBFS) {
    throw new UndertoneError(
      'silent',
      `Expected sound above ${SILENCE_DBFS} dBFS, the loudest part is at ${loudest.toFixed(0)} dBFS.`,
    );
  }
  const levels = convertToDecibels(powers);
  const isLong = durationSec >= FLOOR_FROM_SEC;
  const thresholds = isLong ? findLocalThresholds(levels, loudness, loudest) : fillThresholds(levels, loudest);
  const stretches = findStretches(levels, thresholds);
  if (stretches.length === 0) {
    throw new UndertoneError('silent', `Expected a sound of at least ${MIN_STRETCH_SEC} s, there are only clicks.`);
  }
  const spans = stretches.map(({ first, last }) => ({
    startSec: Math.max(0, (first * HOP_LENGTH) / pcm.sampleRateHz - FEATURE_CONFIG.marginSec),
    endSec: Math.min(durationSec, (last * HOP_LENGTH + FRAME_LENGTH) / pcm.sampleRateHz + FEATURE_CONFIG.marginSec),
  }));
  const startSec = spans[0]?.startSec ?? 0;
  const endSec = spans.at(-1)?.endSec ?? durationSec;
  if (endSec - startSec <= FEATURE_CONFIG.windowSec) return [{ startSec, endSec }];
  return mergeAcrossShortPauses(spans);
}

/** Power of each frame around its own mean (a constant offset is no sound), at least 10⁻¹². */
function measurePowers(pcm: PcmSource): Float64Array {
  const powers = new Float64Array(1 + Math.floor((pcm.length - FRAME_LENGTH) / HOP_LENGTH));
  const blocks = (STRETCH_FRAMES * HOP_LENGTH + FRAME_LENGTH) / BLOCK_LENGTH;
  const scratch = { sums: new Float64Array(blocks), squares: new Float64Array(blocks) };
  for (let first = 0; first < powers.length; first += STRETCH_FRAMES) {
    const stretch = powers.subarray(first, first + STRETCH_FRAMES);
    const start = first * HOP_LENGTH;
    const samples = pcm.read(start, start + (stretch.length - 1) * HOP_LENGTH + FRAME_LENGTH);
    measureStretch(samples, stretch, scratch);
  }
  return powers;
}

/** Frames overlap: the samples are read once, into blocks of which both a frame and a hop are whole numbers. */
function measureStretch(
  samples: Float32Array,
  powers: Float64Array,
  { sums, squares }: { readonly sums: Float64Array; readonly squares: Float64Array },
): void {
  const blocks = samples.length / BLOCK_LENGTH;
  for (let block = 0; block < blocks; block++) {
    let sum = 0;
    let square = 0;
    for (let n = block * BLOCK_LENGTH; n < (block + 1) * BLOCK_LENGTH; n++) {
      const sample = samples[n] ?? 0;
      sum += sample;
      square += sample * sample;
    }
    sums[block] = sum;
    squares[block] = square;
  }
  for (let frame = 0; frame < powers.length; frame++) {
    const first = (frame * HOP_LENGTH) / BLOCK_LENGTH;
    let sum = 0;
    let square = 0;
    for (let block = first; block < first + FRAME_LENGTH / BLOCK_LENGTH; block++) {
      sum += sums[block] ?? 0;
      square += squares[block] ?? 0;
    }
    const mean = sum / FRAME_LENGTH;
    powers[frame] = Math.max(1e-12, square / FRAME_LENGTH - mean * mean);
  }
}

/** Level of each tenth of a second, in dB: entry i is the mean power of the frames from i on. At least one. */
function measureLoudness(powers: Float64Array): Float64Array {
  const loudness = new Float64Array(Math.max(1, powers.length - LOUDEST_FRAMES + 1)).fill(-Infinity);
  for (let start = 0; start + LOUDEST_FRAMES <= powers.length; start++) {
    let sum = 0;
    for (let frame = start; frame < start + LOUDEST_FRAMES; frame++) sum += powers[frame] ?? 0;
    loudness[start] = toDecibels(sum / LOUDEST_FRAMES);
  }
  return loudness;
}

/** The largest value; NaN when there is one. */
function findLargest(values: Float64Array): number {
  return values.reduce((largest, value) => Math.max(largest, value), -Infinity);
}

function toDecibels(power: number): number {
  return 10 * Math.log10(power);
}

/** In place, as all that follows can be: three hours have 620,000 frames, 5 MB to an array. */
function convertToDecibels(powers: Float64Array): Float64Array {
  for (let frame = 0; frame < powers.length; frame++) powers[frame] = toDecibels(powers[frame] ?? NaN);
  return powers;
}

/** One threshold for all frames of a short recording. */
function fillThresholds(levels: Float64Array, loudest: number): Float64Array {
  return new Float64Array(levels.length).fill(loudest - RANGE_BELOW_NEARBY_DB);
}

/** A threshold for each frame of a long recording. */
function findLocalThresholds(levels: Float64Array, loudness: Float64Array, loudest: number): Float64Array {
  const sorted = levels.slice().sort();
  const firstAudible = findFirstAbove(sorted, DIGITAL_SILENCE_DBFS);
  const audibleCount = sorted.length - firstAudible;
  const floor = sorted[firstAudible + Math.floor(audibleCount * FLOOR_QUANTILE)] ?? DIGITAL_SILENCE_DBFS;
  const aboveFloor = Math.min(floor + RANGE_ABOVE_FLOOR_DB, loudest - ALWAYS_BELOW_LOUDEST_DB);
  const lowest = Math.max(loudest - RANGE_BELOW_LOUDEST_DB, aboveFloor);
  const reach = Math.round((NEARBY_SEC * FEATURE_CONFIG.sampleRateHz) / HOP_LENGTH);
  const nearby = findLargestNearby(loudness, reach);
  const thresholds = new Float64Array(levels.length);
  for (let frame = 0; frame < thresholds.length; frame++) {
    const loudestNearby = nearby[Math.min(frame, nearby.length - 1)] ?? loudest;
    thresholds[frame] = Math.max(lowest, loudestNearby - RANGE_BELOW_NEARBY_DB);
  }
  return thresholds;
}

/** Index of the first of ascending values above a limit; their number when there is none. */
function findFirstAbove(ascending: Float64Array, limit: number): number {
  let first = 0;
  while ((ascending[first] ?? Infinity) <= limit) first++;
  return first;
}

/** The largest value within `reach` entries of each, in linear time: blocks scanned from both ends (van Herk 1992). */
function findLargestNearby(values: Float64Array, reach: number): Float64Array {
  const block = 2 * reach + 1;
  const fromLeft = new Float64Array(values.length + 2 * reach).fill(-Infinity);
  fromLeft.set(values, reach);
  const fromRight = fromLeft.slice();
  for (let i = 1; i < fromLeft.length; i++) {
    if (i % block !== 0) fromLeft[i] = Math.max(fromLeft[i] ?? NaN, fromLeft[i - 1] ?? NaN);
    const j = fromRight.length - 1 - i;
    if ((j + 1) % block !== 0) fromRight[j] = Math.max(fromRight[j] ?? NaN, fromRight[j + 1] ?? NaN);
  }
  // The result takes the place of what has been read.
  const largest = fromRight.subarray(0, values.length);
  for (let i = 0; i < largest.length; i++) {
    largest[i] = Math.max(fromRight[i] ?? NaN, fromLeft[i + block - 1] ?? NaN);
  }
  return largest;
}

/** Runs of frames at or above their thresholds that are long enough and rise clearly above them somewhere. */
function findStretches(levels: Float64Array, thresholds: Float64Array): { first: number; last: number }[] {
  const minFrames = Math.round((MIN_STRETCH_SEC * FEATURE_CONFIG.sampleRateHz) / HOP_LENGTH);
  const stretches: { first: number; last: number }[] = [];
  for (let first = 0; first < levels.length; first++) {
    let last = first - 1;
    let highest = -Infinity;
    for (;;) {
      const above = (levels[last + 1] ?? -Infinity) - (thresholds[last + 1] ?? Infinity);
      if (!(above >= 0)) break;
      last++;
      highest = Math.max(highest, above);
    }
    if (last - first + 1 >= minFrames && highest >= HYSTERESIS_DB) stretches.push({ first, last });
    first = Math.max(first, last);
  }
  return stretches;
}

function mergeAcrossShortPauses(spans: readonly TimeSpan[]): TimeSpan[] {
  const segments: TimeSpan[] = [];
  for (const span of spans) {
    const previous = segments.at(-1);
    // Margins reach into the pause from both sides: measure it between the sounds themselves.
    const pauseSec = previous ? span.startSec - previous.endSec + 2 * FEATURE_CONFIG.marginSec : Infinity;
    if (previous && pauseSec < FEATURE_CONFIG.minPauseSec) {
      segments[segments.length - 1] = { startSec: previous.startSec, endSec: span.endSec };
    } else {
      segments.push(span);
    }
  }
  return segments;
}
