/**
 * Makes `tf.conv2d` trainable on the wasm backend, which has no kernel for the filter's gradient and a slow one for the
 * input's. With columns = im2col(x): dFilter = columnsᵀ · dy and dx = col2im(dy · filterᵀ). Transposes are spelled out:
 * with `transposeA`/`transposeB` the wasm matMul leaves its fast path.
 *
 * Importing this file registers both kernels; only training does. NHWC and undilated, as tfjs's own gradient is.
 */
import * as tf from '@tensorflow/tfjs-core';
// Registers the stock kernels when it is first loaded, so it must come before ours.
import '@tensorflow/tfjs-backend-wasm';
import {
  computeSamplingGeometry,
  type PictureShape,
  type SamplingGeometry,
  type SamplingOptions,
} from '../../deform-conv/geometry';
import { openWasmMemory } from '../../deform-conv/wasm/backend-memory';
import { col2im, im2col } from './im2col';

type Backend = Parameters<tf.KernelFunc>[0]['backend'];

tf.unregisterKernel(tf.Conv2DBackpropInput, 'wasm');
tf.registerKernel({
  kernelName: tf.Conv2DBackpropInput,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const { dy, filter } = inputs as Record<'dy' | 'filter', tf.TensorInfo>;
    const { strides, pad, inputShape } = attrs as unknown as tf.Conv2DBackpropInputAttrs;
    const geometry = describeConvolution(inputShape, filter.shape, strides, pad);
    const [inner, filters] = [geometry.taps * geometry.channels, filter.shape[3] ?? 0];
    const transposedFilter = transpose(reshape(filter, [inner, filters]), backend);
    const columns = multiply(reshape(dy, [geometry.positions, filters]), transposedFilter, backend);
    const memory = openWasmMemory(backend);
    const dx = memory.allocate(inputShape);
    col2im(memory.view(columns), geometry, memory.view(dx));
    release(backend, transposedFilter, columns);
    return dx;
  },
});

tf.registerKernel({
  kernelName: tf.Conv2DBackpropFilter,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const { x, dy } = inputs as Record<'x' | 'dy', tf.TensorInfo>;
    const { strides, pad, filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
    const [batch = 0, ...pictureShape] = x.shape;
    // One picture at a time: its columns stay in the cache, the whole batch's would be tens of megabytes.
    const geometry = describeConvolution([1, ...pictureShape], filterShape, strides, pad);
    const [inner, filters, positions] = [geometry.taps * geometry.channels, filterShape[3], geometry.positions];
    const memory = openWasmMemory(backend);
    const sum = new Float32Array(filters * inner);
    for (let picture = 0; picture < batch; picture++) {
      // Fresh tensors each time: the backend caches the packed right-hand side of a product by its id.
      const columns = memory.allocate([positions, inner]);
      const upstream = memory.allocate([filters, positions]);
      const xLength = memory.view(x).length / batch;
      im2col(memory.view(x).subarray(picture * xLength, (picture + 1) * xLength), geometry, memory.view(columns));
      const rows = memory.view(dy).subarray(picture * positions * filters, (picture + 1) * positions * filters);
      transposeInto(memory.view(upstream), rows, positions, filters);
      const product = multiply(upstream, columns, backend);
      const part = memory.view(product);
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (part[i] as number);
      release(backend, columns, upstream, product);
    }
    const dFilter = memory.allocate(filterShape);
    transposeInto(memory.view(dFilter), sum, filters, inner);
    return dFilter;
  },
});

/** A view of the same numbers in another shape. */
function reshape(tensor: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  return { dataId: tensor.dataId, dtype: tensor.dtype, shape };
}

function transpose(x: tf.TensorInfo, backend: Backend): tf.TensorInfo {
  return runKernel(tf.Transpose, { x }, backend, { perm: [1, 0] });
}

/** Writes the transpose of `source` `[rows, columns]` into `target`. */
function transposeInto(target: Float32Array, source: Float32Array, rows: number, columns: number): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      target[column * rows + row] = source[row * columns + column] as number;
  }
}

function multiply(a: tf.TensorInfo, b: tf.TensorInfo, backend: Backend): tf.TensorInfo {
  return runKernel(tf.BatchMatMul, { a, b }, backend, { transposeA: false, transposeB: false });
}

/** Runs a stock wasm kernel from within ours; the caller releases the result. */
function runKernel(
  name: string,
  inputs: tf.NamedTensorInfoMap,
  backend: Backend,
  attrs: tf.NamedAttrMap,
): tf.TensorInfo {
  return tf.getKernel(name, 'wasm').kernelFunc({ inputs, backend, attrs }) as tf.TensorInfo;
}

function release(backend: Backend, ...tensors: tf.TensorInfo[]): void {
  for (const { dataId } of tensors) (backend as { disposeData(id: object): void }).disposeData(dataId);
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
