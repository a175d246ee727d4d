import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectAllClose } from '../testing/all-close';
import { startNodeBackend } from '../testing/node-backend';
import { deformConv2d } from './deform-conv2d';
import './register';
import { applyCase, computeExpected, createCaseTensors, DEFORM_CONV_CASES, prepareCase } from './test-cases';
import { expectGradientsOfReference, SMOOTH_CASES } from './test-gradients';
import { expectPredictionEquivalence, MODULATED_CASES } from './test-prediction';

/** Outputs are sums of up to 306 products of magnitude ≤ 1 in float32; half a unit in the last place each gives 2e-5. */
const OUTPUT_TOLERANCE = 2e-5;
for (const backendName of ['wasm', 'cpu'] as const) {
  describe(`deformConv2d on ${backendName}`, () => {
    beforeAll(() => startNodeBackend(backendName));

    test.each(DEFORM_CONV_CASES)('matches the reference: $name', async (testCase) => {
      const prepared = prepareCase(testCase);
      const tensorsBefore = tf.memory().numTensors;
      const tensors = createCaseTensors(testCase, prepared);
      const output = applyCase(testCase, tensors);
      expectAllClose(await output.data(), computeExpected(testCase, prepared), OUTPUT_TOLERANCE);
      tf.dispose([...tensors, output]);
      expect(tf.memory().numTensors).toBe(tensorsBefore);
    });

    const plainCases = DEFORM_CONV_CASES.filter(({ offsets, mask }) => offsets === 'zero' && mask === 'none');
    test.each(plainCases)('equals conv2d: $name', async (testCase) => {
      const [x, filter, ...fields] = createCaseTensors(testCase, prepareCase(testCase)) as [
        Tensor4D,
        Tensor4D,
        Tensor4D,
      ];
      const { strides, padding, dilations } = testCase;
      const plain = tf.conv2d(x, filter, [...strides], padding, 'NHWC', [...dilations]);
      const output = applyCase(testCase, [x, filter, ...fields]);
      expect(output.shape).toEqual(plain.shape);
      expectAllClose(await output.data(), await plain.data(), OUTPUT_TOLERANCE);
      tf.dispose([x, filter, ...fields, plain, output]);
    });

    test.each(SMOOTH_CASES)('has the gradients of finite differences: $name', async (testCase) => {
      const tensorsBefore = tf.memory().numTensors;
      await expectGradientsOfReference(testCase);
      expect(tf.memory().numTensors).toBe(tensorsBefore);
    });

    test.each(MODULATED_CASES)('takes offsets and mask from one tensor: $name', async (testCase) => {
      await expectPredictionEquivalence(testCase, OUTPUT_TOLERANCE);
    });
  });
}

describe('deformConv2d refuses', () => {
  const options = { strides: [1, 1], padding: 'same', dilations: [1, 1] } as const;
  const x = () => tf.zeros<tf.Rank.R4>([2, 5, 7, 4]);
  const filter = () => tf.zeros<tf.Rank.R4>([3, 3, 4, 6]);
  const offset = () => tf.zeros<tf.Rank.R4>([2, 5, 7, 18]);

  beforeAll(() => startNodeBackend('cpu'));

  test('a filter of other channels', () => {
    const wrong = tf.zeros<tf.Rank.R4>([3, 3, 5, 6]);
    expect(() => deformConv2d(x(), wrong, offset(), null, options)).toThrow(/4 channels like x, got \[3, 3, 5, 6\]/);
  });

  test('an offset of the wrong depth', () => {
    const wrong = tf.zeros<tf.Rank.R4>([2, 5, 7, 9]);
    expect(() => deformConv2d(x(), filter(), wrong, null, options)).toThrow(
      /offset must be \[2, 5, 7, 18\], got \[2, 5, 7, 9\]/,
    );
  });

  test('an offset of the wrong output size', () => {
    const strided = { ...options, strides: [2, 2] } as const;
    expect(() => deformConv2d(x(), filter(), offset(), null, strided)).toThrow(/offset must be \[2, 3, 4, 18\]/);
  });

  test('a mask of the wrong depth', () => {
    expect(() => deformConv2d(x(), filter(), offset(), offset(), options)).toThrow(
      /modulationMask must be \[2, 5, 7, 9\], got \[2, 5, 7, 18\]/,
    );
  });

  test('a tensor of another rank or type', () => {
    const flat = tf.zeros([5, 7, 4]) as unknown as Tensor4D;
    expect(() => deformConv2d(flat, filter(), offset(), null, options)).toThrow(/x must be .*got shape \[5, 7, 4\]/);
    const whole = tf.zeros<tf.Rank.R4>([2, 5, 7, 4], 'int32');
    expect(() => deformConv2d(whole, filter(), offset(), null, options)).toThrow(/x must be float32, got int32/);
  });

  test('strides that are not positive integers, and windows that do not fit', () => {
    expect(() => deformConv2d(x(), filter(), offset(), null, { ...options, strides: [0, 1] })).toThrow(RangeError);
    const wide = { ...options, padding: 'valid', dilations: [3, 3] } as const;
    expect(() => deformConv2d(x(), filter(), offset(), null, wide)).toThrow(/does not fit into an input of \[5, 7\]/);
  });
});
