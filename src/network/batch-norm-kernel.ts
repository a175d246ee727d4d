/**
 * Training-time batch normalisation and leaky ReLU as one kernel, with its gradient, for the wasm backend.
 * Composed of stock ops the pair costs about twenty passes over the activations; here it is two forward and two back.
 *
 * With x of R rows (all positions of the batch) and C channels, per channel:
 *   z = gamma · (x − mean) / √(variance + ε) + beta,   y = z > 0 ? z : slope · z
 * Source: Ioffe and Szegedy 2015, "Batch Normalization"; gradient as derived there. Variance is the biased one.
 */
import * as tf from '@tensorflow/tfjs-core';
import { openWasmMemory } from '../deform-conv/wasm/backend-memory';

const FORWARD = 'BatchNormLeakyRelu';
const BACKWARD = 'BatchNormLeakyReluGrad';

interface BatchNormAttributes extends tf.NamedAttrMap {
  epsilon: number;
  slope: number;
}

/** What one call yields: activations, and the batch's moments per channel for the moving averages. */
export interface BatchNormOutputs {
  readonly y: tf.Tensor;
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

/** Whether the fused kernel exists on the current backend. */
export function hasBatchNormKernel(): boolean {
  return tf.getKernelsForBackend(tf.getBackend()).some(({ kernelName }) => kernelName === FORWARD);
}

/**
 * Normalises by the batch's own moments and applies leaky ReLU; differentiable in x, gamma and beta.
 * @param x any shape with channels last
 * @param gamma `[channels]`
 * @param beta `[channels]`
 */
export function batchNormLeakyRelu(
  x: tf.Tensor,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  attributes: { epsilon: number; slope: number },
): BatchNormOutputs {
  const outputs: unknown = tf.engine().runKernel(FORWARD, { x, gamma, beta }, attributes);
  const [y, mean, variance] = outputs as [tf.Tensor, tf.Tensor1D, tf.Tensor1D];
  return { y, mean, variance };
}

/** Registers kernel and gradient; call once. */
export function registerBatchNormKernel(): void {
  tf.registerKernel({ kernelName: FORWARD, backendName: 'wasm', kernelFunc: runForward });
  tf.registerKernel({ kernelName: BACKWARD, backendName: 'wasm', kernelFunc: runBackward });
  tf.registerGradient({
    kernelName: FORWARD,
    inputsToSave: ['x', 'gamma'],
    outputsToSave: [true, true, true],
    gradFunc: (dys, saved, attributes) => {
      const dy = Array.isArray(dys) ? dys[0] : dys;
      const [x, gamma, y, mean, variance] = saved;
      if (!dy || !x || !gamma || !y || !mean || !variance) throw new Error(`${FORWARD}: saved tensors are missing.`);
      const gradients: unknown = tf.engine().runKernel(BACKWARD, { dy, x, gamma, y, mean, variance }, attributes);
      const [dx, dGamma, dBeta] = gradients as [tf.Tensor, tf.Tensor, tf.Tensor];
      return { x: () => dx, gamma: () => dGamma, beta: () => dBeta };
    },
  });
}

type KernelParameters = Parameters<tf.KernelFunc>[0];

function runForward({ inputs, backend, attrs }: KernelParameters): tf.TensorInfo[] {
  const memory = openWasmMemory(backend);
  const { x, gamma, beta } = inputs as { x: tf.TensorInfo; gamma: tf.TensorInfo; beta: tf.TensorInfo };
  const { epsilon, slope } = attrs as BatchNormAttributes;
  const channels = gamma.shape[0] ?? 0;
  const outputs = [memory.allocate(x.shape), memory.allocate([channels]), memory.allocate([channels])] as const;
  // Views are taken after the last allocation: growing the heap detaches earlier ones.
  const [y, mean, variance] = [memory.view(outputs[0]), memory.view(outputs[1]), memory.view(outputs[2])];
  const input = memory.view(x);
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let start = 0; start < input.length; start += channels) {
    for (let c = 0; c < channels; c++) {
      const value = input[start + c] as number;
      sums[c] = (sums[c] as number) + value;
      squares[c] = (squares[c] as number) + value * value;
    }
  }
  const rows = input.length / channels;
  const scale = new Float64Array(channels);
  const shift = new Float64Array(channels);
  const [g, b] = [memory.view(gamma), memory.view(beta)];
  for (let c = 0; c < channels; c++) {
    const m = (sums[c] as number) / rows;
    const v = Math.max(0, (squares[c] as number) / rows - m * m);
    mean[c] = m;
    variance[c] = v;
    scale[c] = (g[c] as number) / Math.sqrt(v + epsilon);
    shift[c] = (b[c] as number) - m * (scale[c] as number);
  }
  for (let start = 0; start < input.length; start += channels) {
    for (let c = 0; c < channels; c++) {
      const z = (scale[c] as number) * (input[start + c] as number) + (shift[c] as number);
      y[start + c] = z > 0 ? z : slope * z;
    }
  }
  return [...outputs];
}

function runBackward({ inputs, backend, attrs }: KernelParameters): tf.TensorInfo[] {
  const memory = openWasmMemory(backend);
  const saved = inputs as Record<'dy' | 'x' | 'gamma' | 'y' | 'mean' | 'variance', tf.TensorInfo>;
  const { epsilon, slope } = attrs as BatchNormAttributes;
  const channels = saved.gamma.shape[0] ?? 0;
  const outputs = [memory.allocate(saved.x.shape), memory.allocate([channels]), memory.allocate([channels])] as const;
  const [dx, dGamma, dBeta] = [memory.view(outputs[0]), memory.view(outputs[1]), memory.view(outputs[2])];
  const [dy, x, y] = [memory.view(saved.dy), memory.view(saved.x), memory.view(saved.y)];
  const [gamma, mean, variance] = [memory.view(saved.gamma), memory.view(saved.mean), memory.view(saved.variance)];
  const rows = x.length / channels;
  const sums = new Float64Array(channels);
  const products = new Float64Array(channels);
  for (let start = 0; start < x.length; start += channels) {
    for (let c = 0; c < channels; c++) {
      const i = start + c;
      const dz = (y[i] as number) > 0 ? (dy[i] as number) : slope * (dy[i] as number);
      sums[c] = (sums[c] as number) + dz;
      products[c] = (products[c] as number) + dz * ((x[i] as number) - (mean[c] as number));
    }
  }
  // dx = a · dz + b + k · (x − mean), with the three factors constant per channel.
  const a = new Float64Array(channels);
  const b = new Float64Array(channels);
  const k = new Float64Array(channels);
  for (let c = 0; c < channels; c++) {
    const inverse = 1 / Math.sqrt((variance[c] as number) + epsilon);
    dBeta[c] = sums[c] as number;
    dGamma[c] = (products[c] as number) * inverse;
    a[c] = (gamma[c] as number) * inverse;
    b[c] = (-(a[c] as number) * (sums[c] as number)) / rows;
    k[c] = (-(a[c] as number) * inverse * inverse * (products[c] as number)) / rows;
  }
  for (let start = 0; start < x.length; start += channels) {
    for (let c = 0; c < channels; c++) {
      const i = start + c;
      const dz = (y[i] as number) > 0 ? (dy[i] as number) : slope * (dy[i] as number);
      dx[i] = (a[c] as number) * dz + (b[c] as number) + (k[c] as number) * ((x[i] as number) - (mean[c] as number));
    }
  }
  return [...outputs];
}
