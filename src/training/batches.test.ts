import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../contract/emotions';
import { FEATURE_CONFIG } from '../contract/features';
import { buildFeatureValues } from '../features/feature-map';
import { expectAllClose } from '../testing/all-close';
import { createUniformValues } from '../testing/seeded-random';
import { AUGMENTATION, buildBatch, PICTURE_SIZE } from './batches';
import type { AugmentationConfig, Batch, BatchPart, BatchPlan, ExampleSource } from './batches';
import { NO_AUGMENTATION } from './test-clips';

const { nMels, frames: COLUMNS } = FEATURE_CONFIG;
const CHANNELS = 2;

/** Levels of any number of frames, and the index of an emotion. */
interface TrainingExample {
  readonly levels: Float32Array;
  readonly label: number;
}

/** Levels of 60 dB range, reproducible; no cell lies at the floor. */
function createExample(frames: number, label: number, seed = frames): TrainingExample {
  return { levels: createUniformValues(nMels * frames, -40, 20, seed), label };
}

const columnOf = (index: number): number => Math.floor(index / CHANNELS) % COLUMNS;
const rowOf = (index: number): number => Math.floor(index / CHANNELS / COLUMNS);

/** First and last column with anything in it. */
function findUsedColumns(picture: Float32Array): [first: number, last: number] {
  const used = Array.from(picture.keys())
    .filter((index) => picture[index] !== 0)
    .map(columnOf);
  return [Math.min(...used), Math.max(...used)];
}

/** A picture moved by whole columns; zeros come in. */
function moveColumns(picture: Float32Array, columns: number): Float32Array {
  return picture.map((_, index) => {
    const source = columnOf(index) - columns;
    return source >= 0 && source < COLUMNS ? (picture[index - columns * CHANNELS] ?? NaN) : 0;
  });
}

function createSource(examples: readonly TrainingExample[]): ExampleSource {
  return {
    labels: examples.map(({ label }) => label),
    repeats: examples.map(() => 1),
    drawLevels: (example) => examples[example]?.levels.slice() ?? new Float32Array(),
  };
}

/** The batch of all examples, in their order. */
function buildWhole(
  examples: readonly TrainingExample[],
  config: AugmentationConfig,
  seed: number,
  part?: BatchPart,
): Batch {
  const plan: BatchPlan = { seed, epoch: 1, start: 0, examples: [...examples.keys()] };
  return buildBatch(createSource(examples), plan, config, part);
}

const buildPicture = (example: TrainingExample, config: Partial<AugmentationConfig>, seed: number): Float32Array =>
  buildWhole([example], { ...NO_AUGMENTATION, ...config }, seed).pictures;

