/**
 * The names and signatures of the sampling kernels, which every backend implements under these names.
 *
 * `DeformIm2Col` writes, for each output position, the bilinear samples of all taps side by side: a matrix
 * `[positions, taps · channels]` (tap-major), which one product with the filter turns into the convolution.
 * There are two names, with and without modulation mask, because tfjs cannot save an optional input for a gradient.
 */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { PictureShape, SamplingGeometry, SamplingOptions } from './geometry';
import { computeSamplingGeometry } from './geometry';

/** Inputs `x` and `offset` → columns. */
export const DEFORM_IM2COL = 'DeformIm2Col';
/** Inputs `x`, `offset` and `modulationMask` → columns. */
export const MODULATED_DEFORM_IM2COL = 'ModulatedDeformIm2Col';
/** Inputs `columnsGradient`, `x` and `offset` → gradients of [x, offset]. */
export const DEFORM_IM2COL_GRADIENT = 'DeformIm2ColGradient';
/** Inputs `columnsGradient`, `x`, `offset` and `modulationMask` → gradients of [x, offset, modulationMask]. */
export const MODULATED_DEFORM_IM2COL_GRADIENT = 'ModulatedDeformIm2ColGradient';

/** Reads an input that the op has already put there; its absence is an error of ours, not of the caller. */
export function requireInput(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const input = inputs[name];
  if (input === undefined) throw new Error(`Sampling kernel: input '${name}' is missing`);
  return input;
}

/** The geometry of a kernel call, from the shape of `x` and the attributes. */
export function readGeometry(x: TensorInfo, attrs: NamedAttrMap | undefined): SamplingGeometry {
  // The attributes are the `SamplingOptions` that `deformConv2d` passed; tfjs types them as a plain dictionary.
  return computeSamplingGeometry(x.shape as unknown as PictureShape, attrs as unknown as SamplingOptions);
}
