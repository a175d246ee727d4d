/**
 * Deformable convolution: each tap of the kernel looks where its learned offset points, not on a fixed grid.
 *
 * Sources: Dai et al. 2017, "Deformable Convolutional Networks" (arXiv:1703.06211), for the offsets;
 * Zhu et al. 2019, "Deformable ConvNets v2" (arXiv:1811.11168), for the modulation mask.
 *
 * It runs in two passes: a sampling pass of our own (bilinear, per backend) gathers the taps into a matrix, and
 * tfjs's matrix product, tuned on every backend, does the arithmetic. Importing this file registers nothing:
 * `register.ts` and, for WebGL, `webgl/register.ts` do.
 */
import type { NamedAttrMap, NamedTensorMap, Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Padding, SamplingGeometry } from './geometry';
import { computeSamplingGeometry } from './geometry';
import type { OutputFusion } from './multiply-columns';
import { isDifferentiated, multiplyColumns } from './multiply-columns';
import type { SamplingAttributes } from './sampling-kernel';
import {
  CROP_SURPLUS_COLUMN,
  DEFORM_IM2COL,
  MODULATED_DEFORM_IM2COL,
  PREDICTED_DEFORM_IM2COL,
} from './sampling-kernel';

/** How the kernel moves over the input. */
export interface DeformConv2dOptions {
  /** Input cells between neighbouring outputs, [height, width]. */
  readonly strides: readonly [height: number, width: number];
  readonly padding: Padding;
  /** Input cells between neighbouring taps, [height, width]. */
  readonly dilations: readonly [height: number, width: number];
  /**
   * On WebGL the gradient of x is exact only where no offset exceeds this many input cells along an axis: there each cell
   * looks for the samples that it took part in, and this is how far it looks. Its time grows with the square. Default 3.
   * Has no effect on the result, on the other gradients and on other backends.
   */
  readonly maxOffset?: number;
}

const DEFAULT_MAX_OFFSET = 3;

/**
 * Convolves `x` with `filter`, sampling bilinearly at the grid positions moved by `offset`, times `modulationMask`:
 * `y(p) = Σ_k filter(k) · x(p + k + offset(p, k)) · mask(p, k)`, with zeros outside the picture.
 *
 * All tensors are float32 and channels come last. With zero offsets and no mask (or ones) it equals `tf.conv2d`.
 * Differentiable in all four tensors on every backend; for WebGL see `maxOffset`.
 *
 * @param x `[batch, height, width, inChannels]`
 * @param filter `[kernelHeight, kernelWidth, inChannels, outChannels]`
 * @param offset `[batch, outHeight, outWidth, 2 · taps]`, in input cells, (dy, dx) for each tap in row-major order
 * @param modulationMask `[batch, outHeight, outWidth, taps]`, any factor, usually 0…2; `null` for none
 * @returns `[batch, outHeight, outWidth, outChannels]`
 * @throws Error when a rank, a dtype or a shape does not fit, saying what was expected and what came
 * @throws RangeError when a stride or dilation is not a positive integer, or no output would be left
 */
export function deformConv2d(
  x: Tensor4D,
  filter: Tensor4D,
  offset: Tensor4D,
  modulationMask: Tensor4D | null,
  options: DeformConv2dOptions,
): Tensor4D {
  const { geometry, attributes } = prepare(x, filter, options);
  checkFieldShape('offset', offset, geometry, 2 * geometry.taps);
  if (modulationMask !== null) checkFieldShape('modulationMask', modulationMask, geometry, geometry.taps);
  return tf.tidy(() => {
    const columns =
      modulationMask === null
        ? sample(DEFORM_IM2COL, { x, offset }, attributes)
        : sample(MODULATED_DEFORM_IM2COL, { x, offset, modulationMask }, attributes);
    return convolveColumns(columns, filter, geometry, {});
  });
}

/**
 * The same from one tensor that holds the offsets and behind them the logits of the mask, as a convolution predicts
 * them: the mask is `2 · sigmoid(logits)`. A backend that can takes them apart while sampling.
 *
 * @param x `[batch, height, width, inChannels]`
 * @param filter `[kernelHeight, kernelWidth, inChannels, outChannels]`
 * @param prediction `[batch, outHeight, outWidth, 3 · taps]`
 * @param fusion bias and activation of the output
 * @returns `[batch, outHeight, outWidth, outChannels]`
 * @throws Error and RangeError as `deformConv2d`
 */
export function deformConv2dFromPrediction(
  x: Tensor4D,
  filter: Tensor4D,
  prediction: Tensor4D,
  options: DeformConv2dOptions,
  fusion: OutputFusion,
): Tensor4D {
  const { geometry, attributes } = prepare(x, filter, options);
  checkFieldShape('prediction', prediction, geometry, 3 * geometry.taps);
  return tf.tidy(() => {
    if (canInferWith(PREDICTED_DEFORM_IM2COL)) {
      const columns = sample(PREDICTED_DEFORM_IM2COL, { x, prediction }, attributes);
      return convolveColumns(columns, filter, geometry, fusion);
    }
    const { offset, modulationMask } = splitPrediction(prediction);
    const columns = sample(MODULATED_DEFORM_IM2COL, { x, offset, modulationMask }, attributes);
    return convolveColumns(columns, filter, geometry, fusion);
  });
}

