/**
 * The deformable convolutional network (DCNN): four convolution blocks, the last two deformable (DCNv2), attentive
 * pooling over time, one dense layer over eight emotions.
 *
 *   [40, 173, 2] → 3×3/2, 32 → 3×3/2, 64 → deformable 3×3, 96 → max-pool 2 → deformable 3×3, 128 → pooling → 8
 *
 * A block is convolution, batch norm, leaky ReLU, squeeze-and-excitation (Hu et al. 2018). Behind the first two blocks a
 * learned number per row tells the rows apart. The network ends in logits; probabilities are their softmax.
 */
import * as tfl from '@tensorflow/tfjs-layers';
import { EMOTIONS } from '../contract/emotions';
import { FEATURE_SHAPE } from '../contract/features';
import { DeformConv2dLayer } from '../deform-conv/layer';
import { AttentivePooling } from './attentive-pooling';
import { BatchNormLeakyRelu } from './batch-norm-leaky-relu';
import './register';
import { RowBias } from './row-bias';
import { SeededDropout } from './seeded-dropout';

/** The choices that define a network. */
export interface NetworkConfig {
  /** Output channels of the four blocks. */
  readonly widths: readonly [number, number, number, number];
  /** Whether the last two blocks deform; the plain twin has ordinary convolutions there. */
  readonly deformable: boolean;
  /** Share of pooled values dropped in training, 0…1. */
  readonly dropout: number;
  /** Share of the old value that batch norm's moving averages keep at each training step, 0…1. */
  readonly batchNormMomentum: number;
  /** Seed of the initial weights. */
  readonly seed: number;
}

/** The network that ships. */
export const NETWORK_CONFIG: NetworkConfig = {
  widths: [32, 64, 96, 128],
  deformable: true,
  dropout: 0.3,
  batchNormMomentum: 0.98,
  seed: 1,
};

const SQUEEZE_RATIO = 8;

/**
 * Builds the network with fresh weights.
 * @returns a model from `[batch, 40, 173, 2]` to logits `[batch, 8]` in the order of `EMOTIONS`
 */
export function buildNetwork(config: NetworkConfig = NETWORK_CONFIG): tfl.LayersModel {
  let seed = config.seed * 1000;
  const nextInitializer = (): ReturnType<typeof tfl.initializers.heNormal> =>
    tfl.initializers.heNormal({ seed: seed++ });

  const convolve = (name: string, filters: number, strides: number, deformable: boolean): tfl.layers.Layer => {
    const common = { name, filters, kernelSize: 3, strides, padding: 'same', useBias: false } as const;
    return deformable
      ? new DeformConv2dLayer({ ...common, kernelInitializer: nextInitializer() })
      : tfl.layers.conv2d({ ...common, kernelInitializer: nextInitializer() });
  };

  const squeezeAndExcite = (input: tfl.SymbolicTensor, name: string, channels: number): tfl.SymbolicTensor => {
    const dense = (part: string, units: number, activation: 'relu' | 'sigmoid'): tfl.layers.Layer =>
      tfl.layers.dense({ name: `${name}_${part}`, units, activation, kernelInitializer: nextInitializer() });
    let gate = apply(tfl.layers.globalAveragePooling2d({ name: `${name}_average` }), input);
    gate = apply(dense('squeeze', channels / SQUEEZE_RATIO, 'relu'), gate);
    gate = apply(dense('excite', channels, 'sigmoid'), gate);
    gate = apply(tfl.layers.reshape({ name: `${name}_gate`, targetShape: [1, 1, channels] }), gate);
    return tfl.layers.multiply({ name: `${name}_scale` }).apply([input, gate]) as tfl.SymbolicTensor;
  };

  const block = (
    input: tfl.SymbolicTensor,
    index: number,
    strides: number,
    deformable: boolean,
  ): tfl.SymbolicTensor => {
    const name = `block${index + 1}`;
    const filters = config.widths[index] ?? 0;
    let x = apply(convolve(`${name}_conv`, filters, strides, deformable), input);
    x = apply(new BatchNormLeakyRelu({ name: `${name}_norm`, momentum: config.batchNormMomentum }), x);
    return squeezeAndExcite(x, `${name}_attention`, filters);
  };
  const halve = (input: tfl.SymbolicTensor, name: string): tfl.SymbolicTensor =>
    apply(tfl.layers.maxPooling2d({ name, poolSize: 2, padding: 'same' }), input);

  const picture = tfl.input({ name: 'picture', shape: [...FEATURE_SHAPE] });
  let x = block(picture, 0, 2, false);
  x = apply(new RowBias({ name: 'block1_rows' }), x);
  x = block(x, 1, 2, false);
  x = apply(new RowBias({ name: 'block2_rows' }), x);
  x = halve(block(x, 2, 1, config.deformable), 'pool3');
  x = block(x, 3, 1, config.deformable);
  x = apply(new AttentivePooling({ name: 'pooling' }), x);
  x = apply(new SeededDropout({ name: 'dropout', rate: config.dropout }), x);
  const logits = tfl.layers.dense({ name: 'logits', units: EMOTIONS.length, kernelInitializer: nextInitializer() });
  return tfl.model({ name: 'undertone', inputs: picture, outputs: apply(logits, x) });
}

/** The deformable layers of a network, first to last; none in the plain twin. */
export function findDeformableLayers(model: tfl.LayersModel): DeformConv2dLayer[] {
  return model.layers.filter((layer) => layer instanceof DeformConv2dLayer);
}

/** Applies a layer of one input and one output. */
function apply(layer: tfl.layers.Layer, input: tfl.SymbolicTensor): tfl.SymbolicTensor {
  return layer.apply(input) as tfl.SymbolicTensor;
}
