import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAllClose } from '../testing/all-close';
import { computeCentralDifferences, pickIndices } from '../testing/finite-differences';
import { startNodeBackend } from '../testing/node-backend';
import { createUniformValues } from '../testing/seeded-random';
import { AttentivePooling } from './attentive-pooling';

type Shape = [batch: number, height: number, time: number, channels: number];

/** The layer by its formula, in float64. */
function pool(
  x: ArrayLike<number>,
  attention: ArrayLike<number>,
  rowWeights: ArrayLike<number>,
  [batch, rows, time, channels]: Shape,
): number[] {
  return Array.from({ length: batch }, (_, n) => {
    const frames = Array.from({ length: time }, (_t, t) =>
      Array.from({ length: channels }, (_c, c) => {
        let sum = 0;
        for (let row = 0; row < rows; row++) {
          sum += (rowWeights[row * channels + c] ?? NaN) * (x[((n * rows + row) * time + t) * channels + c] ?? NaN);
        }
        return sum;
      }),
    );
    const scores = frames.map((frame) =>
      Math.exp(frame.reduce((sum, value, c) => sum + value * (attention[c] ?? NaN), 0)),
    );
    const total = scores.reduce((sum, score) => sum + score, 0);
    const weigh = (f: (frame: number[]) => number): number =>
      frames.reduce((sum, frame, t) => sum + ((scores[t] ?? NaN) / total) * f(frame), 0);
    const means = Array.from({ length: channels }, (_c, c) => weigh((frame) => frame[c] ?? NaN));
    const deviations = means.map((mean, c) =>
      Math.sqrt(
        Math.max(
          1e-5,
          weigh((frame) => ((frame[c] ?? NaN) - mean) ** 2),
        ),
      ),
    );
    return [...means, ...deviations];
  }).flat();
}

function createLayer(attention: Float32Array, rowWeights: Float32Array): AttentivePooling {
  const channels = attention.length;
  const rows = rowWeights.length / channels;
  const layer = new AttentivePooling();
  layer.build([null, rows, null, channels]);
  layer.setWeights([tf.tensor2d(attention, [channels, 1]), tf.tensor3d(rowWeights, [rows, 1, channels])]);
  return layer;
}

describe.each(['wasm', 'cpu'] as const)('AttentivePooling on %s', (backendName) => {
  beforeAll(() => startNodeBackend(backendName));

  it('gives the weighted means and deviations of the formula', () => {
    const shape: Shape = [2, 3, 7, 4];
    const x = createUniformValues(2 * 3 * 7 * 4, -2, 2, 1);
    const attention = createUniformValues(4, -1.5, 1.5, 2);
    const rowWeights = createUniformValues(3 * 4, -1, 1, 3);
    const layer = createLayer(attention, rowWeights);
    const y = layer.call(tf.tensor4d(x, shape));
    expect(y.shape).toEqual([2, 8]);
    expect(layer.computeOutputShape([null, 3, 7, 4])).toEqual([null, 8]);
    // float32 sums of some twenty values within a few units.
    expectAllClose(y.dataSync(), pool(x, attention, rowWeights, shape), 2e-6);
  });

  it('begins as plain mean and deviation', () => {
    const layer = new AttentivePooling();
    layer.build([null, 2, 4, 1]);
    const y = layer.call(tf.tensor4d([0, 1, 2, 5, 2, 3, 4, 7], [1, 2, 4, 1]));
    expectAllClose(y.dataSync(), [3, Math.sqrt(3.5)], 1e-6);
  });

  it('has finite gradients where nothing varies', () => {
    const layer = createLayer(Float32Array.of(0.5, -0.5), Float32Array.of(0.5, 0.5, 0.5, 0.5));
    const gradient = tf.grad((x) => layer.call(x))(tf.ones([1, 2, 5, 2]));
    expect(Array.from(gradient.dataSync()).every(Number.isFinite)).toBe(true);
  });
});

describe('the gradients of AttentivePooling', () => {
  beforeAll(() => startNodeBackend('cpu'));

  it('equal finite differences of the formula', () => {
    const shape: Shape = [2, 2, 5, 3];
    const x = createUniformValues(2 * 2 * 5 * 3, -2, 2, 3);
    const attention = createUniformValues(3, -1, 1, 4);
    const upstream = createUniformValues(2 * 6, -1, 2, 5);
    const rowWeights = createUniformValues(2 * 3, -1, 1, 6);
    const layer = createLayer(attention, rowWeights);
    const { grads, value } = tf.variableGrads(() =>
      tf.sum(tf.mul(layer.call(tf.tensor4d(x, shape)), tf.tensor2d(upstream, [2, 6]))),
    );
    const byInput = tf.grad((input) => layer.call(input))(tf.tensor4d(x, shape), tf.tensor2d(upstream, [2, 6]));
    const [a, b, c] = [x, attention, rowWeights].map((values) => Float64Array.from(values)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const evaluate = (): number => pool(a, b, c, shape).reduce((sum, y, i) => sum + y * (upstream[i] ?? NaN), 0);
    expect(value.dataSync()[0]).toBeCloseTo(evaluate(), 5);
    const indices = pickIndices(a.length, 12);
    const dx = byInput.dataSync();
    // Differences of a float64 formula: what remains is the float32 of the gradient.
    expectAllClose(
      indices.map((i) => dx[i] ?? NaN),
      computeCentralDifferences(evaluate, a, indices, 1e-4),
      1e-5,
    );
    const [dAttention, dRowWeights] = Object.values(grads);
    expectAllClose(dAttention?.dataSync() ?? [], computeCentralDifferences(evaluate, b, [0, 1, 2], 1e-4), 1e-5);
    expectAllClose(
      dRowWeights?.dataSync() ?? [],
      computeCentralDifferences(evaluate, c, [0, 1, 2, 3, 4, 5], 1e-4),
      1e-5,
    );
  });
});
