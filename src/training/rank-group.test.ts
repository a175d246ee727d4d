import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../contract/emotions';
import { FEATURE_CONFIG } from '../contract/features';
import { buildNetwork } from '../network/build';
import { expectAllClose } from '../testing/all-close';
import { startNodeBackend } from '../testing/node-backend';
import { createUniformValues } from '../testing/seeded-random';
import { AUGMENTATION } from './batches';
import { describeWindows, type SourceDescription } from './example-source';
import { FlatWeights } from './flat-weights';
import { AdamW } from './optimizer';
import { orderExamples, Rank, type PartResult, type RankTask, type StepPlace } from './rank';
import { RankGroup, type GroupConfig } from './rank-group';
import { RemoteRank } from './remote-rank';
import { createTestClips, NO_AUGMENTATION, SMALL_NETWORK } from './test-clips';

const CONFIG: GroupConfig = {
  network: SMALL_NETWORK,
  augmentation: AUGMENTATION,
  optimizer: { learningRate: 1e-2, weightDecay: 1e-2 },
  batchSize: 6,
  seed: 3,
  classWeights: true,
  ranks: 2,
  stepsPerEpoch: 2,
};

const source = describeWindows(createTestClips(13));

function readWeights(model: LayersModel): Float32Array {
  const flat = new FlatWeights(model);
  const weights = new Float32Array(flat.length);
  flat.save(weights);
  return weights;
}

/** Runs one step of a rank on this thread. */
function runRank(
  model: LayersModel,
  weights: Float32Array,
  description: SourceDescription,
  { network, augmentation, batchSize, classWeights, seed }: GroupConfig,
  [ranks, index]: [ranks: number, index: number],
  place: StepPlace,
): PartResult & { outcome: Float32Array } {
  const outcome = new Float32Array(weights.length);
  const shared = { source: description, weights, outcome };
  const rank = new Rank(model, { network, augmentation, batchSize, classWeights, seed, ranks, rank: index, ...shared });
  const result = rank.runStep(place);
  rank.dispose();
  return { ...result, outcome };
}

describe('a group of ranks', () => {
  const groups: RankGroup[] = [];

  function createGroup(config: GroupConfig): { group: RankGroup; model: LayersModel } {
    const model = buildNetwork(config.network);
    const group = new RankGroup(model, source, config);
    groups.push(group);
    return { group, model };
  }

  beforeAll(() => startNodeBackend('wasm'));
  afterEach(async () => {
    for (const group of groups.splice(0)) await group.stop();
  });

  it('steps by the mean of what its ranks find, to the bit what one thread finds for both', async () => {
    const { group } = createGroup(CONFIG);
    const result = await group.runStep({ epoch: 1, batch: 1 }, 0.4);

    const model = buildNetwork(CONFIG.network);
    const weights = readWeights(model);
    const parts = [0, 1].map((rank) => runRank(model, weights, source, CONFIG, [2, rank], { epoch: 1, batch: 1 }));
    const [first, second] = parts;
    const flat = new FlatWeights(model);
    // Powers of two: halving rounds nothing, so the order does not matter.
    const mean = Float32Array.from(first?.outcome ?? [], (value, i) => 0.5 * value + 0.5 * (second?.outcome[i] ?? NaN));
    const learningRate = 0.4 * CONFIG.optimizer.learningRate;
    new AdamW(flat.length, flat.trained, CONFIG.optimizer).applyGradients(weights, mean, 1, learningRate);
    for (const { start, end } of flat.kept) weights.set(mean.subarray(start, end), start);

    expect(group.snapshot()[0]).toEqual(weights);
    expect(result.loss).toBeCloseTo(((first?.loss ?? NaN) + (second?.loss ?? NaN)) / 2, 12);
    expect(result.correct).toBe((first?.correct ?? NaN) + (second?.correct ?? NaN));
    // The halves are not the same, or averaging them would show nothing.
    expect(first?.outcome).not.toEqual(second?.outcome);
  });

  it('gives every copy of the network new weights in every step', async () => {
    const { group, model } = createGroup(CONFIG);
    const [before = new Float32Array()] = group.snapshot();
    const losses: number[] = [];
    for (const epoch of [1, 2]) losses.push((await group.runStep({ epoch, batch: 0 }, 1)).loss);
    const { group: again } = createGroup(CONFIG);
    for (const epoch of [1, 2]) expect((await again.runStep({ epoch, batch: 0 }, 1)).loss).toBe(losses[epoch - 1]);
    expect(again.snapshot()).toEqual(group.snapshot());
    group.updateModel();
    const after = readWeights(model);
    expect(after).toEqual(group.snapshot()[0]);
    expect(after).not.toEqual(before);
    // Alike at the start, a group that took no first step has another second one.
    const { group: late } = createGroup(CONFIG);
    expect((await late.runStep({ epoch: 2, batch: 0 }, 1)).loss).not.toBe(losses[1]);
  }, 30_000);

  it('refuses a checkpoint of another network', () => {
    const { group } = createGroup({ ...CONFIG, ranks: 1 });
    expect(() => {
      group.restore([new Float32Array(3)]);
    }).toThrow(/got 3/);
  });
});

