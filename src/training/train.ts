/**
 * The training loop: categorical cross-entropy with class weights, AdamW, a checkpoint every epoch. Every random choice
 * is a function of the seed and the epoch, so a resumed run repeats what an uninterrupted one would have done.
 */
import { rm } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { EMOTIONS, indexOfEmotion } from '../contract/emotions';
import { FEATURE_SHAPE } from '../contract/features';
import type { EpochRecord } from '../contract/model-card';
import type { CorpusName, Report } from '../contract/report';
import { average } from '../evaluation/confusion';
import { createRandom, type Random } from '../evaluation/random';
import { buildReport } from '../evaluation/report';
import { buildNetwork, type NetworkConfig } from '../network/build';
import { SeededDropout } from '../network/seeded-dropout';
import { buildBatch, type AugmentationConfig, type Batch, type TrainingExample } from './batches';
import { loadBestCheckpoint, loadLatestCheckpoint, saveCheckpoint, type RunState } from './checkpoint';
import type { ClipFeatures } from './clip-features';
import './conv2d-gradient/register';
import { judgeClips, meanCrossEntropy } from './judge';
import { AdamW, scheduleLearningRate, type OptimizerConfig } from './optimizer';

/** Everything that decides the outcome of a run, given the clips. */
export interface TrainingConfig {
  readonly network: NetworkConfig;
  readonly augmentation: AugmentationConfig;
  readonly optimizer: OptimizerConfig;
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  /** Numbers of clips: other clips make another run, with another schedule. */
  readonly clips: { readonly training: number; readonly validation: number };
}

/** What the caller hears while a run goes on. */
export interface TrainingObserver {
  onBatch(progress: BatchProgress): void;
  onEpoch(record: EpochRecord, report: Report): void;
}

/** Where an epoch stands; loss and accuracy are running means over it. */
export interface BatchProgress {
  readonly epoch: number;
  readonly done: number;
  readonly total: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly samplesPerSec: number;
}

/** A finished run. */
export interface TrainedNetwork {
  /** With the weights of the best epoch. */
  readonly model: LayersModel;
  readonly state: RunState<TrainingConfig>;
}

/** Square roots of inverse class frequencies, at most √3: rare classes weigh more without drowning the rest. */
const MAX_CLASS_WEIGHT = 3;

/** What to do with checkpoints that are already there: go on from them, throw them away, or refuse to run. */
export type ExistingRun = 'resume' | 'restart' | 'refuse';

/**
 * Trains a network, or goes on with the run found in `runFolder`. Needs the wasm backend to be set.
 * @throws Error when the run exists and nothing was said of it, or was made with another configuration or other clips
 * @throws RangeError when there are fewer training clips than a batch, or none to validate on
 */
export async function trainNetwork(
  training: readonly ClipFeatures[],
  validation: readonly ClipFeatures[],
  config: TrainingConfig,
  runFolder: string,
  existing: ExistingRun,
  observer: TrainingObserver,
): Promise<TrainedNetwork> {
  checkClips(training, validation, config);
  if (existing === 'restart') await rm(runFolder, { recursive: true, force: true });
  const checkpoint = await loadLatestCheckpoint<TrainingConfig>(runFolder);
  if (checkpoint && existing === 'refuse') {
    const epochs = checkpoint.state.epochsDone;
    throw new Error(
      `${runFolder} holds ${epochs} epochs of a run: --resume goes on with it, --restart throws it away.`,
    );
  }
  if (checkpoint && JSON.stringify(checkpoint.state.config) !== JSON.stringify(config)) {
    throw new Error(`The run in ${runFolder} has another configuration or other clips: name another run or --restart.`);
  }
  const model = buildNetwork(config.network);
  const trainer = new Trainer(model, training, config);
  let state = checkpoint?.state ?? { config, epochsDone: 0, bestEpoch: 0, bestScore: -Infinity, history: [] };
  try {
    if (checkpoint) trainer.restore(checkpoint.arrays);
    while (state.epochsDone < config.epochs) {
      const epoch = state.epochsDone + 1;
      const { loss, accuracy } = trainer.runEpoch(epoch, observer);
      const verdicts = judgeClips(model, validation);
      const report = buildReport(verdicts, training.length);
      const record = { epoch, loss, accuracy, valLoss: meanCrossEntropy(verdicts), valAccuracy: report.accuracy };
      const score = scoreReport(report);
      const isBest = score > state.bestScore;
      state = {
        config,
        epochsDone: epoch,
        bestEpoch: isBest ? epoch : state.bestEpoch,
        bestScore: isBest ? score : state.bestScore,
        history: [...state.history, record],
      };
      await saveCheckpoint(runFolder, { state, arrays: trainer.snapshot() });
      observer.onEpoch(record, report);
    }
    trainer.restore((await loadBestCheckpoint<TrainingConfig>(runFolder)).arrays);
    return { model, state };
  } catch (thrown) {
    model.dispose();
    throw thrown;
  } finally {
    trainer.dispose();
  }
}

function checkClips(
  training: readonly ClipFeatures[],
  validation: readonly ClipFeatures[],
  config: TrainingConfig,
): void {
  if (training.length < config.batchSize) {
    throw new RangeError(`Expected at least ${config.batchSize} training clips (a batch), got ${training.length}.`);
  }
  if (validation.length === 0) {
    throw new RangeError('Expected clips of validation speakers to choose the best epoch on, got none.');
  }
}

/** What the best epoch is best at: UAR, averaged over the corpora so that the largest does not decide alone. */
function scoreReport(report: Report): number {
  const corpora = Object.keys(report.perCorpus) as CorpusName[];
  return average(corpora.map((corpus) => report.perCorpus[corpus]?.uar ?? 0));
}

