/**
 * Sounds that are no speech, for the network to be shown with every emotion alike as the target: it learns to be unsure of
 * what it was not made for. Source: Hendrycks, Mazeika and Dietterich 2019, "Deep Anomaly Detection with Outlier
 * Exposure", ICLR. They are made from nothing and of no particular kind of thing: tones, drones, moving noise, blows.
 */
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import type { Random } from '../../evaluation/random';
import { limitAbove, limitBelow } from './band-limit';
import { decibelsToAmplitude } from './level';
import { addNoise, addNoiseFloor, createNoise, normalise } from './noise';
import { randomBetween, randomInteger, randomItem, randomRatio, type Range } from './random-choices';

const DURATION_SEC: Range = [0.5, 4.5];
const LEVEL_DBFS: Range = [-50, -10];
const FLOOR_DBFS: Range = [-90, -50];
/** Share of sounds with a second one in them, and how much softer that one is. */
const MIXED_SHARE = 0.4;
const SECOND_BELOW_DB: Range = [0, 15];

const MAKERS = [createTones, createDrone, createMovingNoise, createBlows] as const;

/** One sound, of 0.5 to 4.5 s at the model's rate, over a faint noise floor; the same random numbers give the same one. */
export function createNotSpeech(random: Random): Float32Array {
  const length = Math.round(randomBetween(DURATION_SEC, random) * SAMPLE_RATE_HZ);
  let sound = randomItem(MAKERS, random)(length, random);
  if (random() < MIXED_SHARE) {
    const second = normalise(randomItem(MAKERS, random)(length, random));
    sound = addNoise(sound, second, randomBetween(SECOND_BELOW_DB, random));
  }
  const amplitude = decibelsToAmplitude(randomBetween(LEVEL_DBFS, random));
  const levelled = normalise(sound).map((sample) => amplitude * sample);
  const floor = createNoise(randomItem(['white', 'pink'] as const, random), length, random);
  return addNoiseFloor(levelled, floor, randomBetween(FLOOR_DBFS, random));
}

/** Voices of notes one after the other, each with partials and an envelope of its own. */
function createTones(length: number, random: Random): Float32Array {
  const sound = new Float32Array(length);
  const voices = randomInteger(1, 4, random);
  for (let voice = 0; voice < voices; voice++) {
    const centreHz = randomRatio([70, 1200], random);
    const noteSec: Range = [randomRatio([0.06, 0.4], random), randomRatio([0.4, 3], random)];
    const decaySec = randomRatio([0.05, 3], random);
    const brightness = randomBetween([0.3, 2.5], random);
    for (let start = 0; start < length;) {
      const noteLength = Math.min(length - start, Math.round(randomRatio(noteSec, random) * SAMPLE_RATE_HZ));
      const baseHz = centreHz * 2 ** (randomInteger(-8, 8, random) / 12);
      const envelope = createDecay(noteLength, randomRatio([0.002, 0.1], random), decaySec);
      for (let partial = 1; partial <= 8 && partial * baseHz < SAMPLE_RATE_HZ / 2; partial++) {
        addSine(
          sound.subarray(start, start + noteLength),
          partial * baseHz,
          random() / partial ** brightness,
          random,
          envelope,
        );
      }
      start += noteLength + (random() < 0.3 ? Math.round(random() * 0.3 * SAMPLE_RATE_HZ) : 0);
    }
  }
  return sound;
}

/** Harmonics of one low tone that go on and on, swelling slowly or not at all. */
function createDrone(length: number, random: Random): Float32Array {
  const sound = new Float32Array(length);
  const baseHz = randomRatio([25, 300], random);
  const harmonics = randomInteger(3, 24, random);
  const slope = randomBetween([0, 1.5], random);
  const envelope = random() < 0.5 ? createMovement(length, [0.3, 2], random() * 20, random) : null;
  for (let harmonic = 1; harmonic <= harmonics && harmonic * baseHz < SAMPLE_RATE_HZ / 2; harmonic++) {
    addSine(sound, harmonic * baseHz, random() / harmonic ** slope, random, envelope);
  }
  return sound;
}

