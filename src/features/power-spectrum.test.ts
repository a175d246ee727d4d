/** Our spectrum against Meyda's, which shares no code with it: another transform, in float32. */
import Meyda from 'meyda';
import { describe, expect, it } from 'vitest';
import { FEATURE_CONFIG } from '../contract/features';
import { lcgNoise, SYNTHETIC_SIGNALS } from '../testing/synthetic-signals';
import { countFrames, SPECTRUM_BINS, visitPowerSpectra } from './power-spectrum';

const { nFft, hopLength, sampleRateHz } = FEATURE_CONFIG;

/** Meyda's power spectrum of each centred frame, with our window put on before and its own switched off. */
function computeWithMeyda(samples: Float32Array, offset: number): Float64Array {
  Meyda.sampleRate = sampleRateHz;
  Meyda.bufferSize = nFft;
  Meyda.windowingFunction = 'rect';
  const spectra: number[] = [];
  for (let centre = 0; centre <= samples.length; centre += hopLength) {
    const windowed = Float32Array.from({ length: nFft }, (_, n) => {
      const sample = samples[centre - nFft / 2 + n];
      return sample === undefined ? 0 : (sample - offset) * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / nFft));
    });
    spectra.push(...(Meyda.extract('powerSpectrum', windowed) as unknown as Float32Array));
  }
  return Float64Array.from(spectra);
}

function computeWithOurs(samples: Float32Array, offset: number): Float64Array {
  const spectra = new Float64Array(countFrames(samples.length) * SPECTRUM_BINS);
  visitPowerSpectra(samples, offset, (power, frame) => {
    spectra.set(power, frame * SPECTRUM_BINS);
  });
  return spectra;
}

const CASES: Readonly<Record<string, () => Float32Array>> = {
  ...SYNTHETIC_SIGNALS,
  'shorter than half a frame': () => Float32Array.from(lcgNoise(100, 3)),
  'shorter than a frame': () => Float32Array.from(lcgNoise(511, 4)),
  'a whole number of hops': () => Float32Array.from(lcgNoise(5 * hopLength, 5)),
};

describe.each(Object.entries(CASES))('%s', (_name, render) => {
  it.each([0, 0.125])('agrees with Meyda in every cell, with %d taken off', (offset) => {
    const samples = render();
    const ours = computeWithOurs(samples, offset);
    const theirs = computeWithMeyda(samples, offset);
    expect(ours.length).toBe(theirs.length);
    const loudest = theirs.reduce((most, power) => Math.max(most, power));
    // Meyda is handed float32 samples and answers in float32: a few parts in 10⁷ of the loudest cell.
    const difference = ours.reduce((most, power, i) => Math.max(most, Math.abs(power - (theirs[i] ?? NaN))), 0);
    expect(difference / loudest).toBeLessThan(1e-6);
  });
});
