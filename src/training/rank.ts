/**
 * One rank of a run: a copy of the network that computes the gradients of its part of every batch. Ranks are data-parallel
 * (Goyal et al. 2017, "Accurate, Large Minibatch SGD"): all hold the same weights, each normalises its part by the part's
 * own moments, and whoever leads them averages what they give.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { EMOTIONS } from '../contract/emotions';
import { FEATURE_SHAPE } from '../contract/features';
import type { Random } from '../evaluation/random';
import type { NetworkConfig } from '../network/build';
import { SeededDropout } from '../network/seeded-dropout';
import { buildBatch, type AugmentationConfig, type Batch, type BatchPart, type ExampleSource } from './batches';
import { openExampleSource, type SourceDescription } from './example-source';
import { FlatWeights } from './flat-weights';
import './kernels/register';
import { deriveSeed, openStream } from './random-streams';

/** Everything a rank has to know; plain data, with the large arrays in shared memory. */
export interface RankTask {
  readonly network: NetworkConfig;
  readonly augmentation: AugmentationConfig;
  readonly batchSize: number;
  /** Whether rare emotions weigh more. */
  readonly classWeights: boolean;
  readonly seed: number;
  readonly source: SourceDescription;
  /** Number of ranks, and which of them this is, from 0. */
  readonly ranks: number;
  readonly rank: number;
  /** All weights of the network, back to back; read before each step. */
  readonly weights: Float32Array;
  /** Receives, in the places of the weights, the gradients of those that are trained and the new values of the others. */
  readonly outcome: Float32Array;
}

/** Which batch: of what epoch, from 1, the how-manieth, from 0. */
export interface StepPlace {
  readonly epoch: number;
  readonly batch: number;
}

/** What became of a rank's part of a batch, besides the gradients. */
export interface PartResult {
  /** Mean loss over the part. */
  readonly loss: number;
  /** Examples that are speech, and how many of them were classified right. */
  readonly spoken: number;
  readonly correct: number;
}

/** Square roots of inverse class frequencies, at most √3: rare classes weigh more without drowning the rest. */
const MAX_CLASS_WEIGHT = 3;

/** Computes a rank's part of every step; frees nothing of the model, which the caller owns. */
export class Rank {
  private readonly source: ExampleSource;
  private readonly classWeights: tf.Tensor1D;
  private readonly flat: FlatWeights;
  private readonly dropouts: readonly SeededDropout[];
  private readonly part: BatchPart;
  private order: { readonly epoch: number; readonly examples: readonly number[] } = { epoch: 0, examples: [] };

  constructor(
    private readonly model: LayersModel,
    private readonly task: RankTask,
  ) {
    this.source = openExampleSource(task.source);
    this.classWeights = tf.tensor1d(task.classWeights ? computeClassWeights(this.source) : EMOTIONS.map(() => 1));
    this.flat = new FlatWeights(model);
    this.dropouts = model.layers.filter((layer) => layer instanceof SeededDropout);
    this.part = getPart(task);
  }

  /** Reads the weights, writes the outcome. */
  runStep(place: StepPlace): PartResult {
    const { seed, rank } = this.task;
    this.flat.load(this.task.weights);
    for (const dropout of this.dropouts) dropout.stepSeed = deriveSeed(seed, 'dropout', place.epoch, place.batch, rank);
    return this.computeOutcome(this.buildPart(place));
  }

  /** Frees what the model does not own. */
  dispose(): void {
    this.classWeights.dispose();
  }

  private buildPart({ epoch, batch }: StepPlace): Batch {
    const { seed, batchSize, augmentation } = this.task;
    if (this.order.epoch !== epoch) {
      this.order = { epoch, examples: orderExamples(this.source.repeats, seed, epoch) };
    }
    const start = batch * batchSize;
    const examples = this.order.examples.slice(start, start + batchSize);
    return buildBatch(this.source, { seed, epoch, start, examples }, augmentation, this.part);
  }

  private computeOutcome(batch: Batch): PartResult {
    return tf.tidy(() => {
      const pictures = tf.tensor(batch.pictures, [batch.size, ...FEATURE_SHAPE]);
      const targets = tf.tensor2d(batch.targets, [batch.size, EMOTIONS.length]);
      const { spoken, isSpoken } = findSpoken(targets);
      let correct = 0;
      const { value, grads } = tf.variableGrads(() => {
        const logits = this.model.apply(pictures, { training: true }) as tf.Tensor2D;
        correct = countCorrect(logits, targets, isSpoken);
        const weighted = tf.mul(tf.mul(targets, this.classWeights), tf.logSoftmax(logits));
        return tf.neg(tf.mean(tf.sum(weighted, 1)));
      }, [...this.flat.variables]);
      this.flat.saveOutcome(this.task.outcome, grads);
      return { loss: value.dataSync()[0] ?? NaN, spoken, correct };
    });
  }
}

/** The stretch of every batch that a rank computes: as even as can be. */
export function getPart({ batchSize, ranks, rank }: Pick<RankTask, 'batchSize' | 'ranks' | 'rank'>): BatchPart {
  return { first: Math.floor((rank * batchSize) / ranks), end: Math.floor(((rank + 1) * batchSize) / ranks) };
}

/** Which examples have a class of their own; what is no speech has all alike. */
function findSpoken(targets: tf.Tensor2D): { spoken: number; isSpoken: tf.Tensor } {
  const isSpoken = tf.cast(tf.greater(tf.max(targets, 1), 1.5 / EMOTIONS.length), 'int32');
  return { spoken: tf.sum(isSpoken).dataSync()[0] ?? 0, isSpoken };
}

function countCorrect(logits: tf.Tensor2D, targets: tf.Tensor2D, isSpoken: tf.Tensor): number {
  return tf.tidy(() => {
    const isRight = tf.cast(tf.equal(tf.argMax(logits, 1), tf.argMax(targets, 1)), 'int32');
    return tf.sum(tf.mul(isRight, isSpoken)).dataSync()[0] ?? 0;
  });
}

function computeClassWeights({ labels, repeats }: Pick<ExampleSource, 'labels' | 'repeats'>): number[] {
  const counts = EMOTIONS.map((_, emotion) =>
    labels.reduce((sum, label, example) => (label === emotion ? sum + (repeats[example] ?? 0) : sum), 0),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => Math.sqrt(Math.min(MAX_CLASS_WEIGHT, total / (EMOTIONS.length * Math.max(1, count)))));
}

/** How many examples an epoch takes. */
export function countExamples(repeats: readonly number[]): number {
  return Math.floor(repeats.reduce((sum, repeat) => sum + repeat, 0));
}

/**
 * The order in which an epoch takes the examples: a random one. An example with a repeat of 1.5 occurs once or twice,
 * by systematic sampling (Madow 1949) over the examples in random order.
 */
export function orderExamples(repeats: readonly number[], seed: number, epoch: number): number[] {
  const random = openStream(seed, 'order', epoch);
  const shuffled = shuffle(
    repeats.map((_, example) => example),
    random,
  );
  const count = countExamples(repeats);
  const step = repeats.reduce((sum, repeat) => sum + repeat, 0) / count;
  const order: number[] = [];
  let next = step * random();
  let reached = 0;
  for (const example of shuffled) {
    reached += repeats[example] ?? 0;
    for (; next < reached && order.length < count; next += step) order.push(example);
  }
  return shuffle(order, random);
}

/** In place (Fisher and Yates). */
function shuffle(order: number[], random: Random): number[] {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