/** Noise in a band, whose level wanders or comes in gusts: wind, water, breath, traffic, cloth. */
function createMovingNoise(length: number, random: Random): Float32Array {
  let noise = createNoise(randomItem(['white', 'pink'] as const, random), length, random);
  if (random() < 0.7) noise = limitBelow(noise, randomRatio([50, 1500], random));
  if (random() < 0.7) noise = limitAbove(noise, randomRatio([500, 5000], random));
  const slowestSec = randomRatio([0.2, 2.5], random);
  const envelope = createMovement(length, [0.3 * slowestSec, slowestSec], randomBetween([0, 45], random), random);
  return noise.map((sample, n) => sample * (envelope[n] ?? 0));
}

/** Short blows that ring, in a rhythm or out of it: knocks, clicks, keys, drums. */
function createBlows(length: number, random: Random): Float32Array {
  const sound = new Float32Array(length);
  const intervalSec = randomRatio([0.05, 0.7], random);
  const irregularity = random();
  const ringSec = randomRatio([0.003, 0.15], random);
  const centreHz = randomRatio([80, 3000], random);
  const noisiness = random();
  for (let start = Math.floor(random() * 0.2 * SAMPLE_RATE_HZ); start < length;) {
    const blowLength = Math.min(length - start, Math.round(6 * ringSec * SAMPLE_RATE_HZ) + 16);
    const blow = sound.subarray(start, start + blowLength);
    const strength = decibelsToAmplitude(-12 * random());
    const envelope = createDecay(blowLength, 0.0005, ringSec * randomRatio([0.6, 1.6], random));
    for (let n = 0; n < blowLength; n++) {
      blow[n] = (blow[n] ?? 0) + noisiness * strength * (2 * random() - 1) * (envelope[n] ?? 0);
    }
    for (let mode = 0; mode < 4; mode++) {
      const hz = Math.min(5000, centreHz * randomRatio([0.7, 4], random));
      addSine(blow, hz, (1 - noisiness) * strength * random(), random, envelope);
    }
    const gapSec = intervalSec * (1 + irregularity * (randomRatio([0.3, 3], random) - 1));
    start += Math.max(32, Math.round(gapSec * SAMPLE_RATE_HZ));
  }
  return sound;
}

/** Adds a sine of random phase; sin(x + step) = 2 cos(step) sin(x) − sin(x − step) costs one multiplication a sample. */
function addSine(
  target: Float32Array,
  hz: number,
  amplitude: number,
  random: Random,
  envelope: Float32Array | null,
): void {
  const step = (2 * Math.PI * hz) / SAMPLE_RATE_HZ;
  const phase = 2 * Math.PI * random();
  const factor = 2 * Math.cos(step);
  let previous = amplitude * Math.sin(phase - step);
  let current = amplitude * Math.sin(phase);
  for (let n = 0; n < target.length; n++) {
    target[n] = (target[n] as number) + (envelope ? (envelope[n] as number) * current : current);
    const next = factor * current - previous;
    previous = current;
    current = next;
  }
}

/** A linear rise, then an exponential fall by a factor of e in `decaySec`. */
function createDecay(length: number, riseSec: number, decaySec: number): Float32Array {
  const envelope = new Float32Array(length);
  const rise = Math.max(1, Math.round(riseSec * SAMPLE_RATE_HZ));
  const factor = Math.exp(-1 / (decaySec * SAMPLE_RATE_HZ));
  let level = 1;
  for (let n = 0; n < length; n++) {
    envelope[n] = n < rise ? n / rise : level;
    if (n >= rise) level *= factor;
  }
  return envelope;
}

/** Levels down to `depthDb` below 1, a new one after each stretch of a random length, with smooth changes between. */
function createMovement(length: number, stretchSec: Range, depthDb: number, random: Random): Float32Array {
  const envelope = new Float32Array(length);
  let from = decibelsToAmplitude(-depthDb * random());
  for (let start = 0; start < length;) {
    const to = decibelsToAmplitude(-depthDb * random());
    const stretch = Math.max(1, Math.round(randomRatio(stretchSec, random) * SAMPLE_RATE_HZ));
    for (let n = 0; n < stretch && start + n < length; n++) {
      const share = n / stretch;
      envelope[start + n] = from + (to - from) * share * share * (3 - 2 * share);
    }
    start += stretch;
    from = to;
  }
  return envelope;
}
