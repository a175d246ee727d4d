import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EpochRecord } from '../contract/model-card';
import { startNodeBackend } from '../testing/node-backend';
import { loadLatestCheckpoint } from './checkpoint';
import { describeWindows } from './example-source';
import { DEFAULT_RUN } from './run-config';
import { createTestClips, NO_AUGMENTATION, SMALL_NETWORK } from './test-clips';
import { trainNetwork, type BatchProgress, type TrainedNetwork, type TrainingConfig } from './train';

const clips = createTestClips(18);
const training = describeWindows(clips.slice(0, 14));
const validation = clips.slice(14);

const CONFIG: TrainingConfig = {
  ...DEFAULT_RUN,
  network: SMALL_NETWORK,
  optimizer: { learningRate: 1e-2, weightDecay: 1e-2 },
  schedule: { ...DEFAULT_RUN.schedule, warmUpShare: 0.2 },
  epochs: 3,
  batchSize: 4,
  ranks: 1,
  seed: 3,
  clips: { training: 14, perEpoch: 14, validation: validation.length, fingerprint: 'synthetic' },
};

const silent = { onBatch: (): void => undefined, onEpoch: (): void => undefined };

function readWeights({ model }: TrainedNetwork): Float32Array[] {
  return model.weights.map((weight) => Float32Array.from(weight.read().dataSync()));
}

/** Trains until the second batch of an epoch, then dies as if killed. */
async function trainUntilKilledIn(epoch: number, runFolder: string, config = CONFIG): Promise<void> {
  const killed = new Error('killed');
  const observer = {
    onBatch: (progress: BatchProgress): void => {
      if (progress.epoch === epoch && progress.done > CONFIG.batchSize) throw killed;
    },
    onEpoch: (): void => undefined,
  };
  await expect(trainNetwork(training, validation, config, runFolder, 'refuse', observer)).rejects.toBe(killed);
}

