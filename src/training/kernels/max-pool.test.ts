import * as tf from '@tensorflow/tfjs-core';
// Brings the stock gradient of tf.maxPool, which calls our kernel.
import '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAllClose } from '../../testing/all-close';
import { startNodeBackend } from '../../testing/node-backend';
import { createUniformValues } from '../../testing/seeded-random';
import './register';

interface PoolingCase {
  readonly input: [batch: number, height: number, width: number, channels: number];
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly padding: 'same' | 'valid';
}

const CASES: readonly PoolingCase[] = [
  { input: [2, 10, 44, 8], filterSize: 2, strides: 2, padding: 'same' },
  { input: [2, 7, 9, 5], filterSize: 2, strides: 2, padding: 'same' },
  // Windows that overlap: a cell may receive from several.
  { input: [2, 7, 9, 6], filterSize: 3, strides: 2, padding: 'same' },
  { input: [3, 6, 5, 3], filterSize: [2, 3], strides: [1, 2], padding: 'valid' },
];

function computeGradient({ input, filterSize, strides, padding }: PoolingCase): Float32Array {
  return tf.tidy(() => {
    const x = tf.tensor4d(createUniformValues(tf.util.sizeFromShape(input), -1, 1, 1), input);
    const pool = (a: tf.Tensor4D): tf.Tensor4D => tf.maxPool(a, filterSize, strides, padding);
    const { shape } = pool(x);
    const upstream = tf.tensor4d(createUniformValues(tf.util.sizeFromShape(shape), -1, 2, 2), shape);
    return Float32Array.from(
      tf
        .grad((a) => pool(a as tf.Tensor4D))(x, upstream)
        .dataSync(),
    );
  });
}

describe('the gradient of max pooling on wasm', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it.each(CASES)('equals that of the cpu backend: $input by $filterSize, strides $strides, $padding', async (shape) => {
    await startNodeBackend('cpu');
    const expected = computeGradient(shape);
    await startNodeBackend('wasm');
    // It moves numbers, and adds a few of them where windows overlap.
    expectAllClose(computeGradient(shape), expected, 1e-6);
  });

  it('goes to the first of equal cells only', () => {
    const x = tf.fill<tf.Rank.R4>([1, 2, 2, 5], 3);
    const gradient = tf.grad((a) => tf.maxPool(a as tf.Tensor4D, 2, 2, 'same'))(x, tf.fill([1, 1, 1, 5], 7));
    expect([...gradient.dataSync()]).toEqual([7, 7, 7, 7, 7, ...Array<number>(15).fill(0)]);
  });
});
