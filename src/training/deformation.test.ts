import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { computeAccuracy, countConfusion } from '../evaluation/confusion';
import { buildNetwork, findDeformableLayers } from '../network/build';
import { startNodeBackend } from '../testing/node-backend';
import { createUniformValues } from '../testing/seeded-random';
import { measureDeformation } from './deformation';
import { judgeClips } from './judge';
import { createTestClips, SMALL_NETWORK } from './test-clips';

const clips = createTestClips(3);

describe('measureDeformation', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it('finds a fresh network on the fixed grid', () => {
    const { layers } = measureDeformation(buildNetwork(SMALL_NETWORK), clips);
    expect(layers).toMatchObject([
      { layer: 'block3_conv', meanOffset: 0, maskDeviation: 0 },
      { layer: 'block4_conv', meanOffset: 0, maskDeviation: 0 },
    ]);
  });

  it('measures constant offsets and masks, and the network without them', () => {
    const model = buildNetwork(SMALL_NETWORK);
    for (const layer of findDeformableLayers(model)) {
      const weights = layer.getWeights();
      // The offset convolution's bias: 18 offsets (dy, dx) of (3, 4), then 9 masks before their sigmoid.
      const bias = Float32Array.from({ length: 27 }, (_, i) => (i < 18 ? 3 + (i % 2) : i % 2 === 0 ? 40 : -40));
      layer.setWeights(weights.map((weight) => (weight.size === 27 ? tf.tensor1d(bias) : weight)));
    }
    const before = judgeClips(model, clips);
    const { layers, accuracyWithoutAnyOffsets } = measureDeformation(model, clips);
    // Afterwards the offsets are back.
    expect(judgeClips(model, clips)).toEqual(before);
    const measureIgnoring = (ignored: readonly number[]): number => {
      for (const [i, layer] of findDeformableLayers(model).entries()) layer.ignoreOffsets = ignored.includes(i);
      return computeAccuracy(countConfusion(judgeClips(model, clips)));
    };
    for (const [i, { meanOffset, maskDeviation, accuracyWithoutOffsets }] of layers.entries()) {
      expect(meanOffset).toBeCloseTo(5, 5);
      // Five masks of 2 and four of 0, or the other way round: √(4 · 5/9 · 4/9).
      expect(maskDeviation).toBeCloseTo(Math.sqrt((4 * 20) / 81), 4);
      expect(accuracyWithoutOffsets).toBe(measureIgnoring([i]));
    }
    expect(accuracyWithoutAnyOffsets).toBe(measureIgnoring([0, 1]));
    expect(judgeClips(model, clips)).not.toEqual(before);
  });

  it('averages over cells: varied offsets lie between none and the largest', () => {
    const model = buildNetwork(SMALL_NETWORK);
    const [layer] = findDeformableLayers(model);
    const weights = layer?.getWeights() ?? [];
    layer?.setWeights(
      weights.map((weight, i) =>
        i === 0 ? weight : tf.tensor(createUniformValues(weight.size, -0.2, 0.2, i), weight.shape),
      ),
    );
    const { layers } = measureDeformation(model, clips);
    expect(layers[0]?.meanOffset).toBeGreaterThan(0.05);
    expect(layers[0]?.meanOffset).toBeLessThan(10);
    expect(layers[0]?.maskDeviation).toBeGreaterThan(0.01);
    expect(layers[0]?.maskDeviation).toBeLessThan(1);
    expect(layers[1]).toMatchObject({ meanOffset: 0, maskDeviation: 0 });
  });
});
