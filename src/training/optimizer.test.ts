import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAllClose } from '../testing/all-close';
import { startNodeBackend } from '../testing/node-backend';
import { createUniformValues } from '../testing/seeded-random';
import { AdamW, scheduleLearningRate, type OptimizerConfig } from './optimizer';

const CONFIG: OptimizerConfig = { learningRate: 0.01, warmUpShare: 0.2, weightDecay: 0 };

describe('scheduleLearningRate', () => {
  const rates = Array.from({ length: 100 }, (_, step) => scheduleLearningRate(CONFIG, step, 100));

  it('rises evenly over the warm-up to its peak', () => {
    // Twenty of a hundred steps.
    for (let step = 0; step < 20; step++) expect(rates[step]).toBeCloseTo((CONFIG.learningRate * (step + 1)) / 20, 12);
    expect(Math.max(...rates)).toBeCloseTo(CONFIG.learningRate, 12);
  });

  it('falls by a cosine to almost nothing', () => {
    expect(rates[60]).toBeCloseTo(CONFIG.learningRate / 2, 12);
    expect(rates.slice(20).every((rate, i) => rate < (rates[19 + i] ?? NaN) || i === 0)).toBe(true);
    expect(rates[99]).toBeGreaterThan(0);
    expect(rates[99]).toBeLessThan(0.001 * CONFIG.learningRate);
    expect(scheduleLearningRate(CONFIG, 100, 100)).toBeCloseTo(0, 12);
  });

  it('stands a single step', () => {
    expect(scheduleLearningRate(CONFIG, 0, 1)).toBe(CONFIG.learningRate);
  });
});

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
