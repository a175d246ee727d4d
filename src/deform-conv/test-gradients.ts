/** The check of gradients that every backend must pass: the float64 reference, differentiated numerically. */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { expectAllClose } from '../testing/all-close';
import { computeCentralDifferences, pickIndices } from '../testing/finite-differences';
import { createUniformValues } from '../testing/seeded-random';
import { referenceDeformConv2d } from './reference/reference-deform-conv2d';
import type { DeformConvCase, PreparedCase } from './test-cases';
import { applyCase, createCaseTensors, DEFORM_CONV_CASES, prepareCase } from './test-cases';

/** Gradients sum up to 500 float32 products; the differences themselves are exact to 1e-8 away from kinks. */
const GRADIENT_TOLERANCE = 5e-5;
const STEP = 1e-4;
/** Elements of each input whose derivative is checked; prime, so that it walks through rows, columns and channels. */
const CHECKED_ELEMENTS = 97;

/** The cases without a kink at their offsets; where one moves further than `maxOffset`, it samples nothing at all. */
export const SMOOTH_CASES = DEFORM_CONV_CASES.filter(({ offsets }) => offsets === 'fractional' || offsets === 'far');

/**
 * Compares the gradients of a case by all its inputs, on the current backend, with finite differences.
 *
 * @param passThrough makes of each input another tensor of the same values, which is the one used
 * @throws Error naming the worst element
 */
export async function expectGradientsOfReference(
  testCase: DeformConvCase,
  passThrough: (tensor: Tensor4D) => Tensor4D = (tensor) => tf.clone(tensor),
): Promise<void> {
  const prepared = prepareCase(testCase);
  // A fixed gradient of some loss by the output, different for every element.
  const upstream = createUniformValues(prepared.geometry.positions * testCase.outChannels, -1.5, 1.5, 5);
  const created = createCaseTensors(testCase, prepared);
  const tensors = created.map(passThrough);
  const upstreamTensor = tf.tensor1d(upstream);
  const gradients = tf.grads((...inputs) =>
    tf.sum(tf.mul(tf.reshape(applyCase(testCase, inputs as Tensor4D[]), [-1]), upstreamTensor)),
  )(tensors);

  const expected = differentiateReference(testCase, prepared, upstream);
  if (gradients.length !== expected.length) throw new Error(`Expected ${expected.length} gradients`);
  for (const [index, { indices, derivatives }] of expected.entries()) {
    const gradient = gradients[index];
    if (gradient === undefined || !tf.util.arraysEqual(gradient.shape, tensors[index]?.shape ?? [])) {
      throw new Error(`Expected a gradient like input ${index}`);
    }
    const values = await gradient.data();
    const checked = Float32Array.from(indices, (element) => values[element] ?? NaN);
    expectAllClose(checked, derivatives, GRADIENT_TOLERANCE);
  }
  tf.dispose([...created, ...tensors, upstreamTensor, ...gradients]);
}

/** Derivatives of `Σ output · upstream` by some elements of each input, from the float64 reference. */
function differentiateReference(testCase: DeformConvCase, prepared: PreparedCase, upstream: Float32Array) {
  const { geometry, values } = prepared;
  const inputs = {
    x: Float64Array.from(values.x),
    filter: Float64Array.from(values.filter),
    offset: Float64Array.from(values.offset),
    modulationMask: values.modulationMask === null ? null : Float64Array.from(values.modulationMask),
  };
  const evaluate = () =>
    referenceDeformConv2d(inputs, geometry, testCase.outChannels).reduce(
      (sum, value, index) => sum + value * (upstream[index] ?? NaN),
      0,
    );
  return Object.values(inputs)
    .filter((input) => input !== null)
    .map((input) => {
      const indices = pickIndices(input.length, CHECKED_ELEMENTS);
      return { indices, derivatives: computeCentralDifferences(evaluate, input, indices, STEP) };
    });
}
