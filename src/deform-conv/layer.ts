/**
 * A deformable convolution as a tf.layers layer, which predicts its own offsets and modulation mask from its input.
 *
 * One ordinary convolution of the same geometry predicts both (Dai et al. 2017, fig. 2; Zhu et al. 2019, sec. 3.2). Its
 * weights begin at zero, so a fresh layer samples on the regular grid. The mask is `2 · sigmoid(logits)`: zero logits
 * then give 1 and a fresh layer *is* an ordinary convolution at full strength; the papers' `sigmoid` would halve it.
 */
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayerVariable, Shape } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import type { Initializer } from '@tensorflow/tfjs-layers/dist/initializers';
import type { DeformConv2dOptions } from './deform-conv2d';
import { deformConv2d, deformConv2dFromPrediction, splitPrediction } from './deform-conv2d';
import type { Padding, PictureShape } from './geometry';
import { computeSamplingGeometry } from './geometry';
import type { InitializerConfig } from './initializer';
import { isDifferentiated } from './multiply-columns';
import { resolveInitializer, serializeInitializer } from './initializer';

type LayerArgs = NonNullable<ConstructorParameters<typeof tfl.layers.Layer>[0]>;

/** What a `DeformConv2dLayer` is built from; sizes are one number for both axes or [height, width]. */
export interface DeformConv2dLayerArgs extends LayerArgs {
  /** Output channels. */
  filters: number;
  kernelSize: number | [height: number, width: number];
  /** Default 1. */
  strides?: number | [height: number, width: number];
  /** Default `same`. */
  padding?: Padding;
  /** Default 1; cannot exceed 1 together with `strides`. */
  dilationRate?: number | [height: number, width: number];
  /** Whether a modulation mask is learned as well (DCNv2); default true. */
  modulated?: boolean;
  /** Default true. */
  useBias?: boolean;
  /** Of the kernel only, offsets always begin at zero: a name such as `heNormal`, or an initializer; default `glorotUniform`. */
  kernelInitializer?: string | Initializer | InitializerConfig;
  /** Slope for negative output of a leaky ReLU that follows the bias; none by default. */
  leakyReluSlope?: number;
}

/** Where a layer looks and how strongly, for one input. */
export interface PredictedOffsets {
  /** `[batch, outHeight, outWidth, 2 · taps]`: (dy, dx) of each tap, in input cells. */
  readonly offset: Tensor4D;
  /** `[batch, outHeight, outWidth, taps]`, 0…2; `null` when the layer is not modulated. */
  readonly modulationMask: Tensor4D | null;
}

/**
 * Deformable convolution layer, `[batch, height, width, channels]` → `[batch, outHeight, outWidth, filters]`.
 *
 * Weights, in order: `kernel [kh, kw, channels, filters]`, `offset_kernel [kh, kw, channels, 3 · taps]` (2 · taps when not
 * modulated), `offset_bias`, `bias [filters]`. Of the offset convolution's outputs the first 2 · taps are the offsets,
 * the last the mask's logits. To load a saved model with this layer, import `register.ts` first.
 */
export class DeformConv2dLayer extends tfl.layers.Layer {
  /** The name in saved models; independent of minification. */
  static readonly className = 'DeformConv2d';

  /**
   * Samples on the fixed grid, as if all offsets were zero (the mask stays), so that one can measure what the offsets
   * are worth. Not saved with the model.
   */
  ignoreOffsets = false;

  private readonly filters: number;
  private readonly kernelSize: [number, number];
  private readonly strides: [number, number];
  private readonly padding: Padding;
  private readonly dilationRate: [number, number];
  private readonly modulated: boolean;
  private readonly useBias: boolean;
  private readonly kernelInitializer: Initializer;
  private readonly leakyReluSlope: number | undefined;
  private weightsOfLayer: LayerWeights | null = null;

  constructor(args: DeformConv2dLayerArgs) {
    super(args);
    if (!Number.isInteger(args.filters) || args.filters < 1) {
      throw new RangeError(`DeformConv2d: filters must be a positive integer, got ${args.filters}`);
    }
    this.filters = args.filters;
    this.kernelSize = toPair(args.kernelSize);
    this.strides = toPair(args.strides ?? 1);
    this.padding = args.padding ?? 'same';
    this.dilationRate = toPair(args.dilationRate ?? 1);
    if (Math.max(...this.strides) > 1 && Math.max(...this.dilationRate) > 1) {
      // `deformConv2d` itself has no such limit; the convolution that predicts the offsets is `tf.conv2d`, which has.
      throw new RangeError(
        `DeformConv2d: strides and dilationRate cannot both exceed 1, ` +
          `got [${this.strides.join(', ')}] and [${this.dilationRate.join(', ')}]`,
      );
    }
    this.modulated = args.modulated ?? true;
    this.useBias = args.useBias ?? true;
    this.kernelInitializer = resolveInitializer(args.kernelInitializer ?? 'glorotUniform');
    this.leakyReluSlope = args.leakyReluSlope;
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = toPictureShape(inputShape)[3];
    const [kernelHeight, kernelWidth] = this.kernelSize;
    const offsetChannels = (this.modulated ? 3 : 2) * kernelHeight * kernelWidth;
    const zeros = tfl.initializers.zeros();
    const kernelShape = [kernelHeight, kernelWidth, channels, this.filters];
    const offsetKernelShape = [kernelHeight, kernelWidth, channels, offsetChannels];
    this.weightsOfLayer = {
      kernel: this.addWeight('kernel', kernelShape, 'float32', this.kernelInitializer),
      offsetKernel: this.addWeight('offset_kernel', offsetKernelShape, 'float32', zeros),
      offsetBias: this.addWeight('offset_bias', [offsetChannels], 'float32', zeros),
      bias: this.useBias ? this.addWeight('bias', [this.filters], 'float32', zeros) : null,
    };
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const { outputHeight, outputWidth } = this.computeGeometry(toPictureShape(inputShape));
    return [toSingleShape(inputShape)[0] ?? null, outputHeight, outputWidth, this.filters];
  }

