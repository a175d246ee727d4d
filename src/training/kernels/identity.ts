/**
 * `Identity` on wasm without copying. tfjs clones every tensor that it saves for a gradient, and the stock kernel copies
 * all numbers; kernels never write into their inputs, so the clone can share them, as on the cpu backend.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Registers the kernel, in place of the stock one; call once. */
export function registerIdentityKernel(): void {
  tf.unregisterKernel(tf.Identity, 'wasm');
  tf.registerKernel({
    kernelName: tf.Identity,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend }) => {
      const { dataId, shape, dtype } = inputs['x'] as tf.TensorInfo;
      (backend as { incRef(id: object): void }).incRef(dataId);
      return { dataId, shape, dtype };
    },
  });
}
