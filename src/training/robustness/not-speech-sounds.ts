/**
 * Sounds that a page meets and that nobody speaks in, to see whether the network keeps its opinion to itself. They are
 * modelled after real things, and made by other means than those of training (`../augmentation/not-speech.ts`): plucked
 * strings and drums, mains and machines, a keyboard's travel and bottoming, breath through a vocal tract.
 */
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import type { Random } from '../../evaluation/random';
import { decibelsToAmplitude } from '../augmentation/level';
import { addNoise, createNoise, normalise } from '../augmentation/noise';
import { randomBetween, randomInteger, randomItem, randomRatio, type Range } from '../augmentation/random-choices';

/** What the sounds stand for. */
export const NOT_SPEECH_SOUNDS = ['music', 'hum', 'keyboard', 'breathing'] as const;

/** One of them. */
export type NotSpeechSound = (typeof NOT_SPEECH_SOUNDS)[number];

const DURATION_SEC: Range = [3, 8];
const LEVEL_DBFS: Range = [-40, -15];

const MAKERS: Readonly<Record<NotSpeechSound, (length: number, random: Random) => Float32Array>> = {
  music: playMusic,
  hum: createMachineHum,
  keyboard: typeOnKeyboard,
  breathing: breathe,
};

/** A recording of 3 to 8 s at the model's rate; the same random numbers give the same one. */
export function createNotSpeechSound(sound: NotSpeechSound, random: Random): Float32Array {
  const length = Math.round(randomBetween(DURATION_SEC, random) * SAMPLE_RATE_HZ);
  const samples = normalise(MAKERS[sound](length, random));
  const room = createNoise('pink', length, random);
  const withRoom = addNoise(samples, room, randomBetween([25, 50], random));
  const amplitude = decibelsToAmplitude(randomBetween(LEVEL_DBFS, random));
  return withRoom.map((sample) => amplitude * sample);
}

/** A bass, chords and a melody of plucked strings in one key, with or without drums. */
function playMusic(length: number, random: Random): Float32Array {
  const music = new Float32Array(length);
  const beat = Math.round((60 / randomBetween([70, 150], random)) * SAMPLE_RATE_HZ);
  const keyHz = 110 * 2 ** (randomInteger(0, 11, random) / 12);
  const scale = randomItem([MAJOR, MINOR], random);
  const toHz = (degree: number, octave: number): number => {
    const step = ((degree % 7) + 7) % 7;
    return keyHz * 2 ** (octave + Math.floor(degree / 7) + (scale[step] ?? 0) / 12);
  };
  const hasDrums = random() < 0.6;
  let melody = randomInteger(0, 7, random);
  for (let bar = 0; bar * 4 * beat < length; bar++) {
    const root = randomItem([0, 3, 4, 5], random);
    for (let place = 0; place < 8; place++) {
      const start = Math.round((bar * 4 + place / 2) * beat);
      if (start >= length) break;
      const note = music.subarray(start);
      if (place % 4 === 0) {
        pluck(note, toHz(root, -1), 0.8, 1.5, random);
        for (const third of [0, 2, 4]) pluck(note, toHz(root + third, 0), 0.35, 1.2, random);
      }
      if (random() < 0.7) {
        melody += randomInteger(-2, 2, random);
        pluck(note, toHz(melody, 1), 0.7, 0.6, random);
      }
      if (hasDrums) strike(note, place % 4 === 0 ? 60 : place % 4 === 2 ? 190 : 0, random);
    }
  }
  return music;
}

/** Semitones of the seven degrees. */
const MAJOR = [0, 2, 4, 5, 7, 9, 11];
const MINOR = [0, 2, 3, 5, 7, 8, 10];

/** A plucked string: noise going round in a delay line that averages (Karplus and Strong 1983). */
function pluck(target: Float32Array, hz: number, strength: number, durationSec: number, random: Random): void {
  const period = Math.max(2, Math.round(SAMPLE_RATE_HZ / hz));
  const line = Float64Array.from({ length: period }, () => 2 * random() - 1);
  const end = Math.min(target.length, Math.round(durationSec * SAMPLE_RATE_HZ));
  for (let n = 0, at = 0; n < end; n++) {
    const next = at + 1 === period ? 0 : at + 1;
    const value = line[at] as number;
    target[n] = (target[n] as number) + strength * value;
    line[at] = 0.498 * (value + (line[next] as number));
    at = next;
  }
}

