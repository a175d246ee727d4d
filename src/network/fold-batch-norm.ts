/**
 * A network for inference: every batch norm folded into the convolution before it, bias and leaky ReLU computed in the
 * same pass as the product.
 *
 * With its moving averages a batch norm is `scale · x + shift` per channel, `scale = gamma / √(variance + ε)` and
 * `shift = beta − scale · mean`: a convolution without bias takes the scale into its filter and the shift as its bias
 * (Jacob et al. 2018, "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference",
 * arXiv:1712.05877, sec. 3.2).
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { DeformConv2dLayer } from '../deform-conv/layer';
import { BATCH_NORM_EPSILON, BatchNormLeakyRelu, LEAKY_RELU_SLOPE } from './batch-norm-leaky-relu';
import { FusedConv2d } from './fused-conv2d';

/** A layer in the topology that `toJSON` writes and `modelFromJSON` reads. */
interface SavedLayer {
  readonly name: string;
  class_name: string;
  config: Record<string, unknown>;
  /** For each use of the layer its inputs: [name of a layer, index of its use, index of its output, arguments]. */
  readonly inbound_nodes: readonly (readonly (readonly [string, ...unknown[]])[])[];
}

/**
 * Makes a model that predicts the same (within 1e-4) without batch norms. Convolutions whose only reader is a
 * `BatchNormLeakyRelu` are merged with it; the norm's layer stays in the graph under its name and passes its input on.
 *
 * @param model a network as `buildNetwork` makes it; it is left as it is
 * @returns a model with weights of its own; it cannot be trained on. The caller disposes both
 * @throws Error when a batch norm does not follow a convolution without bias that nobody else reads
 */
export async function foldBatchNorm(model: tfl.LayersModel): Promise<tfl.LayersModel> {
  const topology = structuredClone(model.toJSON(null, false)) as unknown as { config: { layers: SavedLayer[] } };
  const { layers } = topology.config;
  const normOfConvolution = new Map<string, string>();
  for (const layer of layers) {
    if (layer.class_name !== BatchNormLeakyRelu.className) continue;
    const convolution = findConvolution(layer, layers);
    normOfConvolution.set(convolution.name, layer.name);
    if (convolution.class_name === 'Conv2D') convolution.class_name = FusedConv2d.className;
    convolution.config = { ...convolution.config, use_bias: true, leaky_relu_slope: LEAKY_RELU_SLOPE };
    layer.class_name = 'Activation';
    layer.config = { name: layer.name, activation: 'linear' };
  }
  const folded = await tfl.models.modelFromJSON(topology as never);
  for (const layer of folded.layers) {
    const original = model.getLayer(layer.name);
    const norm = normOfConvolution.get(layer.name);
    if (norm !== undefined) {
      tf.tidy(() => {
        layer.setWeights(foldWeights(original.getWeights(), model.getLayer(norm).getWeights()));
      });
    } else if (!(original instanceof BatchNormLeakyRelu)) {
      layer.setWeights(original.getWeights());
    }
  }
  return folded;
}

/** The convolution that a batch norm can be folded into. */
function findConvolution(norm: SavedLayer, layers: readonly SavedLayer[]): SavedLayer {
  const source = norm.inbound_nodes[0]?.[0]?.[0];
  const convolution = layers.find(({ name }) => name === source);
  const readers = layers.filter(({ inbound_nodes: nodes }) => nodes.flat().some(([name]) => name === source));
  const isConvolution = ['Conv2D', DeformConv2dLayer.className].includes(convolution?.class_name ?? '');
  if (convolution === undefined || !isConvolution || convolution.config['use_bias'] !== false || readers.length !== 1) {
    throw new Error(`foldBatchNorm: ${norm.name} must follow a convolution without bias that nobody else reads`);
  }
  return convolution;
}

/** Weights of the merged layer: the scaled kernel, what else the convolution has (its offsets' weights), the bias. */
function foldWeights([kernel, ...others]: Tensor[], [gamma, beta, mean, variance]: Tensor[]): Tensor[] {
  if (!kernel || !gamma || !beta || !mean || !variance) throw new Error('foldBatchNorm: weights are missing');
  const scale = tf.div(gamma, tf.sqrt(tf.add(variance, BATCH_NORM_EPSILON)));
  return [tf.mul(kernel, scale), ...others, tf.sub(beta, tf.mul(mean, scale))];
}
