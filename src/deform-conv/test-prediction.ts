/** The check that the op of one predicted tensor does what the op of separate tensors does. */
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { expectAllClose } from '../testing/all-close';
import { createUniformValues } from '../testing/seeded-random';
import { deformConv2d, deformConv2dFromPrediction } from './deform-conv2d';
import type { DeformConvCase } from './test-cases';
import { createCaseTensors, DEFORM_CONV_CASES, prepareCase } from './test-cases';

const SLOPE = 0.1;

/** The cases whose mask is random: replaced by one of logits here. */
export const MODULATED_CASES = DEFORM_CONV_CASES.filter(({ mask }) => mask === 'random');

/**
 * Compares both ops on the current backend, with and without bias and activation, for inference and while gradients
 * are recorded: those of picture, filter, prediction and bias.
 *
 * @throws Error naming the worst element, or when a tensor is left behind
 */
export async function expectPredictionEquivalence(testCase: DeformConvCase, tolerance: number): Promise<void> {
  const prepared = prepareCase(testCase);
  const { taps, positions } = prepared.geometry;
  const tensorsBefore = tf.memory().numTensors;
  const [x, filter, offset, mask] = createCaseTensors(testCase, prepared) as [Tensor4D, Tensor4D, Tensor4D, Tensor4D];
  const logits: Tensor4D = tf.tensor4d(createUniformValues(positions * taps, -4, 4, 6), mask.shape);
  const prediction = tf.concat([offset, logits], 3);
  const bias = tf.tensor1d(createUniformValues(testCase.outChannels, -1, 1, 7));

  const plain = tf.tidy(() => deformConv2d(x, filter, offset, tf.mul(tf.sigmoid(logits), 2), testCase));
  const activated: Tensor4D = tf.tidy(() => tf.leakyRelu(tf.add(plain, bias), SLOPE));
  const fusion = { bias, leakyReluSlope: SLOPE };
  const predicted = deformConv2dFromPrediction(x, filter, prediction, testCase, {});
  const fused = deformConv2dFromPrediction(x, filter, prediction, testCase, fusion);
  const inputs = [x, filter, prediction, bias];
  const { value, grads } = tf.valueAndGrads((...sources) => {
    const [picture, kernel, fields, shift] = sources as [Tensor4D, Tensor4D, Tensor4D, Tensor1D];
    const output = deformConv2dFromPrediction(picture, kernel, fields, testCase, { ...fusion, bias: shift });
    return tf.sum(tf.square(output));
  })(inputs);
  const expectedGradients = tf.grads((...sources) => {
    const [picture, kernel, fields, shift] = sources as [Tensor4D, Tensor4D, Tensor4D, Tensor1D];
    const [offsets, masks] = tf.split(fields, [2 * taps, taps], 3) as [Tensor4D, Tensor4D];
    const output = deformConv2d(picture, kernel, offsets, tf.mul(tf.sigmoid(masks), 2), testCase);
    return tf.sum(tf.square(tf.leakyRelu(tf.add(output, shift), SLOPE)));
  })(inputs);
  const expectedValue = tf.tidy(() => tf.sum(tf.square(activated)));

  expectAllClose(await predicted.data(), await plain.data(), tolerance);
  expectAllClose(await fused.data(), await activated.data(), tolerance);
  for (const [index, gradient] of grads.entries()) {
    const expected = await (expectedGradients[index] ?? gradient).data();
    // Sums over all positions, of products with outputs of up to several units.
    expectAllClose(await gradient.data(), expected, tolerance * findLargest(expected));
  }
  const [sum] = await expectedValue.data();
  expectAllClose(await value.data(), [sum ?? NaN], tolerance * Math.max(1, sum ?? NaN));
  tf.dispose([x, filter, offset, mask, logits, prediction, bias, plain, activated, predicted, fused]);
  tf.dispose([value, ...grads, ...expectedGradients, expectedValue]);
  const left = tf.memory().numTensors - tensorsBefore;
  if (left !== 0) throw new Error(`Expected no tensors left behind, got ${left}`);
}

/** The largest magnitude, 1 at least. */
function findLargest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
}
