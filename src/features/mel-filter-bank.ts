/**
 * Triangular mel filters on Slaney's scale (linear below 1 kHz, logarithmic above), each of unit area, as in
 * M. Slaney, "Auditory Toolbox", Interval Research TR 1998-010. Stored sparsely: a filter touches only few bins.
 */
import { FEATURE_CONFIG } from '../contract/features';
import { SPECTRUM_BINS } from './power-spectrum';

const HZ_PER_MEL = 200 / 3;
const BREAK_HZ = 1000;
const BREAK_MEL = BREAK_HZ / HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

/** Frequency in Hz to Slaney mel. */
export function hzToMel(frequencyHz: number): number {
  return frequencyHz < BREAK_HZ ? frequencyHz / HZ_PER_MEL : BREAK_MEL + Math.log(frequencyHz / BREAK_HZ) / LOG_STEP;
}

/** Slaney mel to frequency in Hz. */
export function melToHz(mel: number): number {
  return mel < BREAK_MEL ? mel * HZ_PER_MEL : BREAK_HZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}

/** A triangle: `weights[i]` belongs to bin `firstBin + i`; unit 1/Hz. */
interface MelFilter {
  readonly firstBin: number;
  readonly weights: readonly number[];
}

const filters = buildMelFilters();
// All triangles one behind the other, so that a frame reads one short array from its start to its end.
const firstBins = Uint16Array.from(filters, ({ firstBin }) => firstBin);
const widths = Uint16Array.from(filters, ({ weights }) => weights.length);
const allWeights = Float64Array.from(filters.flatMap(({ weights }) => weights));

/**
 * Weighs one power spectrum with the `nMels` triangles between `fMinHz` and `fMaxHz`.
 * @param power `[SPECTRUM_BINS]`
 * @param bands `[nMels]`, filled with the power of each band, the lowest first
 */
export function computeBandPowers(power: Float64Array, bands: Float64Array): void {
  let next = 0;
  for (let band = 0; band < firstBins.length; band++) {
    const shift = (firstBins[band] ?? 0) - next;
    const end = next + (widths[band] ?? 0);
    let sum = 0;
    for (; next < end; next++) sum += (allWeights[next] ?? 0) * (power[next + shift] ?? 0);
    bands[band] = sum;
  }
}

/** Centre of a mel band in Hz; between bands, what lies between their centres on the mel scale. */
export function bandToHz(band: number): number {
  const { nMels, fMinHz, fMaxHz } = FEATURE_CONFIG;
  const lowestMel = hzToMel(fMinHz);
  const melStep = (hzToMel(fMaxHz) - lowestMel) / (nMels + 1);
  return melToHz(lowestMel + (band + 1) * melStep);
}

function buildMelFilters(): MelFilter[] {
  const { nMels, sampleRateHz, nFft } = FEATURE_CONFIG;
  return Array.from({ length: nMels }, (_, band) => {
    const lowHz = bandToHz(band - 1);
    const centreHz = bandToHz(band);
    const highHz = bandToHz(band + 1);
    const dense = Array.from({ length: SPECTRUM_BINS }, (_unused, bin) => {
      const binHz = (bin * sampleRateHz) / nFft;
      const rising = (binHz - lowHz) / (centreHz - lowHz);
      const falling = (highHz - binHz) / (highHz - centreHz);
      return (Math.max(0, Math.min(rising, falling)) * 2) / (highHz - lowHz);
    });
    const firstBin = dense.findIndex((weight) => weight > 0);
    const lastBin = dense.findLastIndex((weight) => weight > 0);
    return { firstBin, weights: dense.slice(firstBin, lastBin + 1) };
  });
}