/** Model, optimizer and examples of one run. */
class Trainer {
  private readonly examples: readonly TrainingExample[];
  private readonly classWeights: tf.Tensor1D;
  private readonly variables: readonly tf.Variable[];
  private readonly optimizer: AdamW;
  private readonly dropouts: readonly SeededDropout[];
  private readonly stepsPerEpoch: number;

  constructor(
    private readonly model: LayersModel,
    clips: readonly ClipFeatures[],
    private readonly config: TrainingConfig,
  ) {
    this.examples = clips.map(({ clip, levels }) => ({ levels, label: indexOfEmotion(clip.emotion) }));
    this.classWeights = tf.tensor1d(computeClassWeights(this.examples));
    this.variables = model.trainableWeights.map((weight) => {
      const variable = weight.read();
      if (variable instanceof tf.Variable) return variable;
      throw new TypeError(`The weight ${weight.name} is no variable of tfjs.`);
    });
    this.optimizer = new AdamW(this.variables, config.optimizer);
    this.dropouts = model.layers.filter((layer) => layer instanceof SeededDropout);
    this.stepsPerEpoch = Math.floor(this.examples.length / config.batchSize);
  }

  /** One pass over the examples in a random order; a last incomplete batch is left out. */
  runEpoch(epoch: number, observer: TrainingObserver): { loss: number; accuracy: number } {
    const random = createRandom(this.config.seed * 100_003 + epoch);
    const order = shuffle(this.examples, random);
    const startMs = performance.now();
    let lossSum = 0;
    let correct = 0;
    for (let i = 0; i < this.stepsPerEpoch; i++) {
      const examples = order.slice(i * this.config.batchSize, (i + 1) * this.config.batchSize);
      const step = (epoch - 1) * this.stepsPerEpoch + i;
      const outcome = this.runStep(buildBatch(examples, this.config.augmentation, random), step);
      lossSum += outcome.loss;
      correct += outcome.correct;
      const done = (i + 1) * this.config.batchSize;
      observer.onBatch({
        epoch,
        done,
        total: this.stepsPerEpoch * this.config.batchSize,
        loss: lossSum / (i + 1),
        accuracy: correct / done,
        samplesPerSec: (1000 * done) / (performance.now() - startMs),
      });
    }
    const seen = this.stepsPerEpoch * this.config.batchSize;
    return { loss: lossSum / this.stepsPerEpoch, accuracy: correct / seen };
  }

  /** All numbers of the run: weights, then first and second moments. */
  snapshot(): Float32Array[] {
    const weights = this.model.weights.map((weight) => Float32Array.from(weight.read().dataSync()));
    return [...weights, ...this.optimizer.moments.flatMap(({ first, second }) => [first, second])];
  }

  /** Puts back what `snapshot` gave. */
  restore(arrays: readonly Float32Array[]): void {
    tf.tidy(() => {
      for (const [i, weight] of this.model.weights.entries()) {
        const values = arrays[i];
        if (!values) throw new RangeError('The checkpoint holds fewer weights than the network has.');
        weight.write(tf.tensor(values, weight.shape as number[]));
      }
    });
    for (const [i, { first, second }] of this.optimizer.moments.entries()) {
      first.set(arrays[this.model.weights.length + 2 * i] ?? []);
      second.set(arrays[this.model.weights.length + 2 * i + 1] ?? []);
    }
  }

  /** Frees what the model does not own. */
  dispose(): void {
    this.classWeights.dispose();
  }

  private runStep(batch: Batch, step: number): { loss: number; correct: number } {
    for (const dropout of this.dropouts) dropout.stepSeed = this.config.seed * 1_000_003 + step;
    const { loss, correct, gradients } = this.computeGradients(batch);
    if (!Number.isFinite(loss)) throw new Error(`The loss became ${loss} at step ${step}: lower the learning rate.`);
    const totalSteps = this.config.epochs * this.stepsPerEpoch;
    this.optimizer.applyGradients(gradients, step, scheduleLearningRate(this.config.optimizer, step, totalSteps));
    return { loss, correct };
  }

  private computeGradients(batch: Batch): { loss: number; correct: number; gradients: Float32Array[] } {
    return tf.tidy(() => {
      const pictures = tf.tensor(batch.pictures, [batch.size, ...FEATURE_SHAPE]);
      const targets = tf.tensor2d(batch.targets, [batch.size, EMOTIONS.length]);
      let correct = 0;
      const { value, grads } = tf.variableGrads(() => {
        const logits = this.model.apply(pictures, { training: true }) as tf.Tensor2D;
        correct = countCorrect(logits, targets);
        const weighted = tf.mul(tf.mul(targets, this.classWeights), tf.logSoftmax(logits));
        return tf.neg(tf.mean(tf.sum(weighted, 1)));
      }, [...this.variables]);
      const gradients = this.variables.map(({ name }) => Float32Array.from((grads[name] as tf.Tensor).dataSync()));
      return { loss: value.dataSync()[0] ?? NaN, correct, gradients };
    });
  }
}

function countCorrect(logits: tf.Tensor2D, targets: tf.Tensor2D): number {
  return tf.tidy(
    () => tf.sum(tf.cast(tf.equal(tf.argMax(logits, 1), tf.argMax(targets, 1)), 'int32')).dataSync()[0] ?? 0,
  );
}

function computeClassWeights(examples: readonly TrainingExample[]): number[] {
  return EMOTIONS.map((_, emotion) => {
    const count = Math.max(1, examples.filter(({ label }) => label === emotion).length);
    return Math.sqrt(Math.min(MAX_CLASS_WEIGHT, examples.length / (EMOTIONS.length * count)));
  });
}

/** A shuffled copy (Fisher and Yates). */
function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j] as Item, shuffled[i] as Item];
  }
  return shuffled;
}
