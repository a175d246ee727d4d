/** Mel bands in power and in decibels. Matrices are row-major `[nMels, frames]`: `values[band * frames + frame]`. */
import { FEATURE_CONFIG } from '../contract/features';
import { computeBandPowers } from './mel-filter-bank';
import { countFrames, visitPowerSpectra } from './power-spectrum';

const { nMels, floorDb } = FEATURE_CONFIG;

/** Power below which a band counts as this much: keeps the logarithm finite (−100 dB). */
const MIN_POWER = 1e-10;

/** Decibels in one unit of the natural logarithm of a power, which engines compute faster than the decimal one. */
const DB_PER_NATURAL_LOG = 10 / Math.LN10;

/**
 * Level of every mel band in every frame, before it is related to the loudest cell.
 * @param samples mono signal at the model's rate
 * @param offset constant taken off every sample (a signal's mean is no sound)
 * @param levels where the result goes, of its length
 * @returns `levels`: `[nMels, frames]`, 10·log10(power), at least −100 dB
 */
export function computeMelLevels(
  samples: Float32Array,
  offset = 0,
  levels: Float32Array = new Float32Array(nMels * countFrames(samples.length)),
): Float32Array {
  const frames = countFrames(samples.length);
  const bands = new Float64Array(nMels);
  visitPowerSpectra(samples, offset, (power, frame) => {
    computeBandPowers(power, bands);
    for (let band = 0; band < nMels; band++) {
      levels[band * frames + frame] = DB_PER_NATURAL_LOG * Math.log(Math.max(MIN_POWER, bands[band] ?? 0));
    }
  });
  return levels;
}

/**
 * Relates levels to the loudest cell and cuts them off at the floor.
 * @param levels any matrix in dB
 * @param related where the result goes, of the same length; may be `levels` itself
 * @param loudest what 0 dB is to be, in the unit of `levels`
 * @returns `related`, of the same layout, `floorDb`…0 dB
 */
export function relateToLoudest(
  levels: Float32Array,
  related: Float32Array = new Float32Array(levels.length),
  loudest = findLoudest(levels),
): Float32Array {
  for (let i = 0; i < levels.length; i++) {
    const relative = (levels[i] ?? 0) - loudest;
    related[i] = relative < floorDb ? floorDb : relative;
  }
  return related;
}

/** The highest of levels in dB, −∞ for none. */
export function findLoudest(levels: Float32Array): number {
  let loudest = -Infinity;
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i] ?? 0;
    if (level > loudest) loudest = level;
  }
  return loudest;
}

/**
 * The log-mel spectrogram: 40 Slaney bands, power in dB relative to the loudest cell, floor −80 dB.
 * @param samples mono signal at the model's rate
 * @returns `[nMels, frames]`, −80…0 dB
 */
export function computeLogMel(samples: Float32Array): Float32Array {
  return relateToLoudest(computeMelLevels(samples));
}