describe('trainNetwork', () => {
  let folder = '';
  let straight: TrainedNetwork;
  const records: EpochRecord[] = [];
  const batches: BatchProgress[] = [];

  beforeAll(async () => {
    await startNodeBackend('wasm');
    folder = await mkdtemp(join(tmpdir(), 'undertone-train-'));
    straight = await trainNetwork(training, validation, CONFIG, join(folder, 'straight'), 'refuse', {
      onBatch: (progress) => batches.push(progress),
      onEpoch: (record) => records.push(record),
    });
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('learns: both losses fall', () => {
    expect(records).toHaveLength(3);
    const [first, , last] = records;
    // Nine steps on strongly varied clips: a beginning only. Steps of pure noise would leave both where they are.
    expect(last?.loss).toBeLessThan(0.9 * (first?.loss ?? NaN));
    expect(last?.valLoss).toBeLessThan((first?.valLoss ?? NaN) - 0.1);
  });

  it('tells two voices apart after ten epochs without augmentation', async () => {
    const config = { ...CONFIG, network: { ...SMALL_NETWORK, dropout: 0 }, picture: NO_AUGMENTATION, epochs: 10 };
    const { state } = await trainNetwork(training, validation, config, join(folder, 'plain'), 'refuse', silent);
    const { history, bestEpoch } = state;
    expect(history.at(-1)?.loss).toBeLessThan(0.5 * (history[0]?.loss ?? NaN));
    expect(Math.max(...history.map(({ accuracy }) => accuracy))).toBe(1);
    expect(history[bestEpoch - 1]?.valAccuracy).toBe(1);
  }, 60_000);

  it('tells of every batch and every epoch', () => {
    // 14 clips are three batches of four; the incomplete one is left out.
    expect(batches.map(({ epoch, done }) => [epoch, done])).toEqual(
      [1, 2, 3].flatMap((epoch) => [4, 8, 12].map((done) => [epoch, done])),
    );
    expect(batches.every(({ total, accuracy }) => total === 12 && accuracy >= 0 && accuracy <= 1)).toBe(true);
    expect(straight.state.history).toEqual(records);
    expect(straight.state.epochsDone).toBe(3);
  });

  it('goes on after a kill as if nothing had happened, to the bit', async () => {
    const runFolder = join(folder, 'killed');
    await trainUntilKilledIn(2, runFolder);
    const seen: number[] = [];
    const resumed = await trainNetwork(training, validation, CONFIG, runFolder, 'resume', {
      ...silent,
      onEpoch: ({ epoch }) => seen.push(epoch),
    });
    expect(seen).toEqual([2, 3]);
    expect(resumed.state).toEqual(straight.state);
    expect(readWeights(resumed)).toEqual(readWeights(straight));
    const [ours, theirs] = await Promise.all(
      [runFolder, join(folder, 'straight')].map((run) => loadLatestCheckpoint<TrainingConfig>(run)),
    );
    // Not only the best epoch: the last one with all its moments.
    expect(ours).toEqual(theirs);
  }, 60_000);

  it('on two threads gives the same run every time, killed or not', async () => {
    const config = { ...CONFIG, ranks: 2, epochs: 2 };
    const [whole, killed] = ['two', 'two-killed'].map((name) => join(folder, name)) as [string, string];
    await trainNetwork(training, validation, config, whole, 'refuse', silent);
    await trainUntilKilledIn(2, killed, config);
    await trainNetwork(training, validation, config, killed, 'resume', silent);
    const [ours, theirs] = await Promise.all([killed, whole].map((run) => loadLatestCheckpoint<TrainingConfig>(run)));
    expect(ours).toEqual(theirs);
    // Half batches are normalised by other moments than whole ones.
    expect(theirs?.state.history[0]?.loss).not.toBe(records[0]?.loss);
    expect(theirs?.state.history[0]?.loss).toBeCloseTo(records[0]?.loss ?? NaN, 0);
  }, 60_000);

  it('hands out the best epoch of a finished run without training again', async () => {
    const again = await trainNetwork(training, validation, CONFIG, join(folder, 'straight'), 'resume', {
      onBatch: () => {
        throw new Error('trained again');
      },
      onEpoch: silent.onEpoch,
    });
    expect(readWeights(again)).toEqual(readWeights(straight));
  });

  it.each([
    ['another configuration', { ...CONFIG, epochs: 4 }],
    ['other augmentation', { ...CONFIG, waveform: { ...CONFIG.waveform, telephone: { share: 0.1 } } }],
    ['another number of clips', { ...CONFIG, clips: { ...CONFIG.clips, training: 15 } }],
    ['other clips', { ...CONFIG, clips: { ...CONFIG.clips, fingerprint: 'others' } }],
  ])('refuses to go on with %s', async (_, other) => {
    const run = trainNetwork(training, validation, other, join(folder, 'straight'), 'resume', silent);
    await expect(run).rejects.toThrow(/another configuration or other clips/);
  });

  it('ends when no epoch has been better for as long as its patience', async () => {
    // No steps, and averages that stand still: no epoch is better than the first.
    const still = {
      ...CONFIG,
      optimizer: { learningRate: 0, weightDecay: 0 },
      network: { ...SMALL_NETWORK, batchNormMomentum: 1 },
      epochs: 10,
      patienceEpochs: 2,
    };
    const runFolder = join(folder, 'still');
    const { state } = await trainNetwork(training, validation, still, runFolder, 'refuse', silent);
    expect(state).toMatchObject({ epochsDone: 3, bestEpoch: 1 });
    const again = await trainNetwork(training, validation, still, runFolder, 'resume', silent);
    expect(again.state).toEqual(state);
  }, 60_000);

  it('refuses to overwrite a run unasked, and begins anew when asked', async () => {
    const runFolder = join(folder, 'anew');
    const short = { ...CONFIG, epochs: 1 };
    await trainNetwork(training, validation, { ...CONFIG, epochs: 2 }, runFolder, 'refuse', silent);
    const unasked = trainNetwork(training, validation, short, runFolder, 'refuse', silent);
    await expect(unasked).rejects.toThrow(/holds 2 epochs of a run: --resume .+ --restart/);
    await trainNetwork(training, validation, short, runFolder, 'restart', silent);
    const latest = await loadLatestCheckpoint<TrainingConfig>(runFolder);
    expect(latest?.state).toMatchObject({ config: short, epochsDone: 1, bestEpoch: 1 });
  }, 60_000);

  it('refuses fewer clips than a batch, more ranks than examples, and no clips to choose the best epoch on', async () => {
    const runFolder = join(folder, 'few');
    const withClips = (clips: Partial<TrainingConfig['clips']>): TrainingConfig => ({
      ...CONFIG,
      clips: { ...CONFIG.clips, ...clips },
    });
    const tooFew = trainNetwork(
      training,
      validation,
      withClips({ training: 3, perEpoch: 3 }),
      runFolder,
      'refuse',
      silent,
    );
    await expect(tooFew).rejects.toThrow(/at least 4 training clips .+ got 3/);
    const tooMany = trainNetwork(training, validation, { ...CONFIG, ranks: 5 }, runFolder, 'refuse', silent);
    await expect(tooMany).rejects.toThrow(/1 to 4 ranks .+ got 5/);
    const none = trainNetwork(training, [], withClips({ validation: 0 }), runFolder, 'refuse', silent);
    await expect(none).rejects.toThrow(/validation speakers .+ none/);
  });

  it('frees the network when it fails, and all but the network when it ends', async () => {
    const before = tf.memory().numTensors;
    await trainUntilKilledIn(1, join(folder, 'leak'));
    expect(tf.memory().numTensors).toBe(before);
    const { model } = await trainNetwork(
      training,
      validation,
      { ...CONFIG, epochs: 1 },
      join(folder, 'leak'),
      'refuse',
      silent,
    );
    expect(tf.memory().numTensors).toBe(before + model.weights.length);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  }, 60_000);
});