/** A drum whose pitch falls, or without a pitch a hat of hissing noise. */
function strike(target: Float32Array, hz: number, random: Random): void {
  const seconds = hz === 0 ? 0.05 : 0.2;
  const end = Math.min(target.length, Math.round(seconds * SAMPLE_RATE_HZ));
  let phase = 0;
  let previous = 0;
  for (let n = 0; n < end; n++) {
    const decay = Math.exp((-5 * n) / (seconds * SAMPLE_RATE_HZ));
    const noise = 2 * random() - 1;
    phase += (2 * Math.PI * hz * (1 + 1.5 * decay ** 4)) / SAMPLE_RATE_HZ;
    const hiss = 0.3 * (noise - previous);
    target[n] =
      (target[n] as number) + decay * (hz === 0 ? hiss : 0.8 * Math.sin(phase) + (hz > 100 ? 0.4 * noise : 0));
    previous = noise;
  }
}

/** Mains through a transformer (its clipped wave), or a motor with its rotation, over the air that it moves. */
function createMachineHum(length: number, random: Random): Float32Array {
  const hz = randomItem([50, 60], random) * randomItem([1, 1, 2], random) * (1 + 0.002 * (random() - 0.5));
  const drive = randomBetween([1, 6], random);
  const rotationHz = randomBetween([0.5, 8], random);
  const depth = 0.3 * random();
  const air = createNoise('pink', length, random);
  const airLevel = decibelsToAmplitude(randomBetween([-35, -5], random));
  return air.map((noise, n) => {
    const time = n / SAMPLE_RATE_HZ;
    const wave = Math.tanh(drive * (Math.sin(2 * Math.PI * hz * time) + 0.15));
    return wave * (1 + depth * Math.sin(2 * Math.PI * rotationHz * time)) + airLevel * noise;
  });
}

/** Keys pressed in runs: the click of the travel's end, the softer one of the release, the case that rings along. */
function typeOnKeyboard(length: number, random: Random): Float32Array {
  const sound = new Float32Array(length);
  const caseHz = randomRatio([150, 450], random);
  const capHz = randomRatio([1500, 4500], random);
  const intervalSec = randomRatio([0.09, 0.25], random);
  for (let start = 0.1 * SAMPLE_RATE_HZ; start < length;) {
    const strength = randomBetween([0.4, 1], random);
    click(sound.subarray(Math.round(start)), strength, caseHz, capHz * randomRatio([0.8, 1.25], random), random);
    const release = Math.round(start + randomBetween([0.05, 0.12], random) * SAMPLE_RATE_HZ);
    if (release < length) click(sound.subarray(release), 0.35 * strength, 1.3 * caseHz, capHz, random);
    const pauseSec = random() < 0.12 ? randomBetween([0.3, 0.9], random) : 0;
    start += (intervalSec * randomRatio([0.6, 1.7], random) + pauseSec) * SAMPLE_RATE_HZ;
  }
  return sound;
}

function click(target: Float32Array, strength: number, caseHz: number, capHz: number, random: Random): void {
  const end = Math.min(target.length, Math.round(0.06 * SAMPLE_RATE_HZ));
  for (let n = 0; n < end; n++) {
    const time = n / SAMPLE_RATE_HZ;
    const contact = (2 * random() - 1) * Math.exp(-time / 0.002);
    const cap = 0.6 * Math.sin(2 * Math.PI * capHz * time) * Math.exp(-time / 0.005);
    const board = 0.5 * Math.sin(2 * Math.PI * caseHz * time) * Math.exp(-time / 0.015);
    target[n] = (target[n] as number) + strength * (contact + cap + board);
  }
}

/** Breaths in and out, brighter in, with pauses: noise through the resonances of an open tract. */
function breathe(length: number, random: Random): Float32Array {
  const sound = new Float32Array(length);
  const rateSec = randomBetween([0.7, 1.8], random);
  let isIn = random() < 0.5;
  for (let start = 0; start < length;) {
    const breath = Math.min(length - start, Math.round(rateSec * randomRatio([0.7, 1.4], random) * SAMPLE_RATE_HZ));
    const stretch = sound.subarray(start, start + breath);
    const formantsHz = isIn ? [900, 1900, 3300] : [600, 1500, 2700];
    for (const hz of formantsHz) resonate(stretch, hz * randomRatio([0.85, 1.2], random), isIn ? 1 : 0.7, random);
    start += breath + Math.round(randomBetween([0.05, 0.5], random) * SAMPLE_RATE_HZ);
    isIn = !isIn;
  }
  return sound;
}

/** Noise through one resonance 300 Hz wide, rising and falling once. */
function resonate(target: Float32Array, hz: number, strength: number, random: Random): void {
  const radius = Math.exp((-Math.PI * 300) / SAMPLE_RATE_HZ);
  const feedback = 2 * radius * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE_HZ);
  let [last, oneBefore] = [0, 0];
  for (let n = 0; n < target.length; n++) {
    const value = 2 * random() - 1 + feedback * last - radius * radius * oneBefore;
    oneBefore = last;
    last = value;
    target[n] = (target[n] as number) + strength * value * Math.sin((Math.PI * n) / target.length) ** 1.5;
  }
}
