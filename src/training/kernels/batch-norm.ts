/**
 * The kernels of `network/batch-norm-kernel.ts` on wasm: two passes over the activations forward and two back.
 *
 * With dz = dy where y > 0, else slope · dy, and R rows, per channel:
 *   dBeta = Σ dz,   dGamma = Σ dz · (x − mean) / √(variance + ε),
 *   dx = gamma / √(variance + ε) · (dz − dBeta / R − (x − mean) / √(variance + ε) · dGamma / R)
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  BATCH_NORM_LEAKY_RELU,
  BATCH_NORM_LEAKY_RELU_GRADIENT,
  type BatchNormAttributes,
} from '../../network/batch-norm-kernel';
import { openKernelSpace } from './open-training-module';

/** Registers both kernels; call once. */
export function registerBatchNormKernels(): void {
  tf.registerKernel({ kernelName: BATCH_NORM_LEAKY_RELU, backendName: 'wasm', kernelFunc: runForward });
  tf.registerKernel({ kernelName: BATCH_NORM_LEAKY_RELU_GRADIENT, backendName: 'wasm', kernelFunc: runBackward });
}

const runForward: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, gamma, beta } = inputs as Record<'x' | 'gamma' | 'beta', tf.TensorInfo>;
  const { epsilon, slope } = attrs as BatchNormAttributes;
  const [channels = 0] = gamma.shape;
  const space = openKernelSpace(backend);
  const outputs = [space.allocate(x.shape), space.allocate([channels]), space.allocate([channels])];
  const scratch = space.allocateScratch(5 * channels);
  const addresses = [x, gamma, beta, ...outputs].map(space.locate);
  const rows = tf.util.sizeFromShape(x.shape) / channels;
  space.module.batchNormForward(...addresses, scratch, rows, channels, epsilon, slope);
  space.freeScratch();
  return outputs;
};

const runBackward: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const saved = inputs as Record<'dy' | 'x' | 'gamma' | 'y' | 'mean' | 'variance', tf.TensorInfo>;
  const { epsilon, slope } = attrs as BatchNormAttributes;
  const { dy, x, y, gamma, mean, variance } = saved;
  const [channels = 0] = gamma.shape;
  const space = openKernelSpace(backend);
  const outputs = [space.allocate(x.shape), space.allocate([channels]), space.allocate([channels])];
  const scratch = space.allocateScratch(7 * channels);
  const addresses = [dy, x, y, gamma, mean, variance, ...outputs].map(space.locate);
  const rows = tf.util.sizeFromShape(x.shape) / channels;
  space.module.batchNormBackward(...addresses, scratch, rows, channels, epsilon, slope);
  space.freeScratch();
  return outputs;
};
