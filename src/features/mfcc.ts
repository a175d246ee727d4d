/**
 * Mel-frequency cepstral coefficients: the orthonormal DCT-II of the log-mel bands of each frame,
 * c[k] = s(k) Σ_m x[m] cos(π k (2m + 1) / 2M), s(0) = √(1/M), else √(2/M).
 * Source: Davis and Mermelstein 1980, IEEE Trans. ASSP 28(4); normalisation as for an orthogonal transform.
 */
import { FEATURE_CONFIG } from '../contract/features';

const { nMels, nMfcc } = FEATURE_CONFIG;

/** `[nMfcc, nMels]` row-major. */
const dctTable = Float64Array.from({ length: nMfcc * nMels }, (_, index) => {
  const coefficient = Math.floor(index / nMels);
  const band = index % nMels;
  const scale = Math.sqrt((coefficient === 0 ? 1 : 2) / nMels);
  return scale * Math.cos((Math.PI * coefficient * (2 * band + 1)) / (2 * nMels));
});

/**
 * MFCC of a log-mel spectrogram.
 * @param logMelDb `[nMels, frames]` in dB
 * @returns `[nMfcc, frames]`, not standardised
 */
export function computeMfcc(logMelDb: Float32Array): Float32Array {
  const frames = logMelDb.length / nMels;
  const mfcc = new Float32Array(nMfcc * frames);
  const sums = new Float64Array(frames);
  for (let coefficient = 0; coefficient < nMfcc; coefficient++) {
    sums.fill(0);
    for (let band = 0; band < nMels; band++) {
      const weight = dctTable[coefficient * nMels + band] ?? 0;
      const row = band * frames;
      for (let frame = 0; frame < frames; frame++)
        sums[frame] = (sums[frame] ?? 0) + weight * (logMelDb[row + frame] ?? 0);
    }
    mfcc.set(sums, coefficient * frames);
  }
  return mfcc;
}
