/**
 * Mel levels → training batches: a random stretch in a random place of the picture, SpecAugment (Park et al. 2019), a
 * shift of the mel axis, faint noise on the standardised values, and mixup (Zhang et al. 2018).
 */
import { EMOTIONS } from '../contract/emotions';
import { FEATURE_CHANNELS, FEATURE_CONFIG } from '../contract/features';
import type { Random } from '../evaluation/random';
import { buildFeatureValues } from '../features/feature-map';
import { randomInteger } from './augmentation/random-choices';
import { openStream } from './random-streams';
import { drawNotSpeechLevels } from './recording-levels';

const { nMels, frames: COLUMNS, floorDb } = FEATURE_CONFIG;

/** Values of one picture. */
export const PICTURE_SIZE = nMels * COLUMNS * FEATURE_CHANNELS;

/** How training pictures are varied; 0 switches a part off. */
export interface AugmentationConfig {
  /** Share of clips whose level floor is raised by noise, tilted over the mel bands by up to 10 dB either way. */
  readonly noiseShare: number;
  /** The noise's level relative to the loudest cell, in dB, lowest and highest. */
  readonly noiseRangeDb: readonly [number, number];
  /** Share of clips that lie anywhere among the columns; the others in the middle, as on the page. */
  readonly moveShare: number;
  /** Largest shift of the mel axis, in bands. */
  readonly melShiftBands: number;
  /** Number of masks along each axis. */
  readonly masks: number;
  readonly maskBands: number;
  readonly maskFrames: number;
  /** Deviation of the noise added to standardised values. */
  readonly valueNoise: number;
  /** Share of batches that are mixed. */
  readonly mixupShare: number;
  /** Parameter of mixup's beta distribution. */
  readonly mixupAlpha: number;
  /** Share of the target spread over all classes, 0…1. */
  readonly labelSmoothing: number;
  /** Share of the examples that are replaced by a sound that is no speech, with all classes alike as the target. */
  readonly notSpeechShare: number;
}

/** The augmentation of the shipped weights. */
export const AUGMENTATION: AugmentationConfig = {
  noiseShare: 0.15,
  noiseRangeDb: [-60, -20],
  moveShare: 1,
  melShiftBands: 2,
  masks: 2,
  maskBands: 6,
  maskFrames: 20,
  valueNoise: 0.05,
  mixupShare: 0.3,
  mixupAlpha: 0.2,
  labelSmoothing: 0.1,
  notSpeechShare: 0.05,
};

/** One batch, or a part of it, as plain arrays: pictures `[size, 40, 173, 2]` and targets `[size, 8]`, both row-major. */
export interface Batch {
  readonly size: number;
  readonly pictures: Float32Array;
  readonly targets: Float32Array;
}

/** Where examples come from. */
export interface ExampleSource {
  /** Index of the emotion of every example. */
  readonly labels: readonly number[];
  /** How often an epoch takes each example, on average. */
  readonly repeats: readonly number[];
  /**
   * One view of an example; the same random numbers give the same one.
   * @returns `[nMels, frames]` in dB, at most `FEATURE_CONFIG.frames` frames; the caller may overwrite it
   */
  drawLevels(example: number, random: Random): Float32Array;
}

/** Names a batch: all that is random about it follows from these numbers, whoever builds it and in how many parts. */
export interface BatchPlan {
  readonly seed: number;
  readonly epoch: number;
  /** Place of the batch's first example in the epoch's order. */
  readonly start: number;
  /** The examples of the whole batch, by their index in the source. */
  readonly examples: readonly number[];
}

/** A stretch of a batch, from `first` to before `end`. */
export interface BatchPart {
  readonly first: number;
  readonly end: number;
}

/** Builds a batch, or a part of it to the same numbers as the whole. */
export function buildBatch(
  source: ExampleSource,
  plan: BatchPlan,
  config: AugmentationConfig,
  { first, end }: BatchPart = { first: 0, end: plan.examples.length },
): Batch {
  const size = end - first;
  const weight = drawMixupWeight(plan, config);
  // Each example is blended with the next one, so of a mixed part one more is built.
  const built = weight === 1 ? size : size + 1;
  const pictures = new Float32Array(built * PICTURE_SIZE);
  const targets = new Float32Array(built * EMOTIONS.length).fill(config.labelSmoothing / EMOTIONS.length);
  for (let i = 0; i < built; i++) {
    const place = (first + i) % plan.examples.length;
    const example = plan.examples[place] ?? NaN;
    const random = openStream(plan.seed, 'example', plan.epoch, plan.start + place);
    const isSpeech = config.notSpeechShare === 0 || random() >= config.notSpeechShare;
    const levels = isSpeech ? source.drawLevels(example, random) : drawNotSpeechLevels(random);
    pictures.set(augmentPicture(levels, config, random), i * PICTURE_SIZE);
    const target = targets.subarray(i * EMOTIONS.length, (i + 1) * EMOTIONS.length);
    if (isSpeech) {
      const label = source.labels[example] ?? NaN;
      target[label] = (target[label] ?? NaN) + 1 - config.labelSmoothing;
    } else target.fill(1 / EMOTIONS.length);
  }
  if (weight === 1) return { size, pictures, targets };
  return { size, pictures: blendRows(pictures, size, weight), targets: blendRows(targets, size, weight) };
}

