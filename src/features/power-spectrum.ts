/**
 * Framing and power spectrum. Meyda computes the Fourier transform; framing and windowing are ours, because Meyda's
 * own Hann window is symmetric and the feature definition asks for the periodic one.
 *
 * Conventions: frames are centred on multiples of `hopLength` with zero padding of `nFft / 2` at both ends, so that a
 * signal of n samples has `1 + floor(n / hopLength)` frames; power is |X|² without any normalisation.
 */
import Meyda from 'meyda';
import { FEATURE_CONFIG } from '../contract/features';

const { nFft, hopLength } = FEATURE_CONFIG;

/** Bins per frame: 0 Hz up to, but without, the Nyquist frequency, which lies above `fMaxHz`. */
export const SPECTRUM_BINS = nFft / 2;

/** Periodic Hann window, w[n] = 0.5 − 0.5·cos(2πn / nFft). */
const hannWindow = Float64Array.from({ length: nFft }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / nFft));

/**
 * Number of centred frames of a signal.
 * @param sampleCount length of the signal in samples
 */
export function countFrames(sampleCount: number): number {
  return 1 + Math.floor(sampleCount / hopLength);
}

/**
 * Power spectrum of every centred, Hann-windowed frame.
 * @param samples mono signal at the model's rate
 * @returns `[frames, SPECTRUM_BINS]` row-major, power (unit: squared amplitude)
 */
export function computePowerSpectrogram(samples: Float32Array): Float32Array {
  const frames = countFrames(samples.length);
  const spectrogram = new Float32Array(frames * SPECTRUM_BINS);
  const windowed = new Float32Array(nFft);
  configureMeyda();
  for (let frame = 0; frame < frames; frame++) {
    const start = frame * hopLength - nFft / 2;
    for (let n = 0; n < nFft; n++) {
      windowed[n] = (samples[start + n] ?? 0) * (hannWindow[n] ?? 0);
    }
    const power = Meyda.extract('powerSpectrum', windowed) as unknown;
    if (!(power instanceof Float32Array)) throw new TypeError('Meyda gave no power spectrum.');
    spectrogram.set(power, frame * SPECTRUM_BINS);
  }
  return spectrogram;
}

/** Meyda is one mutable object shared by everybody who imports it: set what matters before each use. */
function configureMeyda(): void {
  Meyda.sampleRate = FEATURE_CONFIG.sampleRateHz;
  Meyda.bufferSize = nFft;
  Meyda.windowingFunction = 'rect';
}
