/** Noises, and mixing them with speech at a level that is known. */
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import type { Random } from '../../evaluation/random';
import { decibelsToAmplitude, measureRms } from './level';
import { randomInteger, randomItem } from './random-choices';

/** Noises made from nothing: a flat spectrum, one that falls by 3 dB an octave, and mains hum with its harmonics. */
export const NOISE_KINDS = ['white', 'pink', 'hum'] as const;

/** One of them. */
export type NoiseKind = (typeof NOISE_KINDS)[number];

const MAKERS: Readonly<Record<NoiseKind, (length: number, random: Random) => Float32Array>> = {
  white: createWhiteNoise,
  pink: createPinkNoise,
  hum: createHum,
};

/**
 * Makes noise.
 * @param length in samples at the model's rate
 * @returns samples with a root mean square of 1
 */
export function createNoise(kind: NoiseKind, length: number, random: Random): Float32Array {
  return normalise(MAKERS[kind](length, random));
}

/**
 * Many voices at once: speech of others, each from a random place, over and over, all equally loud.
 * @param voices recordings at the model's rate, none empty
 * @returns samples with a root mean square of 1
 */
export function mixBabble(voices: readonly Float32Array[], length: number, random: Random): Float32Array {
  const babble = new Float32Array(length);
  for (const voice of voices) {
    const factor = 1 / Math.max(Number.MIN_VALUE, measureRms(voice));
    let source = randomInteger(0, voice.length - 1, random);
    for (let n = 0; n < length; n++) {
      babble[n] = (babble[n] as number) + factor * (voice[source] as number);
      source = source + 1 === voice.length ? 0 : source + 1;
    }
  }
  return normalise(babble);
}

/**
 * Adds noise at a signal-to-noise ratio: mean power of the whole signal over mean power of the noise, in dB.
 * @param noise of a root mean square of 1, at least as long as the signal
 */
export function addNoise(samples: Float32Array, noise: Float32Array, snrDb: number): Float32Array {
  return mix(samples, noise, measureRms(samples) * decibelsToAmplitude(-snrDb));
}

/**
 * Adds noise of a fixed level, as a microphone does however softly one speaks.
 * @param noise of a root mean square of 1, at least as long as the signal
 * @param levelDbfs root mean square relative to full scale, in dB
 */
export function addNoiseFloor(samples: Float32Array, noise: Float32Array, levelDbfs: number): Float32Array {
  return mix(samples, noise, decibelsToAmplitude(levelDbfs));
}

function mix(samples: Float32Array, noise: Float32Array, amplitude: number): Float32Array {
  if (noise.length < samples.length) {
    throw new RangeError(`Expected at least ${samples.length} samples of noise, got ${noise.length}.`);
  }
  const mixed = new Float32Array(samples.length);
  for (let n = 0; n < mixed.length; n++) mixed[n] = (samples[n] as number) + amplitude * (noise[n] as number);
  return mixed;
}

/** Uniform values: as white as normal ones, and the spectrum of a frame is all but normal either way. */
function createWhiteNoise(length: number, random: Random): Float32Array {
  const noise = new Float32Array(length);
  for (let n = 0; n < length; n++) noise[n] = 2 * random() - 1;
  return noise;
}

/**
 * Poles and gains of first-order filters whose sum falls by 3 dB an octave, to within half a decibel from some 10 Hz to
 * 5 kHz at this rate: one pole every two octaves.
 */
const PINK_FILTERS = [4, 16, 64, 256, 1024, 4096].map((cutoffHz) => {
  const pole = Math.exp((-2 * Math.PI * cutoffHz) / SAMPLE_RATE_HZ);
  // Each alone passes twice the amplitude of the next at 0 Hz: half the slope of a single pole.
  return { pole, gain: (1 - pole) / Math.sqrt(cutoffHz) };
});

function createPinkNoise(length: number, random: Random): Float32Array {
  const noise = createWhiteNoise(length, random);
  const states = new Float64Array(PINK_FILTERS.length);
  for (let n = 0; n < length; n++) {
    const white = noise[n] as number;
    let sum = 0;
    for (let i = 0; i < PINK_FILTERS.length; i++) {
      const { pole, gain } = PINK_FILTERS[i] as { pole: number; gain: number };
      states[i] = pole * (states[i] as number) + gain * white;
      sum += states[i] as number;
    }
    noise[n] = sum;
  }
  return noise;
}

/** Frequencies of the mains, in Hz. */
const MAINS_HZ = [50, 60];
const HUM_HARMONICS = 12;

/** Harmonics of the mains with random phases and strengths, on average falling by 6 dB an octave. */
function createHum(length: number, random: Random): Float32Array {
  const mainsHz = randomItem(MAINS_HZ, random);
  const hum = new Float32Array(length);
  for (let harmonic = 1; harmonic <= HUM_HARMONICS; harmonic++) {
    const amplitude = random() / harmonic;
    const phase = 2 * Math.PI * random();
    const step = (2 * Math.PI * harmonic * mainsHz) / SAMPLE_RATE_HZ;
    // sin(x + step) = 2 cos(step) sin(x) − sin(x − step): one multiplication a sample instead of a sine.
    const factor = 2 * Math.cos(step);
    let previous = amplitude * Math.sin(phase - step);
    let current = amplitude * Math.sin(phase);
    for (let n = 0; n < length; n++) {
      hum[n] = (hum[n] as number) + current;
      const next = factor * current - previous;
      previous = current;
      current = next;
    }
  }
  return hum;
}

/** Scales to a root mean square of 1, in place. */
export function normalise(noise: Float32Array): Float32Array {
  const factor = 1 / Math.max(Number.MIN_VALUE, measureRms(noise));
  for (let n = 0; n < noise.length; n++) noise[n] = factor * (noise[n] as number);
  return noise;
}
