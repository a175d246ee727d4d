import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../contract/emotions';
import { FEATURE_SHAPE } from '../contract/features';
import { startNodeBackend } from '../testing/node-backend';
import { createUniformValues } from '../testing/seeded-random';
import { buildNetwork, findDeformableLayers, NETWORK_CONFIG, type NetworkConfig } from './build';

const SMALL: NetworkConfig = { ...NETWORK_CONFIG, widths: [8, 8, 16, 16] };
const BYTES_PER_HALF = 2;

const readWeights = (model: LayersModel): Float32Array[] =>
  model.getWeights().map((weight) => Float32Array.from(weight.dataSync()));

describe('buildNetwork', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it('leads from a picture to eight logits', () => {
    const model = buildNetwork(SMALL);
    expect(model.inputs[0]?.shape).toEqual([null, ...FEATURE_SHAPE]);
    expect(model.outputShape).toEqual([null, EMOTIONS.length]);
    const pictures = createUniformValues(2 * 40 * 173 * 2, -2, 2, 1);
    const logits = Array.from((model.predict(tf.tensor(pictures, [2, ...FEATURE_SHAPE])) as tf.Tensor).dataSync());
    expect(logits).toHaveLength(2 * EMOTIONS.length);
    expect(logits.every(Number.isFinite)).toBe(true);
    // No softmax at its end: the values are not shares.
    expect(logits.some((value) => value < 0)).toBe(true);
    expect(logits.slice(0, 8)).not.toEqual(logits.slice(8));
  });

  it('ships within a megabyte of halves', () => {
    const parameters = buildNetwork().countParams();
    expect(parameters * BYTES_PER_HALF).toBeLessThan(1_000_000);
    expect(parameters).toBeGreaterThan(100_000);
  });

  it('deforms in its last two blocks, its twin nowhere', () => {
    expect(findDeformableLayers(buildNetwork(SMALL)).map(({ name }) => name)).toEqual(['block3_conv', 'block4_conv']);
    const twin = buildNetwork({ ...SMALL, deformable: false });
    expect(findDeformableLayers(twin)).toEqual([]);
    expect(twin.layers.map(({ name }) => name)).toEqual(buildNetwork(SMALL).layers.map(({ name }) => name));
  });

  it('begins with weights that the seed alone decides', () => {
    const weights = readWeights(buildNetwork(SMALL));
    expect(readWeights(buildNetwork(SMALL))).toEqual(weights);
    const other = readWeights(buildNetwork({ ...SMALL, seed: 2 }));
    expect(other.map(({ length }) => length)).toEqual(weights.map(({ length }) => length));
    expect(other).not.toEqual(weights);
  });

  it('leaves nothing behind after a prediction', () => {
    const model = buildNetwork(SMALL);
    const picture = tf.zeros([1, ...FEATURE_SHAPE]);
    (model.predict(picture) as tf.Tensor).dispose();
    const before = tf.memory().numTensors;
    (model.predict(picture) as tf.Tensor).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
