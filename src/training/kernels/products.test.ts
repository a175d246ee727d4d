import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { multiplyColumns } from '../../deform-conv/multiply-columns';
import '../../deform-conv/register';
import { expectGradientsOfReference, SMOOTH_CASES } from '../../deform-conv/test-gradients';
import { expectAllClose } from '../../testing/all-close';
import { startNodeBackend } from '../../testing/node-backend';
import { createUniformValues } from '../../testing/seeded-random';
import './register';

type Matrix = readonly (readonly number[])[];

function toMatrix(values: ArrayLike<number>, columns: number): Matrix {
  return Array.from({ length: values.length / columns }, (_, row) =>
    Array.from({ length: columns }, (__, column) => values[row * columns + column] ?? NaN),
  );
}

function transpose(matrix: Matrix): Matrix {
  return (matrix[0] ?? []).map((_, column) => matrix.map((row) => row[column] ?? NaN));
}

/** In float64. */
function multiply(a: Matrix, b: Matrix): number[] {
  const columns = transpose(b);
  return a.flatMap((row) =>
    columns.map((column) => row.reduce((sum, value, i) => sum + value * (column[i] ?? NaN), 0)),
  );
}

describe('the product of columns and filter, with gradients', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it.each([
    // Tiles are of four rows and eight columns, blocks of 64 rows: with remainders, without, and smaller than one.
    { rows: 8, inner: 16, filters: 8 },
    { rows: 131, inner: 13, filters: 27 },
    { rows: 64, inner: 5, filters: 3 },
    { rows: 3, inner: 2, filters: 9 },
    { rows: 1, inner: 1, filters: 1 },
  ])('equals float64 sums: $rows rows, $inner inner, $filters filters', ({ rows, inner, filters }) => {
    const a = createUniformValues(rows * inner, -1, 1, 1);
    const b = createUniformValues(inner * filters, -1, 1, 2);
    const dy = createUniformValues(rows * filters, -1, 2, 3);
    const [columns, filter, upstream] = [toMatrix(a, inner), toMatrix(b, filters), toMatrix(dy, filters)];
    let product = new Float32Array();
    const [dColumns, dFilter] = tf.tidy(() => {
      const gradients = tf.grads((x, y) => {
        const output = multiplyColumns(x as tf.Tensor2D, y as tf.Tensor2D, {});
        product = Float32Array.from(output.dataSync());
        return output;
      })([tf.tensor2d(a, [rows, inner]), tf.tensor2d(b, [inner, filters])], tf.tensor2d(dy, [rows, filters]));
      return gradients.map((gradient) => Float32Array.from(gradient.dataSync()));
    });
    // Up to 131 float32 products of magnitude ≤ 2.
    expectAllClose(product, multiply(columns, filter), 2e-5);
    expectAllClose(dColumns ?? [], multiply(upstream, transpose(filter)), 2e-5);
    expectAllClose(dFilter ?? [], multiply(transpose(columns), upstream), 2e-5);
  });

  it.each(SMOOTH_CASES)('carries the deformable convolution: $name', async (testCase) => {
    const before = { tensors: tf.memory().numTensors, buffers: tf.backend().numDataIds() };
    await expectGradientsOfReference(testCase);
    expect({ tensors: tf.memory().numTensors, buffers: tf.backend().numDataIds() }).toEqual(before);
  });
});
