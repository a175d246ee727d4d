/** Batch normalisation followed by leaky ReLU, as one layer: in training one kernel where the backend has it. */
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { batchNormLeakyRelu, hasBatchNormKernel } from './batch-norm-kernel';

/** Slope of the activation for negative input. */
export const LEAKY_RELU_SLOPE = 0.1;
/** Added to the variance. */
export const BATCH_NORM_EPSILON = 1e-3;
/** Share of the old value that a moving average keeps at each training step, where nothing else is said. */
const DEFAULT_MOMENTUM = 0.98;

type LayerArguments = ConstructorParameters<typeof tfl.layers.Layer>[0];
type Kwargs = Parameters<tfl.layers.Layer['call']>[1];

/**
 * y = leakyRelu(gamma · (x − mean) / √(variance + 1e-3) + beta, slope 0.1), channels last, any rank.
 * Training uses the batch's moments and keeps moving averages of them; inference uses the averages.
 */
export class BatchNormLeakyRelu extends tfl.layers.Layer {
  static readonly className = 'BatchNormLeakyRelu';
  private gamma!: tfl.LayerVariable;
  private beta!: tfl.LayerVariable;
  private movingMean!: tfl.LayerVariable;
  private movingVariance!: tfl.LayerVariable;

  private readonly momentum: number;

  /** @param config `momentum`: share of the old value that a moving average keeps at each training step, 0…1 */
  constructor(config: LayerArguments & { momentum?: number } = {}) {
    super(config);
    this.momentum = config.momentum ?? DEFAULT_MOMENTUM;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), momentum: this.momentum };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const shape = [lastDimension(inputShape)];
    this.gamma = this.addWeight('gamma', shape, 'float32', tfl.initializers.ones());
    this.beta = this.addWeight('beta', shape, 'float32', tfl.initializers.zeros());
    const fixed = [undefined, false] as const;
    this.movingMean = this.addWeight('moving_mean', shape, 'float32', tfl.initializers.zeros(), ...fixed);
    this.movingVariance = this.addWeight('moving_variance', shape, 'float32', tfl.initializers.ones(), ...fixed);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      if (!x) throw new Error('BatchNormLeakyRelu expects one input.');
      return kwargs['training'] === true ? this.callTraining(x) : this.callInference(x);
    });
  }

  private callInference(x: tf.Tensor): tf.Tensor {
    const [mean, variance] = [this.movingMean.read() as tf.Tensor1D, this.movingVariance.read() as tf.Tensor1D];
    return this.normalise(x, mean, variance);
  }

  private callTraining(x: tf.Tensor): tf.Tensor {
    if (hasBatchNormKernel()) {
      const attributes = { epsilon: BATCH_NORM_EPSILON, slope: LEAKY_RELU_SLOPE };
      const [gamma, beta] = [this.gamma.read() as tf.Tensor1D, this.beta.read() as tf.Tensor1D];
      const { y, mean, variance } = batchNormLeakyRelu(x, gamma, beta, attributes);
      this.updateMovingAverages(mean, variance);
      return y;
    }
    const axes = x.shape.map((_, axis) => axis).slice(0, -1);
    const { mean, variance } = tf.moments(x, axes);
    this.updateMovingAverages(mean, variance);
    return this.normalise(x, mean as tf.Tensor1D, variance as tf.Tensor1D);
  }

  private normalise(x: tf.Tensor, mean: tf.Tensor1D, variance: tf.Tensor1D): tf.Tensor {
    const [gamma, beta] = [this.gamma.read() as tf.Tensor1D, this.beta.read() as tf.Tensor1D];
    return tf.leakyRelu(tf.batchNorm(x, mean, variance, beta, gamma, BATCH_NORM_EPSILON), LEAKY_RELU_SLOPE);
  }

  private updateMovingAverages(mean: tf.Tensor, variance: tf.Tensor): void {
    for (const [average, value] of [
      [this.movingMean, mean],
      [this.movingVariance, variance],
    ] as const) {
      average.write(tf.add(tf.mul(average.read(), this.momentum), tf.mul(value, 1 - this.momentum)));
    }
  }
}

function lastDimension(inputShape: tfl.Shape | tfl.Shape[]): number {
  const dimension = (inputShape as tfl.Shape).at(-1);
  if (typeof dimension !== 'number') throw new Error('BatchNormLeakyRelu expects a known number of channels.');
  return dimension;
}
