/**
 * The ranks of a run and what they share. The leader, on the calling thread, is rank 0; it averages what all ranks give,
 * takes the optimizer's step on the one copy of the weights and lets all read it again.
 */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SourceDescription } from './example-source';
import { FlatWeights } from './flat-weights';
import { AdamW, type OptimizerConfig } from './optimizer';
import { getPart, Rank, type PartResult, type RankTask, type StepPlace } from './rank';
import { RemoteRank } from './remote-rank';

/** What the group has to know; the rest of a rank's task is the group's own. */
export interface GroupConfig extends Pick<
  RankTask,
  'network' | 'augmentation' | 'batchSize' | 'classWeights' | 'seed' | 'ranks'
> {
  readonly optimizer: OptimizerConfig;
  readonly stepsPerEpoch: number;
}

/** Weights, optimizer and ranks of one run. */
export class RankGroup {
  private readonly flat: FlatWeights;
  private readonly weights: Float32Array;
  private readonly optimizer: AdamW;
  private readonly leader: Rank;
  private readonly others: readonly RemoteRank[];
  private readonly outcomes: readonly { readonly values: Float32Array; readonly share: number }[];
  private readonly mean: Float32Array;

  /** @param model from `config.network`; the caller owns it */
  constructor(
    model: LayersModel,
    source: SourceDescription,
    private readonly config: GroupConfig,
  ) {
    this.flat = new FlatWeights(model);
    this.weights = allocateShared(this.flat.length);
    this.flat.save(this.weights);
    this.mean = new Float32Array(this.flat.length);
    this.optimizer = new AdamW(this.flat.length, this.flat.trained, config.optimizer);
    const { network, augmentation, batchSize, classWeights, seed, ranks } = config;
    const tasks = Array.from({ length: ranks }, (_, rank): RankTask => {
      const shared = { weights: this.weights, outcome: allocateShared(this.flat.length) };
      return { network, augmentation, batchSize, classWeights, seed, ranks, rank, source, ...shared };
    });
    this.outcomes = tasks.map((task) => {
      const { first, end } = getPart(task);
      return { values: task.outcome, share: (end - first) / batchSize };
    });
    const [ofLeader, ...ofOthers] = tasks;
    if (!ofLeader) throw new RangeError(`Expected at least one rank, got ${ranks}.`);
    this.leader = new Rank(model, ofLeader);
    this.others = ofOthers.map((task) => new RemoteRank(task));
  }

  /**
   * Trains on one batch.
   * @param rateShare learning rate of this step as a share of the optimizer's highest
   * @throws Error when a rank dies or the loss is no number any more
   */
  async runStep(place: StepPlace, rateShare: number): Promise<PartResult> {
    const others = Promise.all(this.others.map((rank) => rank.runStep(place)));
    // Should the leader fail, nobody waits for them any more.
    others.catch(() => undefined);
    const results = [this.leader.runStep(place), ...(await others)];
    const loss = results.reduce((sum, result, i) => sum + result.loss * (this.outcomes[i]?.share ?? NaN), 0);
    const step = (place.epoch - 1) * this.config.stepsPerEpoch + place.batch;
    if (!Number.isFinite(loss)) throw new Error(`The loss became ${loss} at step ${step}: lower the learning rate.`);
    this.averageOutcomes();
    const learningRate = rateShare * this.config.optimizer.learningRate;
    this.optimizer.applyGradients(this.weights, this.mean, step, learningRate);
    for (const { start, end } of this.flat.kept) this.weights.set(this.mean.subarray(start, end), start);
    const add = (pick: (result: PartResult) => number): number => results.reduce((sum, part) => sum + pick(part), 0);
    return { loss, spoken: add(({ spoken }) => spoken), correct: add(({ correct }) => correct) };
  }

  /** Gives the model the weights as they are now. */
  updateModel(): void {
    this.flat.load(this.weights);
  }

  /** All numbers of the run: weights, first and second moments. */
  snapshot(): Float32Array[] {
    return [this.weights, this.optimizer.first, this.optimizer.second].map((values) => Float32Array.from(values));
  }

  /** Puts back what `snapshot` gave. */
  restore(arrays: readonly Float32Array[]): void {
    for (const [i, values] of [this.weights, this.optimizer.first, this.optimizer.second].entries()) {
      const stored = arrays[i];
      if (stored?.length !== values.length) {
        throw new RangeError(`Expected a checkpoint of ${values.length} weights, got ${stored?.length ?? 0}.`);
      }
      values.set(stored);
    }
    this.updateModel();
  }

  /** Ends the other ranks and frees what the model does not own. */
  async stop(): Promise<void> {
    this.leader.dispose();
    await Promise.all(this.others.map((rank) => rank.stop()));
  }

  private averageOutcomes(): void {
    this.mean.fill(0);
    for (const { values, share } of this.outcomes) {
      for (let i = 0; i < values.length; i++) this.mean[i] = (this.mean[i] as number) + share * (values[i] as number);
    }
  }
}

function allocateShared(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}
