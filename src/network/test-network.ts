/** A network whose answers depend on everything in it: for tests of inference. */
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { FEATURE_SHAPE } from '../contract/features';
import { createUniformValues } from '../testing/seeded-random';
import { buildNetwork } from './build';

/** Ranges of the weights that are not left as initialised, by the end of their names. */
const RANGES: Readonly<Record<string, readonly [low: number, high: number]>> = {
  gamma: [0.6, 1.4],
  beta: [-0.4, 0.4],
  moving_mean: [-0.3, 0.3],
  moving_variance: [0.5, 2],
  offset_kernel: [-0.05, 0.05],
  offset_bias: [-1, 1],
  attention: [-0.5, 0.5],
  // Large, so that the probabilities are far from uniform.
  'logits/kernel': [-2, 2],
};

/** Builds the network that ships with random weights wherever fresh ones are zero or one; the same in every run. */
export function buildRandomNetwork(): tfl.LayersModel {
  const model = buildNetwork();
  for (const [index, weight] of model.weights.entries()) {
    const range = Object.entries(RANGES).find(([ending]) => weight.originalName.endsWith(ending))?.[1];
    if (range === undefined) continue;
    tf.tidy(() => {
      const size = tf.util.sizeFromShape(weight.shape as number[]);
      weight.write(tf.tensor(createUniformValues(size, ...range, index), weight.shape as number[]));
    });
  }
  return model;
}

/** Random pictures `[count, 40, 173, 2]`, of the scale of standardised features. */
export function createRandomPictures(count: number): tf.Tensor {
  const shape = [count, ...FEATURE_SHAPE];
  return tf.tensor(createUniformValues(tf.util.sizeFromShape(shape), -1.7, 1.7, 99), shape);
}
