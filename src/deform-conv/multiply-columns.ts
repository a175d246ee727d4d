/**
 * The product of the sampled columns with the filter, with a gradient that suits every backend, and at inference with
 * bias and activation in the same pass.
 *
 * tfjs's own gradient of `matMul` asks for `transposeA` and `transposeB`; the wasm backend then leaves XNNPACK for a
 * plain loop, 10 to 17 times slower. Transposing explicitly keeps the fast path.
 */
import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

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
 * @param columns `[positions, inner]` or `[batch · outHeight, outWidth, inner]`
 * @param filter `[inner, outChannels]`
 * @returns as `columns`, with outChannels in place of inner
 */
export function multiplyColumns(columns: Tensor, filter: Tensor2D, { bias, leakyReluSlope }: OutputFusion): Tensor {
  return tf.tidy(() => {
    if (isDifferentiated()) {
      const product = multiplyWithGradient(columns, filter);
      const shifted = bias === undefined ? product : tf.add(product, bias);
      return leakyReluSlope === undefined ? shifted : tf.leakyRelu(shifted, leakyReluSlope);
    }
    return tf.fused.matMul({
      a: columns,
      b: matchRank(filter, columns),
      ...(bias === undefined ? {} : { bias }),
      ...(leakyReluSlope === undefined ? {} : { activation: 'leakyrelu', leakyreluAlpha: leakyReluSlope }),
    });
  });
}

const multiplyWithGradient = tf.customGrad((...inputs) => {
  // customGrad types its arguments as tensors; these are the two of `multiplyColumns` and its saver.
  const [columns, filter, save] = inputs as unknown as [Tensor, Tensor2D, GradSaveFunc];
  save([columns, filter]);
  return {
    value: tf.matMul(columns, matchRank(filter, columns)),
    gradFunc: (upstream: Tensor, saved: Tensor[]) => {
      const [savedColumns, savedFilter] = saved as [Tensor, Tensor2D];
      return [
        tf.tidy(() => tf.matMul(upstream, matchRank(tf.transpose(savedFilter), upstream))),
        tf.tidy(() => tf.matMul(tf.transpose(flattenRows(savedColumns)), flattenRows(upstream))),
      ];
    },
  };
});

/** One matrix for a whole stack of them. */
function matchRank(matrix: Tensor2D, stack: Tensor): Tensor {
  return stack.rank === 2 ? matrix : tf.reshape(matrix, [1, ...matrix.shape]);
}

function flattenRows(stack: Tensor): Tensor2D {
  return tf.reshape(stack, [-1, stack.shape.at(-1) ?? 0]);
}
