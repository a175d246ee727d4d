import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAllClose } from '../testing/all-close';
import { startNodeBackend } from '../testing/node-backend';
import { createUniformValues } from '../testing/seeded-random';
import { AdamW, type OptimizerConfig } from './optimizer';

const CONFIG: OptimizerConfig = { learningRate: 0.01, weightDecay: 0 };

describe('AdamW', () => {
  beforeAll(() => startNodeBackend('cpu'));

  it('without decay takes the steps of the stock Adam', () => {
    const ours = createUniformValues(12, -1, 1, 1);
    const start = ours.slice();
    const theirs = tf.variable(tf.tensor2d(start, [3, 4]));
    const stock = tf.train.adam(CONFIG.learningRate);
    const optimizer = new AdamW(12, [{ start: 0, end: 12, axes: 2 }], CONFIG);
    for (let step = 0; step < 20; step++) {
      const gradient = createUniformValues(12, -0.5, 1, 100 + step);
      optimizer.applyGradients(ours, gradient, step, CONFIG.learningRate);
      stock.applyGradients([{ name: theirs.name, tensor: tf.tensor2d(gradient, [3, 4]) }]);
    }
    // Twenty float32 steps of 0.01; the two place an epsilon of 1e-7 on different sides of the bias correction.
    expectAllClose(ours, theirs.dataSync(), 2e-6);
    expect(Math.abs((ours[0] ?? NaN) - (start[0] ?? NaN))).toBeGreaterThan(0.02);
  });

  it('decays kernels by their own size, biases not at all, and leaves alone what is not trained', () => {
    const weights = Float32Array.of(2, -4, 7, 2, -4);
    const spans = [
      { start: 0, end: 2, axes: 2 },
      { start: 3, end: 5, axes: 1 },
    ];
    const optimizer = new AdamW(5, spans, { ...CONFIG, weightDecay: 0.1 });
    optimizer.applyGradients(weights, Float32Array.of(0, 0, 1, 0, 0), 0, 0.5);
    // Without a gradient what remains is 1 − 0.5 · 0.1.
    expectAllClose(weights, [1.9, -3.8, 7, 2, -4], 1e-6);
  });
});
