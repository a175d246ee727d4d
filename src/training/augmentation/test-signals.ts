/** Signals, and ways to look at them, for the tests of augmentation. */
import { FEATURE_CONFIG } from '../../contract/features';
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import { SPECTRUM_BINS, visitPowerSpectra } from '../../features/power-spectrum';
import { createSeededRandom } from '../../testing/seeded-random';
import { synthesiseSpeech, type Phone } from '../../testing/synthesise-speech';

/** A sine of amplitude 0.5. */
export function createSine(frequencyHz: number, durationSec: number): Float32Array {
  return Float32Array.from(
    { length: Math.round(durationSec * SAMPLE_RATE_HZ) },
    (_, n) => 0.5 * Math.sin((2 * Math.PI * frequencyHz * n) / SAMPLE_RATE_HZ),
  );
}

/** Syllables of a synthetic voice between two pauses of 0.3 s, about as long as asked for. */
export function createSpeech(durationSec: number, seed: number): Float32Array {
  const random = createSeededRandom(seed);
  const syllables = Array.from({ length: Math.max(1, Math.round((durationSec - 0.6) / 0.2)) }, (): Phone => {
    const formantsHz = [300 + 500 * random(), 900 + 1200 * random(), 2500, 3500] as const;
    return { durationSec: 0.2, formantsHz, pitchHz: 110 + 60 * random(), voice: 0.5 + 0.5 * random(), noise: 0 };
  });
  const pause: Phone = { durationSec: 0.3, formantsHz: [500, 1500, 2500, 3500], pitchHz: 120, voice: 0, noise: 0 };
  return synthesiseSpeech([pause, ...syllables, pause], SAMPLE_RATE_HZ);
}

/** Mean power of a signal between two frequencies, of all its frames; the unit cancels in ratios. */
export function measureBandPower(samples: Float32Array, lowestHz: number, highestHz: number): number {
  const hzPerBin = FEATURE_CONFIG.sampleRateHz / FEATURE_CONFIG.nFft;
  let sum = 0;
  visitPowerSpectra(samples, 0, (power) => {
    for (let bin = Math.ceil(lowestHz / hzPerBin); bin < Math.min(SPECTRUM_BINS, highestHz / hzPerBin); bin++) {
      sum += power[bin] ?? NaN;
    }
  });
  return sum;
}

/** The frequency at which a signal is loudest, in Hz, to within half a bin (11 Hz). */
export function findLoudestFrequency(samples: Float32Array): number {
  const sums = new Float64Array(SPECTRUM_BINS);
  visitPowerSpectra(samples, 0, (power) => {
    for (let bin = 0; bin < SPECTRUM_BINS; bin++) sums[bin] = (sums[bin] ?? NaN) + (power[bin] ?? NaN);
  });
  return (sums.indexOf(Math.max(...sums)) * FEATURE_CONFIG.sampleRateHz) / FEATURE_CONFIG.nFft;
}

/** A power ratio in decibels. */
export function toDecibels(ratio: number): number {
  return 10 * Math.log10(ratio);
}
