/**
 * One rank of a run: a copy of the network that computes the gradients of its part of every batch. Ranks are data-parallel
 * (Goyal et al. 2017, "Accurate, Large Minibatch SGD"): all hold the same weights, each normalises its part by the part's
 * own moments, and whoever leads them averages what they give.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { EMOTIONS } from '../contract/emotions';
import { FEATURE_SHAPE } from '../contract/features';
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
  /** Examples that were classified right. */
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
    this.classWeights = tf.tensor1d(
      task.classWeights ? computeClassWeights(this.source.labels) : EMOTIONS.map(() => 1),
    );
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
      this.order = { epoch, examples: orderExamples(this.source.labels.length, seed, epoch) };
    }
    const start = batch * batchSize;
    const examples = this.order.examples.slice(start, start + batchSize);
    return buildBatch(this.source, { seed, epoch, start, examples }, augmentation, this.part);
  }

  private computeOutcome(batch: Batch): PartResult {
    return tf.tidy(() => {
      const pictures = tf.tensor(batch.pictures, [batch.size, ...FEATURE_SHAPE]);
      const targets = tf.tensor2d(batch.targets, [batch.size, EMOTIONS.length]);
      let correct = 0;
      const { value, grads } = tf.variableGrads(() => {
        const logits = this.model.apply(pictures, { training: true }) as tf.Tensor2D;
        correct = countCorrect(logits, targets);
        const weighted = tf.mul(tf.mul(targets, this.classWeights), tf.logSoftmax(logits));
        return tf.neg(tf.mean(tf.sum(weighted, 1)));
      }, [...this.flat.variables]);
      this.flat.saveOutcome(this.task.outcome, grads);
      return { loss: value.dataSync()[0] ?? NaN, correct };
    });
  }
}

/** The stretch of every batch that a rank computes: as even as can be. */
export function getPart({ batchSize, ranks, rank }: Pick<RankTask, 'batchSize' | 'ranks' | 'rank'>): BatchPart {
  return { first: Math.floor((rank * batchSize) / ranks), end: Math.floor(((rank + 1) * batchSize) / ranks) };
}

function countCorrect(logits: tf.Tensor2D, targets: tf.Tensor2D): number {
  return tf.tidy(
    () => tf.sum(tf.cast(tf.equal(tf.argMax(logits, 1), tf.argMax(targets, 1)), 'int32')).dataSync()[0] ?? 0,
  );
}

function computeClassWeights(labels: readonly number[]): number[] {
  return EMOTIONS.map((_, emotion) => {
    const count = Math.max(1, labels.filter((label) => label === emotion).length);
    return Math.sqrt(Math.min(MAX_CLASS_WEIGHT, labels.length / (EMOTIONS.length * count)));
  });
}

/** The order in which an epoch takes the examples: a random one (Fisher and Yates). */
export function orderExamples(count: number, seed: number, epoch: number): number[] {
  const random = openStream(seed, 'order', epoch);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
