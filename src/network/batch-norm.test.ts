import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAllClose } from '../testing/all-close';
import { startNodeBackend } from '../testing/node-backend';
import { createUniformValues } from '../testing/seeded-random';
import { batchNormLeakyRelu, hasBatchNormKernel } from './batch-norm-kernel';
import { BatchNormLeakyRelu } from './batch-norm-leaky-relu';
import './register';

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

function fuse(x: tf.Tensor, gamma: tf.Tensor1D, beta: tf.Tensor1D): tf.Tensor {
  return batchNormLeakyRelu(x, gamma, beta, { epsilon: EPSILON, slope: SLOPE }).y;
}

/** Value and gradients of one of the two, with an upstream gradient that is not one. */
function evaluate(f: (...args: Arguments) => tf.Tensor, shape: number[]): Float32Array[] {
  return tf.tidy(() => {
    const args = createArguments(shape);
    const upstream = tf.tensor(createUniformValues(tf.util.sizeFromShape(shape), -1, 2, 4), shape);
    const gradients = tf.grads((...inputs) => f(...(inputs as Arguments)))(args, upstream);
    return [f(...args), ...gradients].map((tensor) => Float32Array.from(tensor.dataSync()));
  });
}

describe('the fused kernel on wasm', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it.each([[[2, 5, 7, 3]], [[9, 4]]])('equals stock ops on cpu, with all gradients: %j', async (shape) => {
    await startNodeBackend('cpu');
    expect(hasBatchNormKernel()).toBe(false);
    const expected = evaluate(compose, shape);
    await startNodeBackend('wasm');
    expect(hasBatchNormKernel()).toBe(true);
    const actual = evaluate(fuse, shape);
    expect(actual).toHaveLength(4);
    // The constant channel divides by √ε: rounding grows thirtyfold there.
    for (const [i, values] of actual.entries()) expectAllClose(values, expected[i] ?? [], 30 * TOLERANCE);
  });

  it('gives the moments of the batch, exactly enough beside a large mean', () => {
    const rows = 500;
    const values = createUniformValues(2 * rows, -1, 1, 5).map((value, i) => (i % 2 === 0 ? value : 100 + value));
    const { mean, variance, y } = batchNormLeakyRelu(tf.tensor2d(values, [rows, 2]), tf.ones([2]), tf.zeros([2]), {
      epsilon: EPSILON,
      slope: SLOPE,
    });
    for (const channel of [0, 1]) {
      const column = Array.from(values).filter((_, i) => i % 2 === channel);
      const m = column.reduce((sum, value) => sum + value, 0) / rows;
      const v = column.reduce((sum, value) => sum + (value - m) ** 2, 0) / rows;
      // Relative to 100, float32 resolves 4e-6.
      expect(mean.dataSync()[channel]).toBeCloseTo(m, 5);
      expect(variance.dataSync()[channel]).toBeCloseTo(v, 6);
      const z = column.map((value) => (value - m) / Math.sqrt(v + EPSILON));
      const expected = z.map((value) => (value > 0 ? value : SLOPE * value));
      const actual = Array.from(y.dataSync()).filter((_, i) => i % 2 === channel);
      expectAllClose(actual, expected, TOLERANCE);
    }
  });

  it('leaves no memory behind', () => {
    evaluate(fuse, [2, 5, 7, 3]);
    const before = { tensors: tf.memory().numTensors, buffers: tf.backend().numDataIds() };
    evaluate(fuse, [2, 5, 7, 3]);
    expect({ tensors: tf.memory().numTensors, buffers: tf.backend().numDataIds() }).toEqual(before);
  });
});

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