describe('a rank', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it('finds in half a batch half of the gradient, where the halves have equal moments', () => {
    // Two clips, each twice, that fill the picture: nothing is left to chance but their order.
    const size = FEATURE_CONFIG.nMels * FEATURE_CONFIG.frames;
    const [a, b] = [createUniformValues(size, -60, 0, 1), createUniformValues(size, -60, -20, 2)];
    const description: SourceDescription = { kind: 'levels', labels: [0, 1, 0, 1], levels: [a, b, a, b] };
    const labelsIn = (seed: number): number[] => orderExamples([1, 1, 1, 1], seed, 1).map((example) => example % 2);
    const seed = [1, 2, 3, 4, 5, 6].find((candidate) => {
      const [w, x, y, z] = labelsIn(candidate);
      return w !== x && y !== z;
    });
    const network = { ...SMALL_NETWORK, dropout: 0 };
    const config = { ...CONFIG, network, augmentation: NO_AUGMENTATION, batchSize: 4, seed: seed ?? NaN };
    const model = buildNetwork(network);
    const weights = readWeights(model);
    const run = (ranks: number, rank: number): Float32Array =>
      runRank(model, weights, description, config, [ranks, rank], { epoch: 1, batch: 0 }).outcome;
    const [whole, first, second] = [run(1, 0), run(2, 0), run(2, 1)];
    const mean = first.map((value, i) => (value + (second[i] ?? NaN)) / 2);
    // Sums of some thousand float32 products of magnitude ≤ 10, in another order.
    expectAllClose(mean, whole, 2e-4);
    expect(Math.max(...whole.map(Math.abs))).toBeGreaterThan(0.1);
  });

  it('drops other values than its neighbour and than in another step', () => {
    const model = buildNetwork(SMALL_NETWORK);
    const config = { ...CONFIG, augmentation: NO_AUGMENTATION };
    // All examples are the same clip, so only dropout can tell the parts apart.
    const clip = createUniformValues(FEATURE_CONFIG.nMels * FEATURE_CONFIG.frames, -60, 0, 1);
    const description: SourceDescription = {
      kind: 'levels',
      labels: [1, 1, 1, 1, 1, 1],
      levels: Array<typeof clip>(6).fill(clip),
    };
    const weights = readWeights(model);
    const run = (rank: number, epoch: number): number =>
      runRank(model, weights, description, config, [2, rank], { epoch, batch: 0 }).loss;
    const losses = [run(0, 1), run(1, 1), run(0, 2), run(0, 1)];
    expect(new Set(losses).size).toBe(3);
    expect(losses[3]).toBe(losses[0]);
  });

  it('weighs an emotion by its rarity, where asked', () => {
    const labels = [0, 0, 0, 0, 0, 0];
    const clip = createUniformValues(FEATURE_CONFIG.nMels * FEATURE_CONFIG.frames, -60, 0, 1);
    const description: SourceDescription = { kind: 'levels', labels, levels: labels.map(() => clip) };
    const network = { ...SMALL_NETWORK, dropout: 0 };
    const model = buildNetwork(network);
    const run = (classWeights: boolean): number => {
      const config = { ...CONFIG, network, augmentation: NO_AUGMENTATION, classWeights };
      return runRank(model, readWeights(model), description, config, [1, 0], { epoch: 1, batch: 0 }).loss;
    };
    // All examples are of one emotion out of eight: √(6 / (8 · 6)).
    expect(run(true) / run(false)).toBeCloseTo(Math.sqrt(1 / 8), 5);
  });

  it('keeps no tensors', () => {
    const model = buildNetwork(SMALL_NETWORK);
    const before = tf.memory().numTensors;
    runRank(model, readWeights(model), source, CONFIG, [2, 0], { epoch: 1, batch: 0 });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('takes every example of an epoch once, in another order in each', () => {
    const once = Array.from({ length: 50 }, () => 1);
    const orders = [orderExamples(once, 1, 1), orderExamples(once, 1, 2), orderExamples(once, 2, 1)];
    for (const order of orders)
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(new Set(orders.map(String)).size).toBe(3);
    expect(orderExamples(once, 1, 2)).toEqual(orders[1]);
  });

  it('takes examples as often as they are to be repeated, in every epoch as many', () => {
    const repeats = [2, 2, 1, 1, 0.5, 0.5, 0.5, 0.5, 0];
    const countIn = (order: readonly number[], examples: readonly number[]): number =>
      order.filter((example) => examples.includes(example)).length;
    const orders = Array.from({ length: 40 }, (_, epoch) => orderExamples(repeats, 1, epoch));
    for (const order of orders) {
      expect(order).toHaveLength(8);
      expect(countIn(order, [0])).toBe(2);
      expect(countIn(order, [2])).toBe(1);
      expect(countIn(order, [8])).toBe(0);
    }
    // Each of the halves in about half of the epochs: 20 ± 3 standard deviations of 3.2.
    for (const example of [4, 5, 6, 7]) {
      const times = orders.reduce((sum, order) => sum + countIn(order, [example]), 0);
      expect(times).toBeGreaterThan(10);
      expect(times).toBeLessThan(30);
    }
  });
});

describe('a rank on another thread', () => {
  const createTask = (description: SourceDescription): RankTask => {
    const { network, augmentation, batchSize, classWeights, seed } = CONFIG;
    const { length } = new FlatWeights(buildNetwork(network));
    const arrays = { weights: new Float32Array(length), outcome: new Float32Array(length) };
    return { network, augmentation, batchSize, classWeights, seed, source: description, ranks: 2, rank: 1, ...arrays };
  };

  beforeAll(() => startNodeBackend('wasm'));

  it('that dies in a step says why, then and ever after', async () => {
    // Labels of clips whose levels are not there.
    const rank = new RemoteRank(createTask({ kind: 'levels', labels: EMOTIONS.map((_, i) => i), levels: [] }));
    await expect(rank.runStep({ epoch: 1, batch: 0 })).rejects.toThrow(
      /Rank 1 of the training died: Expected an example below 0.+--resume/,
    );
    await expect(rank.runStep({ epoch: 1, batch: 1 })).rejects.toThrow(/Rank 1 of the training died/);
    await rank.stop();
  });

  it('that is ended leaves nobody waiting with an error', async () => {
    const rank = new RemoteRank(createTask(source));
    const step = rank.runStep({ epoch: 1, batch: 0 });
    const settled = step.then(
      () => 'answered',
      () => 'refused',
    );
    await rank.stop();
    expect(await Promise.race([settled, Promise.resolve('silent')])).toBe('silent');
  });
});
