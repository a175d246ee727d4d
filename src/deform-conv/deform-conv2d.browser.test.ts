import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { computeMaxDifference, expectAllClose } from '../testing/all-close';
import { createUniformValues } from '../testing/seeded-random';
import type { WebglRenderer } from '../testing/webgl-backend';
import { startWebglBackend } from '../testing/webgl-backend';
import { DeformConv2dLayer } from './layer';
import './register';
import { deformConv2d } from './deform-conv2d';
import type { SamplingGeometry } from './geometry';
import type { DeformConvCase } from './test-cases';
import { applyCase, computeExpected, createCaseTensors, DEFORM_CONV_CASES, prepareCase } from './test-cases';
import { expectGradientsOfReference, SMOOTH_CASES } from './test-gradients';
import { expectPredictionEquivalence, MODULATED_CASES } from './test-prediction';
import './webgl/register';

/** Sums of up to 306 products of magnitude ≤ 1 in float32, and drivers may contract multiplications: 2e-5 on wasm. */
const OUTPUT_TOLERANCE = 5e-5;

/** Texels along an edge; packed tensors of more than twice as many rows or columns are then laid out row after row. */
const SMALL_TEXTURE = 48;

/** An edge that is small, but leaves room for the columns of a case, four values to a texel. */
function chooseTextureEdge({ positions, taps, channels }: SamplingGeometry): number {
  return Math.max(SMALL_TEXTURE, Math.ceil(Math.sqrt((positions * taps * channels) / 3)));
}

/** Offsets of up to 2.9 cells in a picture that is larger than twice that. */
const FAR_CASE: DeformConvCase = {
  name: 'far inside a large picture',
  inputShape: [2, 13, 17, 4],
  outChannels: 3,
  kernelSize: [3, 3],
  strides: [1, 1],
  padding: 'same',
  dilations: [1, 1],
  offsets: 'fractional',
  mask: 'none',
};

/** The same values, but computed on the GPU: a packed texture like that of an activation, not an uploaded array. */
function passThroughGpu(tensors: readonly Tensor4D[]): Tensor4D[] {
  return tensors.map((tensor) => tf.mul(tensor, 1));
}

/** The same values, but what a packed texture holds beyond an odd number of columns or channels is infinite. */
function surroundWithInfinity(tensor: Tensor4D): Tensor4D {
  return tf.tidy(() => {
    // tfjs uploads zeros there and computes with them like with the rest.
    const zerosAmongOnes = tf.sub(1, tf.ones(tensor.shape));
    return tf.add(tensor, tf.mul(tf.mul(zerosAmongOnes, 1e38), 1e38));
  });
}

