/**
 * The training loop: categorical cross-entropy with class weights, AdamW, a checkpoint every epoch. Every random choice
 * is a function of the seed and of its place in the run (`random-streams.ts`), so a resumed run repeats what an
 * uninterrupted one would have done.
 */
import { rm } from 'node:fs/promises';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { EpochRecord } from '../contract/model-card';
import type { Report } from '../contract/report';
import { meanCrossEntropy } from '../evaluation/calibration';
import { buildReport } from '../evaluation/report';
import { buildNetwork } from '../network/build';
import { loadBestCheckpoint, loadLatestCheckpoint, saveCheckpoint, type RunState } from './checkpoint';
import type { ClipFeatures } from './clip-features';
import type { SourceDescription } from './example-source';
import { judgeClips } from './judge';
import { RankGroup } from './rank-group';
import type { RunConfig } from './run-config';
import { computeRateShare, hasStalled } from './schedule';

/** Everything that decides the outcome of a run: another configuration or other clips make another run. */
export interface TrainingConfig extends RunConfig {
  /** Numbers of clips, and what tells this set of them from another. */
  readonly clips: {
    readonly training: number;
    /** Examples that an epoch takes; what does not fill a batch is left out. */
    readonly perEpoch: number;
    readonly validation: number;
    readonly fingerprint: string;
  };
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

/** What to do with checkpoints that are already there: go on from them, throw them away, or refuse to run. */
export type ExistingRun = 'resume' | 'restart' | 'refuse';

/**
 * Trains a network, or goes on with the run found in `runFolder`. Needs the wasm backend to be set.
 * @param training `config.clips.training` examples
 * @param validation `config.clips.validation` clips
 * @throws RangeError when the run exists and nothing was said of it, or was made with another configuration or other
 *   clips; when there are fewer training clips than a batch, or none to validate on
 */
export async function trainNetwork(
  training: SourceDescription,
  validation: readonly ClipFeatures[],
  config: TrainingConfig,
  runFolder: string,
  existing: ExistingRun,
  observer: TrainingObserver,
): Promise<TrainedNetwork> {
  checkClips(config);
  if (existing === 'restart') await rm(runFolder, { recursive: true, force: true });
  const checkpoint = await loadLatestCheckpoint<TrainingConfig>(runFolder);
  if (checkpoint && existing === 'refuse') {
    const epochs = checkpoint.state.epochsDone;
    throw new RangeError(
      `${runFolder} holds ${epochs} epochs of a run: --resume goes on with it, --restart throws it away.`,
    );
  }
  if (checkpoint && JSON.stringify(checkpoint.state.config) !== JSON.stringify(config)) {
    throw new RangeError(
      `The run in ${runFolder} has another configuration or other clips: name another run or --restart.`,
    );
  }
  const network = { ...config.network, seed: config.seed };
  const model = buildNetwork(network);
  const stepsPerEpoch = Math.floor(config.clips.perEpoch / config.batchSize);
  const group = new RankGroup(model, training, { ...config, network, augmentation: config.picture, stepsPerEpoch });
  let state = checkpoint?.state ?? { config, epochsDone: 0, bestEpoch: 0, lowestLoss: Infinity, history: [] };
  try {
    if (checkpoint) group.restore(checkpoint.arrays);
    while (state.epochsDone < config.epochs && !hasStalled(state.epochsDone, state.bestEpoch, config.patienceEpochs)) {
      const { epochsDone, history } = state;
      const epoch = epochsDone + 1;
      const rateShareOf = (batch: number): number => {
        const step = epochsDone * stepsPerEpoch + batch;
        return computeRateShare(config.schedule, {
          step,
          totalSteps: config.epochs * stepsPerEpoch,
          stepsPerEpoch,
          history,
        });
      };
      const { loss, accuracy } = await runEpoch(group, epoch, stepsPerEpoch, config.batchSize, rateShareOf, observer);
      const verdicts = judgeClips(model, validation);
      const report = buildReport(verdicts, config.clips.training);
      const record = { epoch, loss, accuracy, valLoss: meanCrossEntropy(verdicts), valAccuracy: report.accuracy };
      // Not the best UAR: of two speakers, as there are in a corpus here, that is mostly luck.
      const isBest = record.valLoss < state.lowestLoss;
      state = {
        config,
        epochsDone: epoch,
        bestEpoch: isBest ? epoch : state.bestEpoch,
        lowestLoss: isBest ? record.valLoss : state.lowestLoss,
        history: [...history, record],
      };
      await saveCheckpoint(runFolder, { state, arrays: group.snapshot() });
      observer.onEpoch(record, report);
    }
    group.restore((await loadBestCheckpoint<TrainingConfig>(runFolder)).arrays);
    return { model, state };
  } catch (thrown) {
    model.dispose();
    throw thrown;
  } finally {
    await group.stop();
  }
}

function checkClips({ clips, batchSize, ranks }: TrainingConfig): void {
  if (clips.perEpoch < batchSize) {
    throw new RangeError(`Expected at least ${batchSize} training clips (a batch), got ${clips.perEpoch}.`);
  }
  if (ranks < 1 || ranks > batchSize) {
    throw new RangeError(`Expected 1 to ${batchSize} ranks (an example each), got ${ranks}.`);
  }
  if (clips.validation === 0) {
    throw new RangeError('Expected clips of validation speakers to choose the best epoch on, got none.');
  }
}

/** One pass over the examples in a random order; a last incomplete batch is left out. */
async function runEpoch(
  group: RankGroup,
  epoch: number,
  stepsPerEpoch: number,
  batchSize: number,
  rateShareOf: (batch: number) => number,
  observer: TrainingObserver,
): Promise<{ loss: number; accuracy: number }> {
  const startMs = performance.now();
  const total = stepsPerEpoch * batchSize;
  let lossSum = 0;
  let spoken = 0;
  let correct = 0;
  for (let batch = 0; batch < stepsPerEpoch; batch++) {
    const result = await group.runStep({ epoch, batch }, rateShareOf(batch));
    lossSum += result.loss;
    spoken += result.spoken;
    correct += result.correct;
    const done = (batch + 1) * batchSize;
    const samplesPerSec = (1000 * done) / (performance.now() - startMs);
    observer.onBatch({ epoch, done, total, loss: lossSum / (batch + 1), accuracy: correct / spoken, samplesPerSec });
  }
  group.updateModel();
  return { loss: lossSum / stepsPerEpoch, accuracy: correct / spoken };
}
