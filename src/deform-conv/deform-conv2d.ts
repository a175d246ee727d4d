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
import type { NamedAttrMap, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Padding, SamplingGeometry } from './geometry';
import { computeSamplingGeometry } from './geometry';
import { multiplyColumns } from './multiply-columns';
import { DEFORM_IM2COL, MODULATED_DEFORM_IM2COL } from './sampling-kernel';

/** How the kernel moves over the input. */
export interface DeformConv2dOptions {
  /** Input cells between neighbouring outputs, [height, width]. */
  readonly strides: readonly [height: number, width: number];
  readonly padding: Padding;
  /** Input cells between neighbouring taps, [height, width]. */
  readonly dilations: readonly [height: number, width: number];
}

/**
 * Convolves `x` with `filter`, sampling bilinearly at the grid positions moved by `offset`, times `modulationMask`:
 * `y(p) = Σ_k filter(k) · x(p + k + offset(p, k)) · mask(p, k)`, with zeros outside the picture.
 *
 * All tensors are float32 and channels come last. With zero offsets and no mask (or ones) it equals `tf.conv2d`.
 * Differentiable in all four tensors on the backends whose gradient kernels are registered (wasm, cpu).
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
  checkRankAndType('x', x, '[batch, height, width, inChannels]');
  checkRankAndType('filter', filter, '[kernelHeight, kernelWidth, inChannels, outChannels]');
  const [kernelHeight, kernelWidth, inChannels, outChannels] = filter.shape;
  const samplingOptions = { ...options, kernelSize: [kernelHeight, kernelWidth] as const };
  const geometry = computeSamplingGeometry(x.shape, samplingOptions);
  const { batch, outputHeight, outputWidth, taps, positions } = geometry;
  if (inChannels !== geometry.channels) {
    throw new Error(
      `deformConv2d: filter must take ${geometry.channels} channels like x, got [${filter.shape.join(', ')}]`,
    );
  }
  checkFieldShape('offset', offset, geometry, 2 * taps);
  if (modulationMask !== null) checkFieldShape('modulationMask', modulationMask, geometry, taps);

  return tf.tidy(() => {
    const attrs = samplingOptions as unknown as NamedAttrMap;
    const columns: Tensor =
      modulationMask === null
        ? tf.engine().runKernel(DEFORM_IM2COL, { x, offset }, attrs)
        : tf.engine().runKernel(MODULATED_DEFORM_IM2COL, { x, offset, modulationMask }, attrs);
    const filterMatrix: Tensor2D = tf.reshape(filter, [taps * inChannels, outChannels]);
    const product = multiplyColumns(tf.reshape(columns, [positions, taps * inChannels]), filterMatrix);
    return tf.reshape(product, [batch, outputHeight, outputWidth, outChannels]);
  });
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