describe('buildBatch without augmentation', () => {
  it('gives the picture of the page for a clip that fills it', () => {
    const example = createExample(COLUMNS, 2);
    expect(buildPicture(example, {}, 1)).toEqual(buildFeatureValues(example.levels));
  });

  it('puts a shorter clip anywhere, whole and between zeros', () => {
    const frames = COLUMNS - 3;
    const example = createExample(frames, 2);
    const centred = buildFeatureValues(example.levels);
    const firsts = Array.from({ length: 16 }, (_, seed) => {
      const picture = buildPicture(example, {}, seed);
      const [first, last] = findUsedColumns(picture);
      expect(last - first + 1).toBe(frames);
      // The page puts it at floor(3 / 2).
      expect(picture).toEqual(moveColumns(centred, first - 1));
      return first;
    });
    expect([...new Set(firsts)].sort()).toEqual([0, 1, 2, 3]);
  });

  it('puts it in the middle, as the page does, where it is not to be moved', () => {
    const example = createExample(COLUMNS - 40, 2);
    for (let seed = 0; seed < 5; seed++) {
      expect(buildPicture(example, { moveShare: 0 }, seed)).toEqual(buildFeatureValues(example.levels));
    }
  });

  it('makes one-hot targets', () => {
    const examples = [createExample(30, 5), createExample(40, 0)];
    const { size, targets, pictures } = buildWhole(examples, NO_AUGMENTATION, 1);
    expect(size).toBe(2);
    expect(pictures).toHaveLength(2 * PICTURE_SIZE);
    expect([...targets]).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('buildBatch', () => {
  const examples = Array.from({ length: 6 }, (_, i) => createExample(60 + 22 * i, i));

  it('is a function of the seed', () => {
    const build = (seed: number): unknown => buildWhole(examples, AUGMENTATION, seed);
    expect(build(4)).toEqual(build(4));
    expect(build(4)).not.toEqual(build(5));
  });

  it.each([0, 1])('can be built in parts, to the same numbers: mixup share %s', (mixupShare) => {
    const config = { ...AUGMENTATION, mixupShare };
    const whole = buildWhole(examples, config, 4);
    const parts = [0, 2, 5].map((first, i, firsts) =>
      buildWhole(examples, config, 4, { first, end: firsts[i + 1] ?? 6 }),
    );
    expect(parts.map(({ size }) => size)).toEqual([2, 3, 1]);
    for (const name of ['pictures', 'targets'] as const) {
      expect(parts.flatMap((part) => [...part[name]])).toEqual([...whole[name]]);
    }
  });

  it('varies an example anew at every place and in every epoch, the same one in a batch that starts elsewhere', () => {
    const source = createSource(examples);
    const build = (epoch: number, start: number, ...chosen: number[]): Float32Array =>
      buildBatch(source, { seed: 1, epoch, start, examples: chosen }, { ...AUGMENTATION, mixupShare: 0 }).pictures;
    expect(build(1, 0, 2)).not.toEqual(build(2, 0, 2));
    expect(build(1, 0, 2)).not.toEqual(build(1, 1, 2));
    expect(build(1, 0, 3, 2).subarray(PICTURE_SIZE)).toEqual(build(1, 1, 2));
  });

  it('gives finite pictures and targets that sum to one', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { pictures, targets } = buildWhole(examples, AUGMENTATION, seed);
      expect(pictures.every(Number.isFinite)).toBe(true);
      for (let i = 0; i < examples.length; i++) {
        const row = targets.subarray(i * EMOTIONS.length, (i + 1) * EMOTIONS.length);
        expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
        expect(Math.min(...row)).toBeGreaterThan(0);
      }
    }
  });

  it('spreads a share of the target', () => {
    const { targets } = buildWhole([createExample(30, 1)], { ...NO_AUGMENTATION, labelSmoothing: 0.16 }, 1);
    expectAllClose(targets, [0.02, 0.86, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02], 1e-7);
  });

  it('shifts the mel axis up and down, repeating the edge', () => {
    const example = createExample(COLUMNS, 0);
    const shifted = [-1, 0, 1].map((bands) =>
      buildFeatureValues(
        example.levels.map((_, i) => {
          const band = Math.min(nMels - 1, Math.max(0, Math.floor(i / COLUMNS) - bands));
          return example.levels[band * COLUMNS + (i % COLUMNS)] ?? NaN;
        }),
      ),
    );
    const found = Array.from({ length: 20 }, (_, seed) => {
      const picture = buildPicture(example, { melShiftBands: 1 }, seed);
      return shifted.findIndex((expected) => expected.every((value, i) => value === picture[i]));
    });
    expect([...new Set(found)].sort()).toEqual([0, 1, 2]);
  });

  it('masks neighbouring bands of the mel channel only', () => {
    const example = createExample(COLUMNS, 0);
    const plain = buildFeatureValues(example.levels);
    const widths = Array.from({ length: 40 }, (_, seed) => {
      const picture = buildPicture(example, { masks: 1, maskBands: 3 }, seed);
      const changed = Array.from(plain.keys()).filter((i) => picture[i] !== plain[i]);
      expect(changed.every((i) => i % CHANNELS === 1 && picture[i] === 0)).toBe(true);
      const rows = [...new Set(changed.map(rowOf))];
      expect(changed).toHaveLength(rows.length * COLUMNS);
      if (rows.length > 0) expect(Math.max(...rows) - Math.min(...rows)).toBe(rows.length - 1);
      return rows.length;
    });
    expect([...new Set(widths)].sort()).toEqual([0, 1, 2, 3]);
  });

  it('masks neighbouring frames of both channels', () => {
    const example = createExample(COLUMNS, 0);
    const plain = buildFeatureValues(example.levels);
    const widths = Array.from({ length: 40 }, (_, seed) => {
      const picture = buildPicture(example, { masks: 1, maskFrames: 3 }, seed);
      const changed = Array.from(plain.keys()).filter((i) => picture[i] !== plain[i]);
      expect(changed.every((i) => picture[i] === 0)).toBe(true);
      const columns = [...new Set(changed.map(columnOf))];
      expect(changed).toHaveLength(columns.length * nMels * CHANNELS);
      if (columns.length > 0) expect(Math.max(...columns) - Math.min(...columns)).toBe(columns.length - 1);
      return columns.length;
    });
    expect([...new Set(widths)].sort()).toEqual([0, 1, 2, 3]);
  });

  it('adds noise of the given deviation to the values', () => {
    const example = createExample(COLUMNS, 0);
    const plain = buildFeatureValues(example.levels);
    const noise = buildPicture(example, { valueNoise: 0.05 }, 1).map((value, i) => value - (plain[i] ?? NaN));
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
    const deviation = Math.sqrt(noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noise.length);
    // 13,840 values: the standard errors are 4e-4 and 3e-4.
    expect(Math.abs(mean)).toBeLessThan(2e-3);
    expect(Math.abs(deviation - 0.05)).toBeLessThan(1.5e-3);
  });

  it('raises the floor of the levels: quiet cells come up, loud ones stay', () => {
    // Half of the bands at 0 dB, half 60 dB below; noise at −20 dB from the loudest.
    const half = nMels / 2;
    const levels = Float32Array.from({ length: nMels * COLUMNS }, (_, i) => (i < half * COLUMNS ? 0 : -60));
    const contrast = (picture: Float32Array): number => {
      let difference = 0;
      for (let i = 1; i < picture.length; i += CHANNELS) {
        difference += (rowOf(i) < half ? 1 : -1) * (picture[i] ?? NaN);
      }
      return difference / (half * COLUMNS);
    };
    const clean = buildPicture({ levels, label: 0 }, {}, 1);
    const noisy = buildPicture({ levels, label: 0 }, { noiseShare: 1, noiseRangeDb: [-20, -20] }, 1);
    // Standardised, two equal halves lie two deviations apart; noise within the quiet half brings them nearer.
    expect(contrast(clean)).toBeCloseTo(2, 3);
    expect(contrast(noisy)).toBeLessThan(1.99);
    expect(contrast(noisy)).toBeGreaterThan(1);
    const spread = (picture: Float32Array, rows: [number, number]): number => {
      const values = Array.from(picture).filter((_, i) => i % 2 === 1 && rowOf(i) >= rows[0] && rowOf(i) < rows[1]);
      return Math.max(...values) - Math.min(...values);
    };
    expect(spread(noisy, [half, nMels])).toBeGreaterThan(10 * spread(noisy, [0, half]));
  });

  it('mixes pictures and targets by the same weight', () => {
    const [first, second] = [createExample(COLUMNS, 0, 1), createExample(COLUMNS, 1, 2)];
    const [a, b] = [first, second].map(({ levels }) => buildFeatureValues(levels));
    const config = { ...NO_AUGMENTATION, mixupShare: 1, mixupAlpha: 1 };
    const { pictures, targets } = buildWhole([first, second], config, 2);
    const weight = targets[0] ?? NaN;
    expect(weight).toBeGreaterThan(0.01);
    expect(weight).toBeLessThan(0.99);
    expectAllClose(targets.subarray(0, 2), [weight, 1 - weight], 1e-6);
    expectAllClose(targets.subarray(8, 10), [1 - weight, weight], 1e-6);
    const blend = (x?: Float32Array, y?: Float32Array): number[] =>
      Array.from(x ?? [], (value, i) => weight * value + (1 - weight) * (y?.[i] ?? NaN));
    // The weight is read off float32 targets.
    expectAllClose(pictures.subarray(0, PICTURE_SIZE), blend(a, b), 1e-5);
    expectAllClose(pictures.subarray(PICTURE_SIZE), blend(b, a), 1e-5);
  });

  it('draws the weight from a beta distribution', () => {
    const draw = (alpha: number): number[] =>
      Array.from({ length: 150 }, (_, seed) => {
        const config = { ...NO_AUGMENTATION, mixupShare: 1, mixupAlpha: alpha };
        return buildWhole([createExample(2, 0), createExample(2, 1)], config, seed).targets[0] ?? NaN;
      });
    for (const alpha of [0.2, 1]) {
      const weights = draw(alpha);
      const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
      const variance = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / weights.length;
      // Mean 1/2, variance 1 / (4 (2 alpha + 1)); three standard errors of 150 draws.
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.11);
      expect(Math.abs(variance - 1 / (4 * (2 * alpha + 1)))).toBeLessThan(0.025);
    }
  });

  it('replaces a share of the examples by sounds that are no speech, all classes alike', () => {
    const examples = Array.from({ length: 200 }, () => createExample(60, 3));
    const { targets } = buildWhole(examples, { ...NO_AUGMENTATION, notSpeechShare: 0.25 }, 1);
    const rows = examples.map((_, i) => Array.from(targets.subarray(i * 8, (i + 1) * 8)));
    const replaced = rows.filter((row) => row.every((value) => value === 1 / 8)).length;
    // 50 ± 3 standard deviations of 6.
    expect(replaced).toBeGreaterThan(32);
    expect(replaced).toBeLessThan(68);
    expect(rows.filter((row) => row[3] === 1).length).toBe(200 - replaced);
  });
});
