/**
 * Attentive statistics pooling over time: a learned weight per frame, then the weighted mean and standard deviation of
 * every channel. Source: Okabe, Koshinaka and Shinoda 2018, "Attentive Statistics Pooling for Deep Speaker Embedding".
 */
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

/** Keeps the root of the variance differentiable at zero. */
const MIN_VARIANCE = 1e-5;

type LayerArguments = ConstructorParameters<typeof tfl.layers.Layer>[0];

/**
 * `[batch, rows, time, channels]` → `[batch, 2 · channels]`: means, then deviations. First the rows are summed with
 * weights learned per channel, at first their mean. Weights: `[channels, 1]` attention, `[rows, 1, channels]` rows.
 */
export class AttentivePooling extends tfl.layers.Layer {
  static readonly className = 'AttentivePooling';
  private attention!: tfl.LayerVariable;
  private rowWeights!: tfl.LayerVariable;

  constructor(config: LayerArguments = {}) {
    super(config);
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const [, rows, , channels] = inputShape as tfl.Shape;
    if (typeof rows !== 'number' || typeof channels !== 'number') {
      throw new Error('AttentivePooling expects a known number of rows and channels.');
    }
    this.attention = this.addWeight('attention', [channels, 1], 'float32', tfl.initializers.zeros());
    const even = tfl.initializers.constant({ value: 1 / rows });
    this.rowWeights = this.addWeight('row_weights', [rows, 1, channels], 'float32', even);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
    const [batch, , , channels] = inputShape as tfl.Shape;
    return [batch ?? null, 2 * (channels ?? 0)];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const input = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      const [batch, , time, channels] = input.shape;
      const overRows = tf.sum(tf.mul(input, this.rowWeights.read()), 1);
      const scores = tf.matMul(tf.reshape(overRows, [batch * time, channels]), this.attention.read());
      const weights = tf.reshape(tf.softmax(tf.reshape(scores, [batch, time])), [batch, time, 1]);
      const mean = tf.sum(tf.mul(overRows, weights), 1, true);
      const variance = tf.sum(tf.mul(tf.square(tf.sub(overRows, mean)), weights), 1);
      const deviation = tf.sqrt(tf.maximum(variance, MIN_VARIANCE));
      return tf.concat([tf.reshape(mean, [batch, channels]), deviation], 1);
    });
  }
}
