/**
 * Framing and power spectrum. fft.js does the Fourier transform; framing and windowing are ours.
 *
 * Conventions: frames are centred on multiples of `hopLength` with zero padding of `nFft / 2` at both ends, so that a
 * signal of n samples has `1 + floor(n / hopLength)` frames; each is weighted by a periodic Hann window; power is |X|²
 * without any normalisation. Everything is float64: cells 80 dB below the loudest one would feel float32.
 */
import FFT from 'fft.js';
import { FEATURE_CONFIG } from '../contract/features';

const { nFft, hopLength } = FEATURE_CONFIG;

/** Bins per frame: 0 Hz up to, but without, the Nyquist frequency, which lies above `fMaxHz`. */
export const SPECTRUM_BINS = nFft / 2;

/** Periodic Hann window, w[n] = 0.5 − 0.5·cos(2πn / nFft). */
const hannWindow = Float64Array.from({ length: nFft }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / nFft));

const halfTransform = new FFT(SPECTRUM_BINS);
/** cos and sin of 2πk / nFft. */
const cosines = Float64Array.from({ length: SPECTRUM_BINS }, (_, k) => Math.cos((2 * Math.PI * k) / nFft));
const sines = Float64Array.from({ length: SPECTRUM_BINS }, (_, k) => Math.sin((2 * Math.PI * k) / nFft));

// One frame is in the works at a time: its arrays are made once, not 173 times a window.
const windowed = new Float64Array(nFft);
const halfSpectrum = new Float64Array(nFft);
const power = new Float64Array(SPECTRUM_BINS);

/**
 * Number of centred frames of a signal.
 * @param sampleCount length of the signal in samples
 */
export function countFrames(sampleCount: number): number {
  return 1 + Math.floor(sampleCount / hopLength);
}

/**
 * Computes the power spectrum of every centred, Hann-windowed frame, one after the other.
 * @param samples mono signal at the model's rate
 * @param offset constant taken off every sample; the padding stays zero
 * @param visit is given `[SPECTRUM_BINS]` powers (unit: squared amplitude), overwritten by the next frame's, and the
 *   number of the frame
 */
export function visitPowerSpectra(
  samples: Float32Array,
  offset: number,
  visit: (power: Float64Array, frame: number) => void,
): void {
  const frames = countFrames(samples.length);
  for (let frame = 0; frame < frames; frame++) {
    cutFrame(samples, offset, frame * hopLength - nFft / 2);
    computePower();
    visit(power, frame);
  }
}

/** Fills `windowed` with the frame that begins at `start`, which may lie outside of the signal on either side. */
function cutFrame(samples: Float32Array, offset: number, start: number): void {
  const first = Math.max(0, -start);
  const end = Math.min(nFft, samples.length - start);
  // Reading only what is there keeps the loop free of the slow out-of-bounds path.
  windowed.fill(0, 0, first);
  windowed.fill(0, end);
  for (let n = first; n < end; n++) windowed[n] = ((samples[start + n] ?? 0) - offset) * (hannWindow[n] ?? 0);
}

/**
 * Fills `power` with the spectrum of `windowed` by one complex transform of half the length: even samples are taken
 * for real parts, odd ones for imaginary parts (which is how they lie in memory), and the two spectra are told apart by
 * their symmetry. H. V. Sorensen et al., "Real-valued fast Fourier transform algorithms", IEEE Trans. ASSP 35(6), 1987:
 * with Z the half-length spectrum of N/2 bins, X[k] = E[k] + e^(−2πik/N)·O[k], where 2E[k] = Z[k] + Z*[N/2−k] and
 * 2iO[k] = Z[k] − Z*[N/2−k]. Bins come in pairs, for X*[N/2−k] = E[k] − e^(−2πik/N)·O[k].
 */
function computePower(): void {
  halfTransform.transform(halfSpectrum, windowed);
  const sum = (halfSpectrum[0] ?? 0) + (halfSpectrum[1] ?? 0);
  power[0] = sum * sum;
  for (let k = 1; k <= SPECTRUM_BINS / 2; k++) {
    const mirrored = nFft - 2 * k;
    const real = halfSpectrum[2 * k] ?? 0;
    const imaginary = halfSpectrum[2 * k + 1] ?? 0;
    const mirroredReal = halfSpectrum[mirrored] ?? 0;
    const mirroredImaginary = halfSpectrum[mirrored + 1] ?? 0;
    const evenReal = real + mirroredReal;
    const evenImaginary = imaginary - mirroredImaginary;
    const oddReal = imaginary + mirroredImaginary;
    const oddImaginary = mirroredReal - real;
    const cosine = cosines[k] ?? 0;
    const sine = sines[k] ?? 0;
    const turnedReal = cosine * oddReal + sine * oddImaginary;
    const turnedImaginary = cosine * oddImaginary - sine * oddReal;
    power[k] = ((evenReal + turnedReal) ** 2 + (evenImaginary + turnedImaginary) ** 2) / 4;
    power[SPECTRUM_BINS - k] = ((evenReal - turnedReal) ** 2 + (evenImaginary - turnedImaginary) ** 2) / 4;
  }
}
