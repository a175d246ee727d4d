/**
 * The names and signatures of the sampling kernels, which every backend implements under these names.
 *
 * `DeformIm2Col` writes, for each output position, the bilinear samples of all taps side by side: columns
 * `[positions, taps · channels]` (tap-major), which one product with the filter turns into the convolution. A kernel may
 * add zeros where its memory wants them: further positions to each row of the output picture and further channels to each
 * tap. The op reads both off the shape; gradient kernels get the columns' gradient in the shape of their own columns.
 * There are two names, with and without modulation mask, because tfjs cannot save an optional input for a gradient.
 */
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { PictureShape, SamplingGeometry, SamplingOptions } from './geometry';
import { computeSamplingGeometry } from './geometry';

/** Inputs `x` and `offset` → columns. */
export const DEFORM_IM2COL = 'DeformIm2Col';
/** Inputs `x`, `offset` and `modulationMask` → columns. */
export const MODULATED_DEFORM_IM2COL = 'ModulatedDeformIm2Col';
/**
 * Inputs `x` and `prediction` `[batch, outHeight, outWidth, 3 · taps]`, offsets and then the logits of the mask, which is
 * `2 · sigmoid` of them → columns. Optional for a backend, and without a gradient: for inference.
 */
export const PREDICTED_DEFORM_IM2COL = 'PredictedDeformIm2Col';
/**
 * Input `picture` `[batch, height, width, channels]`, nobody else's → the same without its last column. Optional for a
 * backend whose sampling kernels add a position to each row, and without a gradient: for inference.
 */
export const CROP_SURPLUS_COLUMN = 'CropSurplusColumn';
/** Inputs `columnsGradient`, `x` and `offset` → gradients of [x, offset]. */
export const DEFORM_IM2COL_GRADIENT = 'DeformIm2ColGradient';
/** Inputs `columnsGradient`, `x`, `offset` and `modulationMask` → gradients of [x, offset, modulationMask]. */
export const MODULATED_DEFORM_IM2COL_GRADIENT = 'ModulatedDeformIm2ColGradient';

/** What a sampling kernel is told besides its tensors. */
export interface SamplingAttributes extends SamplingOptions {
  /** Offsets, in input cells, up to which the gradient of x has to be exact; see `DeformConv2dOptions`. */
  readonly maxOffset: number;
}

/** Reads an input that the op has already put there; its absence is an error of ours, not of the caller. */
export function requireInput(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const input = inputs[name];
  if (input === undefined) throw new Error(`Sampling kernel: input '${name}' is missing`);
  return input;
}

/** The geometry of a kernel call, from the shape of `x` and the attributes. */
export function readGeometry(x: TensorInfo, attrs: NamedAttrMap | undefined): SamplingGeometry {
  // The attributes are the `SamplingAttributes` that the op passed; tfjs types them as a plain dictionary.
  return computeSamplingGeometry(x.shape as unknown as PictureShape, attrs as unknown as SamplingOptions);
}

/** The bound of the offsets, from the attributes of a kernel call. */
export function readMaxOffset(attrs: NamedAttrMap | undefined): number {
  return (attrs as unknown as SamplingAttributes).maxOffset;
}
