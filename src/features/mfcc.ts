/**
 * Mel-frequency cepstral coefficients: the orthonormal DCT-II of the log-mel bands of each frame,
 * c[k] = s(k) Σ_m x[m] cos(π k (2m + 1) / 2M), s(0) = √(1/M), else √(2/M).
 * Source: Davis and Mermelstein 1980, IEEE Trans. ASSP 28(4); normalisation as for an orthogonal transform.
 */
import { FEATURE_CONFIG } from '../contract/features';

const { nMels, nMfcc } = FEATURE_CONFIG;
const HALF = nMels / 2;

/** The left half of the cosines with their scales, `[nMfcc, nMels / 2]` row-major; the right half mirrors it. */
const dctTable = Float64Array.from({ length: nMfcc * HALF }, (_, index) => {
  const coefficient = Math.floor(index / HALF);
  const band = index % HALF;
  const scale = Math.sqrt((coefficient === 0 ? 1 : 2) / nMels);
  return scale * Math.cos((Math.PI * coefficient * (2 * band + 1)) / (2 * nMels));
});

/**
 * MFCC of a log-mel spectrogram.
 * @param logMelDb `[nMels, frames]` in dB
 * @param mfcc where the result goes, of its length
 * @returns `mfcc`: `[nMfcc, frames]`, not standardised
 */
export function computeMfcc(
  logMelDb: Float32Array,
  mfcc: Float32Array = new Float32Array((nMfcc * logMelDb.length) / nMels),
): Float32Array {
  const frames = logMelDb.length / nMels;
  const sums = new Float64Array(HALF);
  const differences = new Float64Array(HALF);
  for (let frame = 0; frame < frames; frame++) {
    // Even cosines are symmetric about the middle band, odd ones antisymmetric: fold the bands, halve the products.
    for (let band = 0; band < HALF; band++) {
      const lower = logMelDb[band * frames + frame] ?? 0;
      const upper = logMelDb[(nMels - 1 - band) * frames + frame] ?? 0;
      sums[band] = lower + upper;
      differences[band] = lower - upper;
    }
    // Four sums at a time: one alone would wait for each of its own additions.
    for (let coefficient = 0; coefficient < nMfcc; coefficient += 4) {
      const row = coefficient * HALF;
      let even = 0;
      let odd = 0;
      let nextEven = 0;
      let nextOdd = 0;
      for (let band = 0; band < HALF; band++) {
        const sum = sums[band] ?? 0;
        const difference = differences[band] ?? 0;
        even += (dctTable[row + band] ?? 0) * sum;
        odd += (dctTable[row + HALF + band] ?? 0) * difference;
        nextEven += (dctTable[row + 2 * HALF + band] ?? 0) * sum;
        nextOdd += (dctTable[row + 3 * HALF + band] ?? 0) * difference;
      }
      mfcc[coefficient * frames + frame] = even;
      mfcc[(coefficient + 1) * frames + frame] = odd;
      mfcc[(coefficient + 2) * frames + frame] = nextEven;
      mfcc[(coefficient + 3) * frames + frame] = nextOdd;
    }
  }
  return mfcc;
}
