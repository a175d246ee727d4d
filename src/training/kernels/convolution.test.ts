import * as tf from '@tensorflow/tfjs-core';
// Brings the stock gradients of tf.conv2d, which call our kernels.
import '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAllClose } from '../../testing/all-close';
import { computeCentralDifferences, pickIndices } from '../../testing/finite-differences';
import { startNodeBackend } from '../../testing/node-backend';
import { createUniformValues } from '../../testing/seeded-random';
import './register';

interface ConvolutionCase {
  readonly input: [batch: number, height: number, width: number, channels: number];
  readonly filter: [height: number, width: number, channels: number, filters: number];
  readonly strides: number | [number, number];
  readonly padding: 'same' | 'valid';
}

const CASES: readonly ConvolutionCase[] = [
  { input: [2, 7, 11, 3], filter: [3, 3, 3, 5], strides: 1, padding: 'same' },
  { input: [2, 7, 11, 3], filter: [3, 3, 3, 5], strides: 1, padding: 'valid' },
  { input: [3, 9, 13, 2], filter: [3, 3, 2, 4], strides: 2, padding: 'same' },
  // One column too many for whole steps: the last one has no output, its gradient is zero.
  { input: [3, 9, 12, 2], filter: [3, 3, 2, 4], strides: 2, padding: 'valid' },
  { input: [2, 5, 8, 4], filter: [1, 1, 4, 3], strides: 1, padding: 'same' },
  { input: [2, 5, 8, 4], filter: [1, 1, 4, 3], strides: 2, padding: 'same' },
  { input: [2, 6, 9, 2], filter: [2, 4, 2, 3], strides: 1, padding: 'same' },
  { input: [2, 6, 9, 2], filter: [2, 4, 2, 3], strides: [2, 1], padding: 'valid' },
  { input: [2, 3, 2, 2], filter: [5, 5, 2, 2], strides: 1, padding: 'same' },
  // The network's first convolution.
  { input: [2, 40, 173, 2], filter: [3, 3, 2, 8], strides: 2, padding: 'same' },
];

/** Values within ±1, reproducible. */
function createTensor(shape: [number, number, number, number], seed: number): tf.Tensor4D {
  return tf.tensor4d(createUniformValues(tf.util.sizeFromShape(shape), -1, 1, seed), shape);
}

/** Gradients of a convolution by input and filter, with an upstream gradient that is not one. */
function computeGradients({ input, filter, strides, padding }: ConvolutionCase): {
  dx: Float32Array;
  dFilter: Float32Array;
} {
  return tf.tidy(() => {
    const x = createTensor(input, 1);
    const w = createTensor(filter, 2);
    const convolve = (a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D => tf.conv2d(a, b, strides, padding);
    const upstream = createTensor(convolve(x, w).shape, 3);
    const [dx, dFilter] = tf.grads((a, b) => convolve(a as tf.Tensor4D, b as tf.Tensor4D))([x, w], upstream);
    return {
      dx: Float32Array.from(dx?.dataSync() ?? []),
      dFilter: Float32Array.from(dFilter?.dataSync() ?? []),
    };
  });
}

describe('gradients of tf.conv2d on wasm', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it.each(CASES)('equal those of the cpu backend: $input by $filter, strides $strides, $padding', async (shape) => {
    await startNodeBackend('cpu');
    const expected = computeGradients(shape);
    await startNodeBackend('wasm');
    const actual = computeGradients(shape);
    const [batch, height, width] = shape.input;
    // Both are float32 sums, in another order, of products within ±1: as many as positions for the filter.
    expectAllClose(actual.dFilter, expected.dFilter, Math.max(2e-6, 6e-8 * batch * height * width));
    expectAllClose(actual.dx, expected.dx, 1e-5);
    expect(Math.max(...actual.dFilter.map(Math.abs))).toBeGreaterThan(0.1);
  });

  it('equal finite differences', () => {
    const [input, filter, strides, padding] = [[2, 5, 7, 2], [3, 2, 2, 3], 2, 'same'] as [
      [number, number, number, number],
      [number, number, number, number],
      number,
      'same',
    ];
    const { dx, dFilter } = computeGradients({ input, filter, strides, padding });
    const x = Float64Array.from(createTensor(input, 1).dataSync());
    const w = Float64Array.from(createTensor(filter, 2).dataSync());
    const evaluate = (): number =>
      tf.tidy(() => {
        const y = tf.conv2d(
          tf.tensor4d(Float32Array.from(x), input),
          tf.tensor4d(Float32Array.from(w), filter),
          2,
          'same',
        );
        const [values, upstream] = [Array.from(y.dataSync()), createTensor(y.shape, 3).dataSync()];
        return values.reduce((sum, value, i) => sum + value * (upstream[i] ?? NaN), 0);
      });
    // A convolution is linear in either argument, so a large step is exact; what remains is float32 rounding of y.
    for (const [values, gradient] of [
      [x, dx],
      [w, dFilter],
    ] as const) {
      const indices = pickIndices(values.length, 20);
      const expected = computeCentralDifferences(evaluate, values, indices, 0.5);
      expectAllClose(
        indices.map((index) => gradient[index] ?? NaN),
        expected,
        2e-5,
      );
    }
  });

  it('leaves no memory behind', () => {
    const [shape] = CASES as [ConvolutionCase];
    computeGradients(shape);
    const before = { tensors: tf.memory().numTensors, buffers: tf.backend().numDataIds() };
    computeGradients(shape);
    expect({ tensors: tf.memory().numTensors, buffers: tf.backend().numDataIds() }).toEqual(before);
  });

  it('refuses explicit padding, which tfjs would hand on as a list', () => {
    const x = createTensor([1, 4, 4, 1], 1);
    const w = createTensor([3, 3, 1, 1], 2);
    const explicit: tf.backend_util.ExplicitPadding = [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ];
    expect(() => tf.grad((a) => tf.conv2d(a as tf.Tensor4D, w, 1, explicit, 'NHWC', 1, 'floor'))(x)).toThrow(
      /padding must be 'same' or 'valid'/,
    );
  });
});
