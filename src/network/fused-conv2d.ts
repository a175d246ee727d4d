/** An ordinary convolution with bias and leaky ReLU in one pass, for inference: tf.layers' own cannot fuse that activation. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

type LayerArguments = ConstructorParameters<typeof tfl.layers.Layer>[0];

/** What it takes of the saved form of a `Conv2D` layer, and the activation's slope for negative input. */
export interface FusedConv2dArguments {
  filters: number;
  kernelSize: [number, number];
  strides: [number, number];
  padding: 'same' | 'valid';
  leakyReluSlope: number;
}

/** `[batch, height, width, channels]` → `[batch, outHeight, outWidth, filters]`; weights: kernel, bias. */
export class FusedConv2d extends tfl.layers.Layer {
  static readonly className = 'FusedConv2d';
  private readonly settings: FusedConv2dArguments;
  private kernel!: tfl.LayerVariable;
  private bias!: tfl.LayerVariable;

  constructor(config: LayerArguments & FusedConv2dArguments) {
    super(config);
    const { filters, kernelSize, strides, padding, leakyReluSlope } = config;
    this.settings = { filters, kernelSize, strides, padding, leakyReluSlope };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const channels = (inputShape as tfl.Shape)[3];
    if (typeof channels !== 'number') throw new Error('FusedConv2d expects a known number of channels.');
    const { kernelSize, filters } = this.settings;
    const zeros = tfl.initializers.zeros();
    this.kernel = this.addWeight('kernel', [...kernelSize, channels, filters], 'float32', zeros);
    this.bias = this.addWeight('bias', [filters], 'float32', zeros);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
    const { kernelSize, strides, padding, filters } = this.settings;
    const [batch, ...size] = inputShape as tfl.Shape;
    const [height, width] = strides.map((stride, axis) => {
      const surplus = padding === 'same' ? 0 : (kernelSize[axis] ?? 1) - 1;
      return Math.ceil(((size[axis] ?? NaN) - surplus) / stride);
    });
    return [batch ?? null, height ?? null, width ?? null, filters];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const { strides, padding, leakyReluSlope } = this.settings;
    return tf.fused.conv2d({
      x: (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor4D,
      filter: this.kernel.read() as Tensor4D,
      strides,
      pad: padding,
      bias: this.bias.read(),
      activation: 'leakyrelu',
      leakyreluAlpha: leakyReluSlope,
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.settings };
  }
}
