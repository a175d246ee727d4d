/**
 * A learned number for every row and channel, added along time. A convolution treats all rows alike, but a picture's rows
 * are not alike: a mel band has its place in the spectrum, a cepstral coefficient its meaning. As position embeddings do
 * for sequences (Vaswani et al. 2017, "Attention is all you need", sec. 3.5), it tells the layers behind where they are.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

type LayerArguments = ConstructorParameters<typeof tfl.layers.Layer>[0];

/** `[batch, rows, time, channels]` → the same shape; weight `[rows, 1, channels]`, zero at first. */
export class RowBias extends tfl.layers.Layer {
  static readonly className = 'RowBias';
  private bias!: tfl.LayerVariable;

  constructor(config: LayerArguments = {}) {
    super(config);
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const [, rows, , channels] = inputShape as tfl.Shape;
    if (typeof rows !== 'number' || typeof channels !== 'number') {
      throw new Error('RowBias expects a known number of rows and channels.');
    }
    this.bias = this.addWeight('bias', [rows, 1, channels], 'float32', tfl.initializers.zeros());
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
    return inputShape as tfl.Shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.add((Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor, this.bias.read());
  }
}