  override call(inputs: Tensor | Tensor[], kwargs: Parameters<tfl.layers.Layer['call']>[1]): Tensor {
    return tf.tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const x = toPictureTensor(inputs);
      const { kernel, bias } = this.requireWeights();
      const filter = kernel.read() as Tensor4D;
      if (this.modulated && !this.ignoreOffsets) {
        const fusion = {
          ...(bias === null ? {} : { bias: bias.read() as Tensor1D }),
          ...(this.leakyReluSlope === undefined ? {} : { leakyReluSlope: this.leakyReluSlope }),
        };
        return deformConv2dFromPrediction(x, filter, this.predict(x), this.options, fusion);
      }
      const { offset, modulationMask } = this.predictOffsets(x);
      const usedOffset = this.ignoreOffsets ? tf.zerosLike(offset) : offset;
      const product = deformConv2d(x, filter, usedOffset, modulationMask, this.options);
      const output = bias === null ? product : tf.add(product, bias.read());
      return this.leakyReluSlope === undefined ? output : tf.leakyRelu(output, this.leakyReluSlope);
    });
  }

  /**
   * Computes the offsets and the mask that the layer uses for `x`, untouched by `ignoreOffsets`.
   *
   * @param x `[batch, height, width, channels]`, the layer's input
   * @returns tensors that the caller disposes
   * @throws Error when the layer is not built yet
   */
  predictOffsets(x: Tensor4D): PredictedOffsets {
    const prediction = this.predict(x);
    if (!this.modulated) return { offset: prediction, modulationMask: null };
    const parts = splitPrediction(prediction);
    prediction.dispose();
    return parts;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      filters: this.filters,
      kernelSize: this.kernelSize,
      strides: this.strides,
      padding: this.padding,
      dilationRate: this.dilationRate,
      modulated: this.modulated,
      useBias: this.useBias,
      kernelInitializer: serializeInitializer(this.kernelInitializer),
      ...(this.leakyReluSlope === undefined ? {} : { leakyReluSlope: this.leakyReluSlope }),
    };
  }

  /** Offsets and, when modulated, the logits of the mask behind them. */
  private predict(x: Tensor4D): Tensor4D {
    const { offsetKernel, offsetBias } = this.requireWeights();
    const filter = offsetKernel.read() as Tensor4D;
    const { strides, padding: pad, dilationRate: dilations } = this;
    if (!isDifferentiated()) {
      return tf.fused.conv2d({ x, filter, strides, pad, dilations, bias: offsetBias.read() });
    }
    return tf.tidy(() => tf.add(tf.conv2d(x, filter, strides, pad, 'NHWC', dilations), offsetBias.read()));
  }

  private get options(): DeformConv2dOptions {
    return { strides: this.strides, padding: this.padding, dilations: this.dilationRate };
  }

  private computeGeometry(inputShape: PictureShape) {
    return computeSamplingGeometry(inputShape, { ...this.options, kernelSize: this.kernelSize });
  }

  private requireWeights(): LayerWeights {
    if (this.weightsOfLayer === null)
      throw new Error(`DeformConv2d: layer ${this.name} was called before it was built`);
    return this.weightsOfLayer;
  }
}

interface LayerWeights {
  readonly kernel: LayerVariable;
  readonly offsetKernel: LayerVariable;
  readonly offsetBias: LayerVariable;
  readonly bias: LayerVariable | null;
}

function toPair(value: number | readonly [number, number]): [number, number] {
  return typeof value === 'number' ? [value, value] : [...value];
}

function toSingleShape(inputShape: Shape | Shape[]): Shape {
  const [first] = inputShape;
  return Array.isArray(first) ? first : (inputShape as Shape);
}

/** The layer's input shape with a batch of 1; height, width and channels must be known. */
function toPictureShape(inputShape: Shape | Shape[]): PictureShape {
  const shape = toSingleShape(inputShape);
  const [, height, width, channels] = shape;
  if (shape.length !== 4 || height == null || width == null || channels == null) {
    throw new Error(`DeformConv2d: input must be [batch, height, width, channels], got [${shape.join(', ')}]`);
  }
  return [1, height, width, channels];
}

function toPictureTensor(inputs: Tensor | Tensor[]): Tensor4D {
  const input = Array.isArray(inputs) ? inputs[0] : inputs;
  if (input === undefined) throw new Error('DeformConv2d: expected one input tensor, got none');
  return input as Tensor4D;
}
