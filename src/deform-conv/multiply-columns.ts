/**
 * The product of the sampled columns with the filter, with a gradient that suits every backend, and at inference with
 * bias and activation in the same pass.
 *
 * tfjs's own gradient of `matMul` asks for `transposeA` and `transposeB`; the wasm backend then leaves XNNPACK for a
 * plain loop, 10 to 17 times slower. Transposing explicitly keeps the fast path.
 */
import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A kernel, with gradients of its own, that a backend may have for the product where it is differentiated: inputs `columns`
 * and `filter` → product. Training brings one for wasm.
 */
export const MULTIPLY_COLUMNS = 'MultiplyColumns';

/** What is done to the product in the same pass. */
export interface OutputFusion {
  /** `[outChannels]`, added to every position. */
  readonly bias?: Tensor1D;
  /** Leaky ReLU with this slope for negative values, after the bias. */
  readonly leakyReluSlope?: number;
}

/** Whether somebody is going to ask for gradients of what is computed now. */
export function isDifferentiated(): boolean {
  return tf.engine().state.gradientDepth > 0;
}

/**
 * Multiplies the columns with the filter.
 *
 * @param columns `[rows, inner]`
 * @param filter `[inner, outChannels]`
 * @returns `[rows, outChannels]`
 */
export function multiplyColumns(columns: Tensor2D, filter: Tensor2D, { bias, leakyReluSlope }: OutputFusion): Tensor2D {
  if (!isDifferentiated()) {
    return tf.fused.matMul({
      a: columns,
      b: filter,
      ...(bias === undefined ? {} : { bias }),
      ...(leakyReluSlope === undefined ? {} : { activation: 'leakyrelu', leakyreluAlpha: leakyReluSlope }),
    }) as Tensor2D;
  }
  return tf.tidy(() => {
    const hasKernel = (tf.getKernel(MULTIPLY_COLUMNS, tf.getBackend()) as unknown) !== undefined;
    const product: Tensor2D = hasKernel
      ? tf.engine().runKernel(MULTIPLY_COLUMNS, { columns, filter })
      : multiplyWithGradient(columns, filter);
    const shifted = bias === undefined ? product : tf.add<Tensor2D>(product, bias);
    return leakyReluSlope === undefined ? shifted : tf.leakyRelu(shifted, leakyReluSlope);
  });
}

const multiplyWithGradient = tf.customGrad<Tensor2D>((...inputs) => {
  // customGrad types its arguments as tensors of any rank; these are the two of `multiplyColumns` and its saver.
  const [columns, filter, save] = inputs as unknown as [Tensor2D, Tensor2D, GradSaveFunc];
  save([columns, filter]);
  return {
    value: tf.matMul(columns, filter),
    gradFunc: (upstream: Tensor2D, saved: Tensor[]) => {
      const [savedColumns, savedFilter] = saved as [Tensor2D, Tensor2D];
      return [
        tf.tidy(() => tf.matMul(upstream, tf.transpose(savedFilter))),
        tf.tidy(() => tf.matMul(tf.transpose(savedColumns), upstream)),
      ];
    },
  };
});
