import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { batchNormLeakyRelu, hasBatchNormKernel } from '../../network/batch-norm-kernel';
import { BATCH_NORM_EPSILON, BatchNormLeakyRelu, LEAKY_RELU_SLOPE } from '../../network/batch-norm-leaky-relu';
import '../../network/register';
import { expectAllClose } from '../../testing/all-close';
import { startNodeBackend } from '../../testing/node-backend';
import { createUniformValues } from '../../testing/seeded-random';
import './register';

const EPSILON = BATCH_NORM_EPSILON;
const SLOPE = LEAKY_RELU_SLOPE;

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

  // Channels with and without a remainder of four; rows within one block of the kernel's, and several with a remainder.
  it.each([[[2, 5, 7, 3]], [[9, 4]], [[3, 9, 7, 10]], [[128, 8]]])(
    'equals stock ops on cpu, with all gradients: %j',
    async (shape) => {
      await startNodeBackend('cpu');
      expect(hasBatchNormKernel()).toBe(false);
      const expected = evaluate(compose, shape);
      await startNodeBackend('wasm');
      expect(hasBatchNormKernel()).toBe(true);
      const actual = evaluate(fuse, shape);
      expect(actual).toHaveLength(4);
      // The constant channel divides by √ε: the rounding of the mean on cpu grows thirtyfold, in gamma's gradient times rows.
      const tolerance = 30 * TOLERANCE * Math.max(1, tf.util.sizeFromShape(shape.slice(0, -1)) / 50);
      for (const [i, values] of actual.entries()) expectAllClose(values, expected[i] ?? [], tolerance);
    },
  );

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

  it('is what the layer uses in training', () => {
    const [x, gamma, beta] = createArguments([3, 4, 5, 2]);
    const layer = new BatchNormLeakyRelu();
    layer.build(x.shape);
    layer.setWeights([gamma, beta, tf.zeros([2]), tf.ones([2])]);
    const { y, mean } = batchNormLeakyRelu(x, gamma, beta, { epsilon: EPSILON, slope: SLOPE });
    expect(layer.call(x, { training: true }).dataSync()).toEqual(y.dataSync());
    // A fiftieth of the way from zero.
    expectAllClose(layer.getWeights()[2]?.dataSync() ?? [], tf.mul(mean, 0.02).dataSync(), 1e-6);
  });
});
