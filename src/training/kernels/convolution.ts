/**
 * Makes `tf.conv2d` trainable on the wasm backend, which has no kernel for the filter's gradient and a slow one for the
 * input's. NHWC and undilated, as tfjs's own gradient is.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  computeSamplingGeometry,
  type PictureShape,
  type SamplingGeometry,
  type SamplingOptions,
} from '../../deform-conv/geometry';
import { openKernelSpace, type KernelSpace } from './open-training-module';
import { BLOCK_ROWS, countPanelValues } from './products';

/** Registers both gradients, in place of the stock one; call once. */
export function registerConvolutionKernels(): void {
  tf.unregisterKernel(tf.Conv2DBackpropInput, 'wasm');
  tf.registerKernel({ kernelName: tf.Conv2DBackpropInput, backendName: 'wasm', kernelFunc: computeInputGradient });
  tf.registerKernel({ kernelName: tf.Conv2DBackpropFilter, backendName: 'wasm', kernelFunc: computeFilterGradient });
}

const computeInputGradient: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { dy, filter } = inputs as Record<'dy' | 'filter', tf.TensorInfo>;
  const { strides, pad, inputShape } = attrs as unknown as tf.Conv2DBackpropInputAttrs;
  const space = openKernelSpace(backend);
  const dx = space.allocate(inputShape);
  const { inner, filters, columns, batch } = prepare(space, inputShape, filter.shape, strides, pad);
  const panels = space.allocateScratch(countPanelValues(filters, inner));
  const [upstream, weights, target] = [dy, filter, dx].map(space.locate) as [number, number, number];
  space.module.convolutionInputGradient(upstream, weights, target, columns, panels, batch);
  space.freeScratch();
  return dx;
};

const computeFilterGradient: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, dy } = inputs as Record<'x' | 'dy', tf.TensorInfo>;
  const { strides, pad, filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
  const space = openKernelSpace(backend);
  const dFilter = space.allocate(filterShape);
  const { filters, columns, batch } = prepare(space, x.shape, filterShape, strides, pad);
  const panels = space.allocateScratch(countPanelValues(BLOCK_ROWS, filters));
  const [input, upstream, target] = [x, dy, dFilter].map(space.locate) as [number, number, number];
  space.module.convolutionFilterGradient(input, upstream, target, columns, panels, batch);
  space.freeScratch();
  return dFilter;
};

/** Tells the module of the convolution and finds room for the columns of one picture. */
function prepare(
  space: KernelSpace,
  inputShape: number[],
  filterShape: number[],
  strides: number | number[],
  padding: unknown,
): { inner: number; filters: number; columns: number; batch: number } {
  const { batch, ...geometry } = describeConvolution(inputShape, filterShape, strides, padding);
  const { channels, taps, outputHeight, outputWidth } = geometry;
  const [inner, filters] = [taps * channels, filterShape[3] ?? 0];
  space.module.setConvolution(
    geometry.inputHeight,
    geometry.inputWidth,
    channels,
    filters,
    outputHeight,
    outputWidth,
    geometry.kernelHeight,
    geometry.kernelWidth,
    geometry.strideHeight,
    geometry.strideWidth,
    geometry.padTop,
    geometry.padLeft,
  );
  return { inner, filters, columns: space.allocateScratch(outputHeight * outputWidth * inner), batch };
}

function describeConvolution(
  inputShape: number[],
  filterShape: number[],
  strides: number | number[],
  padding: unknown,
): SamplingGeometry {
  if (padding !== 'same' && padding !== 'valid') {
    throw new Error(`conv2d gradient: padding must be 'same' or 'valid', got ${String(padding)}`);
  }
  const pair = typeof strides === 'number' ? [strides, strides] : strides;
  const options = { kernelSize: filterShape.slice(0, 2), strides: pair, padding, dilations: [1, 1] };
  // tfjs types shapes as plain arrays; both are of rank four here.
  return computeSamplingGeometry(inputShape as unknown as PictureShape, options as unknown as SamplingOptions);
}