describe('deformConv2d on webgl', () => {
  let renderer: WebglRenderer;
  beforeAll(async () => {
    renderer = await startWebglBackend();
  });

  test('really runs on WebGL 2 with float32 textures', () => {
    expect(tf.getBackend()).toBe('webgl');
    expect(renderer.name).not.toBe('');
    expect(renderer.webglVersion).toBe(2);
    expect(tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')).toBe(true);
  });

  test.each(DEFORM_CONV_CASES)('matches the reference: $name', async (testCase) => {
    const prepared = prepareCase(testCase);
    const expected = computeExpected(testCase, prepared);
    const tensorsBefore = tf.memory().numTensors;
    const uploaded = createCaseTensors(testCase, prepared);
    const onGpu = passThroughGpu(uploaded);
    for (const tensors of [uploaded, onGpu]) {
      const output = applyCase(testCase, tensors);
      expectAllClose(await output.data(), expected, OUTPUT_TOLERANCE);
      output.dispose();
    }
    tf.dispose([...uploaded, ...onGpu]);
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });

  const plainCases = DEFORM_CONV_CASES.filter(({ offsets, mask }) => offsets === 'zero' && mask === 'none');
  test.each(plainCases)('equals conv2d: $name', async (testCase) => {
    const tensors = createCaseTensors(testCase, prepareCase(testCase));
    const [x, filter] = tensors as [Tensor4D, Tensor4D];
    const { strides, padding, dilations } = testCase;
    const plain = tf.conv2d(x, filter, [...strides], padding, 'NHWC', [...dilations]);
    const output = applyCase(testCase, tensors);
    expectAllClose(await output.data(), await plain.data(), OUTPUT_TOLERANCE);
    tf.dispose([...tensors, plain, output]);
  });

  test.each(SMOOTH_CASES)('has the gradients of finite differences: $name', async (testCase) => {
    const tensorsBefore = tf.memory().numTensors;
    await expectGradientsOfReference(testCase);
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });

  const oddCases = SMOOTH_CASES.filter(({ name }) => name.includes('odd'));
  test.each(oddCases)('uses nothing that lies beside its inputs in their textures: $name', async (testCase) => {
    const prepared = prepareCase(testCase);
    const uploaded = createCaseTensors(testCase, prepared);
    const tensors = uploaded.map(surroundWithInfinity);
    const output = applyCase(testCase, tensors);
    expectAllClose(await output.data(), computeExpected(testCase, prepared), OUTPUT_TOLERANCE);
    tf.dispose([...uploaded, ...tensors, output]);
    await expectGradientsOfReference(testCase, surroundWithInfinity);
  });

  test('finds the gradient of x as far away as it is told to', async () => {
    const prepared = prepareCase(FAR_CASE);
    const [x, filter, offset] = createCaseTensors(FAR_CASE, prepared) as [Tensor4D, Tensor4D, Tensor4D];
    const differentiate = async (maxOffset: number) => {
      const gradient = tf.grad((input) =>
        tf.sum(deformConv2d(input as Tensor4D, filter, tf.mul(offset, 2), null, { ...FAR_CASE, maxOffset })),
      )(x);
      const values = await gradient.data();
      gradient.dispose();
      return values;
    };
    // The offsets of the case reach 2.9 cells, doubled 5.8.
    const complete = await differentiate(6);
    expectAllClose(await differentiate(12), complete, OUTPUT_TOLERANCE);
    expect(computeMaxDifference(await differentiate(3), complete)).toBeGreaterThan(0.1);
    tf.dispose([x, filter, offset]);
  });

  test.each(MODULATED_CASES)('takes offsets and mask from one tensor: $name', async (testCase) => {
    await expectPredictionEquivalence(testCase, OUTPUT_TOLERANCE);
  });

  test.each(DEFORM_CONV_CASES)(
    'is the same in textures that cannot hold a matrix as it is: $name',
    async (testCase) => {
      const prepared = prepareCase(testCase);
      const largestTexture = tf.env().getNumber('WEBGL_MAX_TEXTURE_SIZE');
      tf.env().set('WEBGL_MAX_TEXTURE_SIZE', chooseTextureEdge(prepared.geometry));
      try {
        const uploaded = createCaseTensors(testCase, prepared);
        const tensors = passThroughGpu(uploaded);
        const output = applyCase(testCase, tensors);
        // Another pass over it: an odd number of columns is cut off by saying so, and must be believed.
        const doubled = tf.mul(output, 2);
        const half = doubled.dataSync().map((value) => value / 2);
        expectAllClose(half, computeExpected(testCase, prepared), OUTPUT_TOLERANCE);
        tf.dispose([...uploaded, ...tensors, output, doubled]);
      } finally {
        tf.env().set('WEBGL_MAX_TEXTURE_SIZE', largestTexture);
      }
    },
  );

  test('frees every texture', async () => {
    const [testCase] = DEFORM_CONV_CASES;
    if (testCase === undefined) throw new Error('Expected at least one case');
    const tensors = passThroughGpu(createCaseTensors(testCase, prepareCase(testCase)));
    const runOnce = async () => {
      const output = applyCase(testCase, tensors);
      await output.data();
      output.dispose();
      return tf.memory().numDataBuffers;
    };
    const afterFirst = await runOnce();
    expect(await runOnce()).toBe(afterFirst);
  });

  test('serves the layer', async () => {
    const layer = new DeformConv2dLayer({ filters: 6, kernelSize: 3, strides: 2 });
    const input = tfl.input({ shape: [9, 13, 4] });
    const model = tfl.model({ inputs: input, outputs: layer.apply(input) as tfl.SymbolicTensor });
    const x = tf.tensor4d(createUniformValues(2 * 9 * 13 * 4, -1, 1, 7), [2, 9, 13, 4]);
    const [kernel] = layer.getWeights();
    const plain = tf.conv2d(x, kernel as Tensor4D, 2, 'same');
    const output = model.predict(x) as Tensor4D;
    expectAllClose(await output.data(), await plain.data(), OUTPUT_TOLERANCE);
    tf.dispose([x, plain, output]);
    model.dispose();
  });
});