/**
 * Takes offsets and mask out of the tensor that holds both.
 *
 * @param prediction `[batch, outHeight, outWidth, 3 · taps]`
 * @returns offset `[…, 2 · taps]` and modulationMask `[…, taps]`, 0…2; the caller disposes them
 */
export function splitPrediction(prediction: Tensor4D): { offset: Tensor4D; modulationMask: Tensor4D } {
  const taps = prediction.shape[3] / 3;
  const offset = tf.slice(prediction, [0, 0, 0, 0], [-1, -1, -1, 2 * taps]);
  const modulationMask: Tensor4D = tf.tidy(() => {
    const logits = tf.slice(prediction, [0, 0, 0, 2 * taps], [-1, -1, -1, taps]);
    return tf.mul(tf.sigmoid(logits), 2);
  });
  return { offset, modulationMask };
}

function prepare(x: Tensor4D, filter: Tensor4D, options: DeformConv2dOptions) {
  checkRankAndType('x', x, '[batch, height, width, inChannels]');
  checkRankAndType('filter', filter, '[kernelHeight, kernelWidth, inChannels, outChannels]');
  const [kernelHeight, kernelWidth, inChannels] = filter.shape;
  const { strides, padding, dilations, maxOffset = DEFAULT_MAX_OFFSET } = options;
  const samplingOptions = { kernelSize: [kernelHeight, kernelWidth], strides, padding, dilations } as const;
  const geometry = computeSamplingGeometry(x.shape, samplingOptions);
  if (inChannels !== geometry.channels) {
    throw new Error(
      `deformConv2d: filter must take ${geometry.channels} channels like x, got [${filter.shape.join(', ')}]`,
    );
  }
  if (!(maxOffset >= 0 && maxOffset < Infinity)) {
    throw new RangeError(`deformConv2d: maxOffset must be a number of cells, 0 or more, got ${maxOffset}`);
  }
  return { geometry, attributes: { ...samplingOptions, maxOffset } };
}

function sample(kernelName: string, inputs: NamedTensorMap, attributes: SamplingAttributes): Tensor2D {
  return tf.engine().runKernel(kernelName, inputs, attributes as unknown as NamedAttrMap);
}

/** Multiplies with the filter; zeros that the kernel has put into the columns are met by zeros, or cut off again. */
function convolveColumns(
  columns: Tensor2D,
  filter: Tensor4D,
  { batch, outputHeight, outputWidth, taps, channels }: SamplingGeometry,
  fusion: OutputFusion,
): Tensor4D {
  const outChannels = filter.shape[3];
  const columnChannels = columns.shape[1] / taps;
  const columnPositions = columns.shape[0] / (batch * outputHeight);
  const perTap: Tensor3D = tf.reshape(filter, [taps, channels, outChannels]);
  const surplus: [number, number] = [0, columnChannels - channels];
  const padded = columnChannels === channels ? perTap : tf.pad3d(perTap, [[0, 0], surplus, [0, 0]]);
  const product = multiplyColumns(columns, tf.reshape(padded, [taps * columnChannels, outChannels]), fusion);
  const picture: Tensor4D = tf.reshape(product, [batch, outputHeight, columnPositions, outChannels]);
  if (columnPositions === outputWidth) return picture;
  if (canInferWith(CROP_SURPLUS_COLUMN)) return tf.engine().runKernel(CROP_SURPLUS_COLUMN, { picture });
  return tf.slice(picture, [0, 0, 0, 0], [-1, -1, outputWidth, -1]);
}

/** Whether the backend has a kernel that it need not have, and no gradient is asked of it. */
function canInferWith(kernelName: string): boolean {
  // tfjs types the result as if there always were one.
  const kernel = tf.getKernel(kernelName, tf.getBackend()) as unknown;
  return kernel !== undefined && !isDifferentiated();
}

function checkRankAndType(name: string, tensor: Tensor, expected: string): void {
  const shape: readonly number[] = tensor.shape;
  if (shape.length !== 4) throw new Error(`deformConv2d: ${name} must be ${expected}, got shape [${shape.join(', ')}]`);
  if (tensor.dtype !== 'float32') throw new Error(`deformConv2d: ${name} must be float32, got ${tensor.dtype}`);
}

function checkFieldShape(name: string, field: Tensor4D, geometry: SamplingGeometry, depth: number): void {
  const expected = [geometry.batch, geometry.outputHeight, geometry.outputWidth, depth];
  checkRankAndType(name, field, `[${expected.join(', ')}]`);
  if (tf.util.arraysEqual(field.shape, expected)) return;
  throw new Error(`deformConv2d: ${name} must be [${expected.join(', ')}], got [${field.shape.join(', ')}]`);
}
