/**
 * Training-time batch normalisation and leaky ReLU as one op with its gradient. Composed of stock ops the pair costs about
 * twenty passes over the activations. The kernels are those of whoever trains (`src/training/kernels`).
 *
 * With x of R rows (all positions of the batch) and C channels, per channel:
 *   z = gamma · (x − mean) / √(variance + ε) + beta,   y = z > 0 ? z : slope · z
 * Source: Ioffe and Szegedy 2015, "Batch Normalization"; gradient as derived there. Variance is the biased one.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Inputs `x`, `gamma` and `beta` → [y, mean, variance]. */
export const BATCH_NORM_LEAKY_RELU = 'BatchNormLeakyRelu';
/** Inputs `dy`, `x`, `gamma`, `y`, `mean` and `variance` → gradients of [x, gamma, beta]. */
export const BATCH_NORM_LEAKY_RELU_GRADIENT = 'BatchNormLeakyReluGrad';

/** What both kernels are told besides their tensors. */
export interface BatchNormAttributes extends tf.NamedAttrMap {
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
  return tf.getKernelsForBackend(tf.getBackend()).some(({ kernelName }) => kernelName === BATCH_NORM_LEAKY_RELU);
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
  const outputs: unknown = tf.engine().runKernel(BATCH_NORM_LEAKY_RELU, { x, gamma, beta }, attributes);
  const [y, mean, variance] = outputs as [tf.Tensor, tf.Tensor1D, tf.Tensor1D];
  return { y, mean, variance };
}

/** Tells tfjs how the op is differentiated; call once. */
export function registerBatchNormGradient(): void {
  tf.registerGradient({
    kernelName: BATCH_NORM_LEAKY_RELU,
    inputsToSave: ['x', 'gamma'],
    outputsToSave: [true, true, true],
    gradFunc: (dys, saved, attributes) => {
      const dy = Array.isArray(dys) ? dys[0] : dys;
      const [x, gamma, y, mean, variance] = saved;
      if (!dy || !x || !gamma || !y || !mean || !variance)
        throw new Error(`${BATCH_NORM_LEAKY_RELU}: saved tensors are missing.`);
      const gradients: unknown = tf
        .engine()
        .runKernel(BATCH_NORM_LEAKY_RELU_GRADIENT, { dy, x, gamma, y, mean, variance }, attributes);
      const [dx, dGamma, dBeta] = gradients as [tf.Tensor, tf.Tensor, tf.Tensor];
      return { x: () => dx, gamma: () => dGamma, beta: () => dBeta };
    },
  });
}
