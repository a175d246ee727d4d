/** From log-mel levels to the network's picture `[40, 173, 2]`: MFCC, standardisation, centring in the 173 columns. */
import { FEATURE_CHANNELS, FEATURE_CONFIG } from '../contract/features';
import { relateToLoudest } from './log-mel';
import { computeMfcc } from './mfcc';

const { nMels, nMfcc, frames: COLUMNS, maskingFloorDb: MASKING_FLOOR_DB } = FEATURE_CONFIG;

/** Natural logarithm of a power per decibel. */
const NATURAL_LOG_PER_DB = Math.LN10 / 10;

/** Added to a standard deviation before dividing by it, so that a constant row stays finite. */
const DEVIATION_EPSILON = 1e-5;

// One window is in the works at a time: its arrays are made once, not thousands of times for a long recording.
const logMelScratch = new Float32Array(nMels * COLUMNS);
const mfccScratch = new Float32Array(nMfcc * COLUMNS);

/**
 * The network's picture of one window.
 * Channel 0 is MFCC, standardised per coefficient; channel 1 is log-mel, standardised over all its cells; both over the
 * real frames only. The frames are centred (left padding `floor((173 − frames) / 2)`), padding is 0.
 *
 * A power `maskingFloorDb` below the loudest cell is added to every cell first. Noise that far down would otherwise decide
 * what the quiet cells look like, and after standardisation those count as much as the loud ones.
 * @param levels `[nMels, frames]` mel levels in dB, not yet related to the loudest; at most 173 frames
 * @param maskingFloorDb −∞ for none: the features as librosa has them
 * @param values where the result goes, of its length
 * @returns `values`: `[40, 173, 2]` row-major (row, frame, channel)
 * @throws RangeError when there are more frames than columns
 */
export function buildFeatureValues(
  levels: Float32Array,
  maskingFloorDb = MASKING_FLOOR_DB,
  values: Float32Array = new Float32Array(nMels * COLUMNS * FEATURE_CHANNELS),
): Float32Array {
  const frames = levels.length / nMels;
  if (frames > COLUMNS) throw new RangeError(`Expected at most ${COLUMNS} frames, got ${frames}.`);
  const logMelDb = relateToLoudest(levels, logMelScratch.subarray(0, nMels * frames));
  addPower(logMelDb, maskingFloorDb);
  const mfcc = computeMfcc(logMelDb, mfccScratch.subarray(0, nMfcc * frames));
  for (let row = 0; row < nMfcc; row++) standardise(mfcc.subarray(row * frames, (row + 1) * frames));
  standardise(logMelDb);

  values.fill(0);
  const left = Math.floor((COLUMNS - frames) / 2);
  for (let row = 0; row < nMels; row++) {
    for (let frame = 0; frame < frames; frame++) {
      const target = (row * COLUMNS + left + frame) * FEATURE_CHANNELS;
      values[target] = mfcc[row * frames + frame] ?? 0;
      values[target + 1] = logMelDb[row * frames + frame] ?? 0;
    }
  }
  return values;
}

/** Adds a constant power to every cell, in place; all in dB. */
function addPower(levels: Float32Array, addedDb: number): void {
  if (addedDb === -Infinity) return;
  const added = Math.exp(NATURAL_LOG_PER_DB * addedDb);
  for (let i = 0; i < levels.length; i++) {
    levels[i] = Math.log(Math.exp(NATURAL_LOG_PER_DB * (levels[i] ?? 0)) + added) / NATURAL_LOG_PER_DB;
  }
}

/**
 * Subtracts the mean and divides by the (population) standard deviation + 1e-5, in place.
 * Plain loops: over typed arrays `for … of` and `**` take several times as long.
 */
export function standardise(values: Float32Array): void {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = (values[i] ?? 0) - mean;
    squares += deviation * deviation;
  }
  const scale = 1 / (Math.sqrt(squares / values.length) + DEVIATION_EPSILON);
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] ?? 0) - mean) * scale;
}
