/**
 * Mel levels → training batches: a random stretch in a random place of the picture, SpecAugment (Park et al. 2019), a
 * shift of the mel axis, faint noise on the standardised values, and mixup (Zhang et al. 2018).
 */
import { EMOTIONS } from '../contract/emotions';
import { FEATURE_CHANNELS, FEATURE_CONFIG } from '../contract/features';
import type { Random } from '../evaluation/random';
import { buildFeatureValues } from '../features/feature-map';

const { nMels, frames: COLUMNS, floorDb } = FEATURE_CONFIG;

/** Values of one picture. */
export const PICTURE_SIZE = nMels * COLUMNS * FEATURE_CHANNELS;

/** How training pictures are varied; 0 switches a part off. */
export interface AugmentationConfig {
  /** Share of clips whose level floor is raised by noise, tilted over the mel bands by up to 10 dB either way. */
  readonly noiseShare: number;
  /** The noise's level relative to the loudest cell, in dB, lowest and highest. */
  readonly noiseRangeDb: readonly [number, number];
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
}

/** The augmentation of the shipped weights. */
export const AUGMENTATION: AugmentationConfig = {
  noiseShare: 0.3,
  noiseRangeDb: [-60, -20],
  melShiftBands: 2,
  masks: 2,
  maskBands: 6,
  maskFrames: 20,
  valueNoise: 0.05,
  mixupShare: 0.5,
  mixupAlpha: 0.2,
  labelSmoothing: 0.1,
};

/** One batch as plain arrays: pictures `[size, 40, 173, 2]` and targets `[size, 8]`, both row-major. */
export interface Batch {
  readonly size: number;
  readonly pictures: Float32Array;
  readonly targets: Float32Array;
}

/** A clip's levels and the index of its emotion. */
export interface TrainingExample {
  readonly levels: Float32Array;
  readonly label: number;
}

/** Builds one augmented batch; the same random sequence gives the same batch. */
export function buildBatch(examples: readonly TrainingExample[], config: AugmentationConfig, random: Random): Batch {
  const pictures = new Float32Array(examples.length * PICTURE_SIZE);
  const targets = new Float32Array(examples.length * EMOTIONS.length).fill(config.labelSmoothing / EMOTIONS.length);
  for (const [i, { levels, label }] of examples.entries()) {
    pictures.set(augmentPicture(levels, config, random), i * PICTURE_SIZE);
    const target = i * EMOTIONS.length + label;
    targets[target] = (targets[target] ?? 0) + 1 - config.labelSmoothing;
  }
  const batch = { size: examples.length, pictures, targets };
  return random() < config.mixupShare ? mixBatch(batch, config.mixupAlpha, random) : batch;
}

/** One clip's picture, varied. */
function augmentPicture(clipLevels: Float32Array, config: AugmentationConfig, random: Random): Float32Array {
  const levels = cropFrames(clipLevels, COLUMNS, random);
  shiftBands(levels, randomInteger(-config.melShiftBands, config.melShiftBands, random));
  if (random() < config.noiseShare) raiseFloor(levels, config.noiseRangeDb, random);
  const centred = buildFeatureValues(levels);
  const frames = levels.length / nMels;
  const picture = moveColumns(centred, randomInteger(0, COLUMNS - frames, random) - Math.floor((COLUMNS - frames) / 2));
  for (let i = 0; i < config.masks; i++) {
    maskBands(picture, randomInteger(0, config.maskBands, random), random);
    maskFrames(picture, randomInteger(0, config.maskFrames, random), random);
  }
  if (config.valueNoise > 0) {
    for (let i = 0; i < picture.length; i++) picture[i] = (picture[i] ?? 0) + config.valueNoise * randomNormal(random);
  }
  return picture;
}

/** A random stretch of at most `maxFrames` frames, copied. */
function cropFrames(levels: Float32Array, maxFrames: number, random: Random): Float32Array {
  const frames = levels.length / nMels;
  if (frames <= maxFrames) return levels.slice();
  const start = randomInteger(0, frames - maxFrames, random);
  const crop = new Float32Array(nMels * maxFrames);
  for (let band = 0; band < nMels; band++) {
    const row = band * frames + start;
    crop.set(levels.subarray(row, row + maxFrames), band * maxFrames);
  }
  return crop;
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

/** Blends each example with the next one, by one weight per batch. */
function mixBatch({ size, pictures, targets }: Batch, alpha: number, random: Random): Batch {
  const weight = randomBeta(alpha, random);
  const blend = (values: Float32Array): Float32Array => {
    const width = values.length / size;
    return values.map((value, i) => weight * value + (1 - weight) * (values[(i + width) % values.length] ?? 0));
  };
  return { size, pictures: blend(pictures), targets: blend(targets) };
}

/** A whole number between both ends, inclusive. */
function randomInteger(lowest: number, highest: number, random: Random): number {
  return lowest + Math.floor(random() * (highest - lowest + 1));
}

/** Standard normal by Box and Muller 1958. */
function randomNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Beta(alpha, alpha) by Jöhnk 1964: u^(1/α) / (u^(1/α) + v^(1/α)) where the sum is at most 1. */
function randomBeta(alpha: number, random: Random): number {
  for (;;) {
    const u = random() ** (1 / alpha);
    const v = random() ** (1 / alpha);
    if (u + v <= 1 && u + v > 0) return u / (u + v);
  }
}
