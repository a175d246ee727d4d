/** Mel bands in power and in decibels. Matrices are row-major `[nMels, frames]`: `values[band * frames + frame]`. */
import { FEATURE_CONFIG } from '../contract/features';
import { MEL_FILTERS } from './mel-filter-bank';
import { computePowerSpectrogram, countFrames, SPECTRUM_BINS } from './power-spectrum';

/** Power below which a band counts as this much: keeps the logarithm finite (−100 dB). */
const MIN_POWER = 1e-10;

/**
 * Level of every mel band in every frame, before it is related to the loudest cell.
 * @param samples mono signal at the model's rate
 * @returns `[nMels, frames]`, 10·log10(power), at least −100 dB
 */
export function computeMelLevels(samples: Float32Array): Float32Array {
  const frames = countFrames(samples.length);
  const spectrogram = computePowerSpectrogram(samples);
  const levels = new Float32Array(MEL_FILTERS.length * frames);
  for (const [band, { firstBin, weights }] of MEL_FILTERS.entries()) {
    for (let frame = 0; frame < frames; frame++) {
      const start = frame * SPECTRUM_BINS + firstBin;
      let power = 0;
      for (let i = 0; i < weights.length; i++) power += (weights[i] ?? 0) * (spectrogram[start + i] ?? 0);
      levels[band * frames + frame] = 10 * Math.log10(Math.max(MIN_POWER, power));
    }
  }
  return levels;
}

/**
 * Relates levels to the loudest cell and cuts them off at the floor.
 * @param levels any matrix in dB
 * @returns a matrix of the same layout, `floorDb`…0 dB
 */
export function relateToLoudest(levels: Float32Array): Float32Array {
  let loudest = -Infinity;
  for (const level of levels) if (level > loudest) loudest = level;
  return levels.map((level) => Math.max(level - loudest, FEATURE_CONFIG.floorDb));
}

/**
 * The log-mel spectrogram: 40 Slaney bands, power in dB relative to the loudest cell, floor −80 dB.
 * @param samples mono signal at the model's rate
 * @returns `[nMels, frames]`, −80…0 dB
 */
export function computeLogMel(samples: Float32Array): Float32Array {
  return relateToLoudest(computeMelLevels(samples));
}
