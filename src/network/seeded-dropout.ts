/** Dropout whose mask is a function of a seed the trainer sets per step, so that a resumed run repeats exactly. */
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

type LayerArguments = ConstructorParameters<typeof tfl.layers.Layer>[0];
type Kwargs = Parameters<tfl.layers.Layer['call']>[1];

/** Zeroes a share `rate` (0…1) of its input in training and scales up the rest; passes it on in inference. */
export class SeededDropout extends tfl.layers.Layer {
  static readonly className = 'SeededDropout';
  /** Set before each training step; not part of the saved model. */
  stepSeed = 0;
  private readonly rate: number;

  constructor(config: LayerArguments & { rate: number }) {
    super(config);
    this.rate = config.rate;
    this.supportsMasking = true;
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!x) throw new Error('SeededDropout expects one input.');
    return kwargs['training'] === true ? tf.dropout(x, this.rate, undefined, this.stepSeed) : x;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }
}
