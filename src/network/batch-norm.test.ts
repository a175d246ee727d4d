import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAllClose } from '../testing/all-close';
import { startNodeBackend } from '../testing/node-backend';
import { createUniformValues } from '../testing/seeded-random';
import { BatchNormLeakyRelu } from './batch-norm-leaky-relu';

const EPSILON = 1e-3;
const SLOPE = 0.1;
/** The layer's, restated: a change of either is a change of the trained network. */

/** Moments and normalised values lie within a few units; both sides compute them from float32 input. */
const TOLERANCE = 1e-5;

type Arguments = [x: tf.Tensor, gamma: tf.Tensor1D, beta: tf.Tensor1D];

/** Input of which channel 0 is constant, with one negative gamma. */
function createArguments(shape: number[]): Arguments {
  const channels = shape.at(-1) ?? 0;
  const values = createUniformValues(tf.util.sizeFromShape(shape), -2, 3, 1);
  for (let i = 0; i < values.length; i += channels) values[i] = 1.5;
  const gamma = createUniformValues(channels, 0.5, 1.5, 2);
  gamma[channels - 1] = -0.8;
  return [tf.tensor(values, shape), tf.tensor1d(gamma), tf.tensor1d(createUniformValues(channels, -0.5, 0.5, 3))];
}

/** The same function composed of tfjs's own ops. */
function compose(x: tf.Tensor, gamma: tf.Tensor1D, beta: tf.Tensor1D): tf.Tensor {
  const { mean, variance } = tf.moments(x, [...x.shape.keys()].slice(0, -1));
  return tf.leakyRelu(tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D, beta, gamma, EPSILON), SLOPE);
}

describe.each(['wasm', 'cpu'] as const)('the layer on %s', (backendName) => {
  beforeAll(() => startNodeBackend(backendName));

  it.each([
    [undefined, 0.98],
    [0.9, 0.9],
  ])('normalises by the batch in training and moves its averages by momentum %f', (given, momentum) => {
    const [x, gamma, beta] = createArguments([3, 4, 5, 2]);
    const layer = new BatchNormLeakyRelu(given === undefined ? {} : { momentum: given });
    expect(layer.getConfig()['momentum']).toBe(momentum);
    layer.build(x.shape);
    const [oldMean, oldVariance] = [tf.tensor1d([0.3, -0.2]), tf.tensor1d([2, 0.5])];
    layer.setWeights([gamma, beta, oldMean, oldVariance]);
    const y = layer.call(x, { training: true });
    expectAllClose(y.dataSync(), compose(x, gamma, beta).dataSync(), 30 * TOLERANCE);
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const [, , newMean, newVariance] = layer.getWeights().map((weight) => weight.dataSync());
    const move = (old: tf.Tensor, value: tf.Tensor): number[] => {
      const values = value.dataSync();
      return Array.from(old.dataSync(), (average, i) => momentum * average + (1 - momentum) * (values[i] ?? NaN));
    };
    expectAllClose(newMean ?? [], move(oldMean, mean), TOLERANCE);
    expectAllClose(newVariance ?? [], move(oldVariance, variance), TOLERANCE);
  });

  it('uses its averages in inference and leaves them alone', () => {
    const [x, gamma, beta] = createArguments([2, 3, 5, 2]);
    const layer = new BatchNormLeakyRelu();
    layer.build(x.shape);
    const [mean, variance] = [
      [0.3, -0.2],
      [2, 0.5],
    ] as const;
    layer.setWeights([gamma, beta, tf.tensor1d([...mean]), tf.tensor1d([...variance])]);
    const y = layer.call(x, {});
    const [g, b] = [gamma.dataSync(), beta.dataSync()];
    const expected = Array.from(x.dataSync(), (value, i) => {
      const c = i % 2;
      const deviation = Math.sqrt((variance[c] ?? NaN) + EPSILON);
      const z = ((g[c] ?? NaN) * (value - (mean[c] ?? NaN))) / deviation + (b[c] ?? NaN);
      return z > 0 ? z : SLOPE * z;
    });
    expectAllClose(y.dataSync(), expected, TOLERANCE);
    expectAllClose(layer.getWeights()[2]?.dataSync() ?? [], mean, 1e-7);
    expectAllClose(layer.getWeights()[3]?.dataSync() ?? [], variance, 1e-7);
  });

  it('trains gamma and beta only', () => {
    const layer = new BatchNormLeakyRelu();
    layer.build([null, 4]);
    expect(layer.trainableWeights.map(({ originalName }) => originalName.split('/').at(-1))).toEqual(['gamma', 'beta']);
    expect(layer.nonTrainableWeights).toHaveLength(2);
  });
});
