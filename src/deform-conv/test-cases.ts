/**
 * The one table of cases that every backend must pass, with inputs and expected outputs from the float64 reference.
 * Used by tests only.
 */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { createSeededRandom, createUniformValues } from '../testing/seeded-random';
import { deformConv2d } from './deform-conv2d';
import type { PictureShape, SamplingGeometry, SamplingOptions } from './geometry';
import { computeSamplingGeometry } from './geometry';
import { referenceDeformConv2d } from './reference/reference-deform-conv2d';

/** One configuration of the deformable convolution. */
export interface DeformConvCase extends SamplingOptions {
  readonly name: string;
  readonly inputShape: PictureShape;
  readonly outChannels: number;
  /** `fractional` stays clear of whole numbers, where bilinear sampling has kinks; `far` leaves the picture. */
  readonly offsets: 'zero' | 'whole' | 'fractional' | 'far';
  readonly mask: 'none' | 'random' | 'zero';
}

const base = {
  inputShape: [2, 6, 9, 4],
  outChannels: 3,
  kernelSize: [3, 3],
  strides: [1, 1],
  padding: 'same',
  dilations: [1, 1],
  offsets: 'fractional',
  mask: 'random',
} as const;

/** Batch ≥ 2, channels ≥ 2 and height ≠ width throughout, unless a case is about one of them. */
export const DEFORM_CONV_CASES: readonly DeformConvCase[] = [
  { ...base, name: 'fractional offsets, mask' },
  { ...base, name: 'fractional offsets, no mask', mask: 'none' },
  { ...base, name: 'zero offsets, no mask', offsets: 'zero', mask: 'none' },
  { ...base, name: 'zero offsets, stride 2', offsets: 'zero', mask: 'none', strides: [2, 2] },
  { ...base, name: 'zero offsets, dilated, valid', offsets: 'zero', mask: 'none', dilations: [2, 2], padding: 'valid' },
  { ...base, name: 'zero offsets, even kernel', offsets: 'zero', mask: 'none', kernelSize: [2, 4] },
  { ...base, name: 'whole offsets', offsets: 'whole' },
  { ...base, name: 'far outside the picture', offsets: 'far' },
  { ...base, name: 'zero mask', mask: 'zero' },
  { ...base, name: 'odd height and width', inputShape: [2, 5, 7, 4] },
  { ...base, name: 'odd height and width, no mask', inputShape: [3, 5, 7, 4], mask: 'none' },
  { ...base, name: 'odd channels', inputShape: [2, 5, 7, 3], outChannels: 5 },
  { ...base, name: 'odd channels, no mask', inputShape: [2, 4, 7, 5], outChannels: 2, mask: 'none' },
  { ...base, name: 'one channel', inputShape: [2, 5, 8, 1], outChannels: 2 },
  { ...base, name: 'a single picture', inputShape: [1, 5, 7, 6] },
  { ...base, name: 'many channels', inputShape: [2, 3, 5, 34], outChannels: 17 },
  { ...base, name: 'one output from very many channels', inputShape: [2, 2, 5, 114], outChannels: 1 },
  { ...base, name: 'one row', inputShape: [2, 1, 9, 4] },
  { ...base, name: 'one column', inputShape: [2, 9, 1, 4] },
  { ...base, name: 'strides 2 and 3', inputShape: [2, 7, 10, 4], strides: [2, 3] },
  { ...base, name: 'dilations 2 and 3', inputShape: [2, 8, 11, 4], dilations: [2, 3] },
  { ...base, name: 'stride and dilation', inputShape: [2, 9, 11, 4], strides: [2, 1], dilations: [1, 2] },
  { ...base, name: 'valid padding', padding: 'valid' },
  { ...base, name: 'valid padding, stride 2, odd', inputShape: [2, 7, 9, 2], padding: 'valid', strides: [2, 2] },
  { ...base, name: '1×1 kernel', kernelSize: [1, 1] },
  { ...base, name: '2×2 kernel', kernelSize: [2, 2] },
  { ...base, name: '4×2 kernel, stride 2', kernelSize: [4, 2], strides: [2, 2] },
  { ...base, name: '3×5 kernel, odd channels', inputShape: [2, 5, 8, 3], kernelSize: [3, 5] },
  { ...base, name: 'valid leaving one position', inputShape: [2, 3, 5, 2], kernelSize: [3, 5], padding: 'valid' },
];

/** Flat values of the four inputs, float32 like the tensors made from them. */
export interface CaseValues {
  readonly x: Float32Array;
  readonly filter: Float32Array;
  readonly offset: Float32Array;
  readonly modulationMask: Float32Array | null;
}

/** A case with its sizes and its inputs. */
export interface PreparedCase {
  readonly geometry: SamplingGeometry;
  readonly values: CaseValues;
}

/** Draws the inputs of a case; the same in every run. */
export function prepareCase(testCase: DeformConvCase): PreparedCase {
  const geometry = computeSamplingGeometry(testCase.inputShape, testCase);
  const fields = geometry.positions * geometry.taps;
  const inputSize = geometry.batch * geometry.inputHeight * geometry.inputWidth * geometry.channels;
  const values = {
    x: createUniformValues(inputSize, -1, 1, 1),
    filter: createUniformValues(geometry.taps * geometry.channels * testCase.outChannels, -0.5, 0.5, 2),
    offset: createOffsets(testCase.offsets, 2 * fields),
    modulationMask: createMask(testCase.mask, fields),
  };
  return { geometry, values };
}

function createOffsets(kind: DeformConvCase['offsets'], length: number): Float32Array {
  const random = createSeededRandom(3);
  const draw = {
    zero: () => 0,
    whole: () => Math.floor(5 * random()) - 2,
    fractional: () => Math.floor(5 * random()) - 2.5 + 0.8 * (random() - 0.5),
    far: () => (random() < 0.5 ? -1 : 1) * (50.3 + 1e6 * Math.floor(2 * random())),
  }[kind];
  return Float32Array.from({ length }, draw);
}

function createMask(kind: DeformConvCase['mask'], length: number): Float32Array | null {
  if (kind === 'none') return null;
  return kind === 'zero' ? new Float32Array(length) : createUniformValues(length, 0.1, 2, 4);
}

/** The float64 output of a case. */
export function computeExpected(testCase: DeformConvCase, { geometry, values }: PreparedCase): Float64Array {
  return referenceDeformConv2d(values, geometry, testCase.outChannels);
}

/** The inputs of a case as tensors, in the order of `deformConv2d`; without a mask the last one is missing. */
export function createCaseTensors(testCase: DeformConvCase, { geometry, values }: PreparedCase): Tensor4D[] {
  const { batch, outputHeight, outputWidth, taps, channels, inputHeight, inputWidth } = geometry;
  const tensors: Tensor4D[] = [
    tf.tensor4d(values.x, [batch, inputHeight, inputWidth, channels]),
    tf.tensor4d(values.filter, [...testCase.kernelSize, channels, testCase.outChannels]),
    tf.tensor4d(values.offset, [batch, outputHeight, outputWidth, 2 * taps]),
  ];
  if (values.modulationMask === null) return tensors;
  return [...tensors, tf.tensor4d(values.modulationMask, [batch, outputHeight, outputWidth, taps])];
}

/** Applies the op to tensors from `createCaseTensors`. */
export function applyCase(testCase: DeformConvCase, tensors: readonly Tensor4D[]): Tensor4D {
  const [x, filter, offset, modulationMask] = tensors;
  if (x === undefined || filter === undefined || offset === undefined)
    throw new Error('Expected three or four tensors');
  return deformConv2d(x, filter, offset, modulationMask ?? null, testCase);
}