/** An example's picture, varied; overwrites the levels. */
function augmentPicture(levels: Float32Array, config: AugmentationConfig, random: Random): Float32Array {
  shiftBands(levels, randomInteger(-config.melShiftBands, config.melShiftBands, random));
  if (random() < config.noiseShare) raiseFloor(levels, config.noiseRangeDb, random);
  const centred = buildFeatureValues(levels);
  const frames = levels.length / nMels;
  const middle = Math.floor((COLUMNS - frames) / 2);
  const first = random() < config.moveShare ? randomInteger(0, COLUMNS - frames, random) : middle;
  const picture = moveColumns(centred, first - middle);
  for (let i = 0; i < config.masks; i++) {
    maskBands(picture, randomInteger(0, config.maskBands, random), random);
    maskFrames(picture, randomInteger(0, config.maskFrames, random), random);
  }
  if (config.valueNoise > 0) addNoise(picture, config.valueNoise, random);
  return picture;
}

/** Moves all bands up (or down); the edge band is repeated. Stands for a longer or shorter vocal tract. */
function shiftBands(levels: Float32Array, bands: number): void {
  if (bands === 0) return;
  const frames = levels.length / nMels;
  const original = levels.slice();
  for (let band = 0; band < nMels; band++) {
    const source = Math.min(nMels - 1, Math.max(0, band - bands)) * frames;
    levels.set(original.subarray(source, source + frames), band * frames);
  }
}

/** Adds noise power of one random level, tilted over the bands, to every cell. */
function raiseFloor(levels: Float32Array, [lowestDb, highestDb]: readonly [number, number], random: Random): void {
  const frames = levels.length / nMels;
  let loudest = -Infinity;
  for (const level of levels) loudest = Math.max(loudest, level);
  const noiseDb = loudest + lowestDb + (highestDb - lowestDb) * random();
  const tiltDb = (random() - 0.5) * 20;
  for (let band = 0; band < nMels; band++) {
    const bandNoise = 10 ** ((noiseDb + tiltDb * (band / (nMels - 1) - 0.5)) / 10);
    for (let i = band * frames; i < (band + 1) * frames; i++) {
      // A power spectrum of noise is exponentially distributed around its mean.
      const power = 10 ** ((levels[i] ?? floorDb) / 10) - bandNoise * Math.log(1 - random());
      levels[i] = 10 * Math.log10(power);
    }
  }
}

/** Moves the picture's columns to the right (or left); what comes in is padding. */
function moveColumns(picture: Float32Array, columns: number): Float32Array {
  if (columns === 0) return picture;
  const moved = new Float32Array(picture.length);
  const stride = COLUMNS * FEATURE_CHANNELS;
  for (let row = 0; row < nMels; row++) {
    for (let column = Math.max(0, columns); column < Math.min(COLUMNS, COLUMNS + columns); column++) {
      const target = row * stride + column * FEATURE_CHANNELS;
      const source = target - columns * FEATURE_CHANNELS;
      moved[target] = picture[source] ?? 0;
      moved[target + 1] = picture[source + 1] ?? 0;
    }
  }
  return moved;
}

/** Sets some mel bands to their mean, 0; channel 1 only: a cepstral coefficient is no frequency. */
function maskBands(picture: Float32Array, bands: number, random: Random): void {
  const first = randomInteger(0, nMels - bands, random);
  for (let i = first * COLUMNS; i < (first + bands) * COLUMNS; i++) picture[i * FEATURE_CHANNELS + 1] = 0;
}

/** Sets some frames of both channels to 0. */
function maskFrames(picture: Float32Array, frames: number, random: Random): void {
  const first = randomInteger(0, COLUMNS - frames, random);
  for (let row = 0; row < nMels; row++) {
    const start = (row * COLUMNS + first) * FEATURE_CHANNELS;
    picture.fill(0, start, start + frames * FEATURE_CHANNELS);
  }
}

/** Adds normal noise to an even number of values, by Box and Muller 1958: two uniform numbers give two normal ones. */
function addNoise(values: Float32Array, deviation: number, random: Random): void {
  for (let i = 0; i < values.length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    values[i] = (values[i] ?? 0) + radius * Math.cos(angle);
    values[i + 1] = (values[i + 1] ?? 0) + radius * Math.sin(angle);
  }
}

/** One weight for the whole batch; 1 when it is not mixed. */
function drawMixupWeight({ seed, epoch, start }: BatchPlan, config: AugmentationConfig): number {
  const random = openStream(seed, 'mixup', epoch, start);
  return random() < config.mixupShare ? randomBeta(config.mixupAlpha, random) : 1;
}

/** Blends each of `size` rows with the one behind it. */
function blendRows(values: Float32Array, size: number, weight: number): Float32Array {
  const width = values.length / (size + 1);
  const blended = new Float32Array(size * width);
  for (let i = 0; i < blended.length; i++) {
    blended[i] = weight * (values[i] ?? 0) + (1 - weight) * (values[i + width] ?? 0);
  }
  return blended;
}

/** Beta(alpha, alpha) by Jöhnk 1964: u^(1/α) / (u^(1/α) + v^(1/α)) where the sum is at most 1. */
function randomBeta(alpha: number, random: Random): number {
  for (;;) {
    const u = random() ** (1 / alpha);
    const v = random() ** (1 / alpha);
    if (u + v <= 1 && u + v > 0) return u / (u + v);
  }
}
