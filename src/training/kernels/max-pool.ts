/** The gradient of max pooling on wasm; the stock kernel walks channel by channel through memory that has them last. */
import * as tf from '@tensorflow/tfjs-core';
import { openKernelSpace } from './open-training-module';

/** Registers the gradient, in place of the stock one; call once. */
export function registerMaxPoolKernel(): void {
  tf.unregisterKernel(tf.MaxPoolGrad, 'wasm');
  tf.registerKernel({ kernelName: tf.MaxPoolGrad, backendName: 'wasm', kernelFunc: computeGradient });
}

const computeGradient: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { dy, input, output } = inputs as Record<'dy' | 'input' | 'output', tf.TensorInfo>;
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tf.MaxPoolGradAttrs;
  const shape = input.shape as [number, number, number, number];
  const pooling = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const space = openKernelSpace(backend);
  const dx = space.allocate(shape);
  space.module.maxPoolGradient(
    ...[dy, input, output, dx].map(space.locate),
    ...shape,
    pooling.outHeight,
    pooling.outWidth,
    pooling.filterHeight,
    pooling.filterWidth,
    pooling.strideHeight,
    pooling.strideWidth,
    pooling.padInfo.top,
    pooling.padInfo.left,
  );
  return dx;
};
