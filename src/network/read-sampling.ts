/** Where the deformable layers of a network look for one window: their offsets and masks, and the grids these belong to. */
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { GridStage, LayerSampling } from '../contract/sampling';
import { computeSamplingGeometry, type Padding, type PictureShape } from '../deform-conv/geometry';
import type { DeformConv2dLayer } from '../deform-conv/layer';
import { findDeformableLayers } from './build';

/** What of a layer's sampling is the same for every window. */
export type FixedSampling = Omit<LayerSampling, 'offsets' | 'modulation'>;

/** Asks every deformable layer of one network; it has no weights of its own and lives as long as the model. */
export class SamplingProbe {
  /** The deformable layers, first to last; none in a network without. */
  readonly layers: readonly FixedSampling[];
  readonly #asked: readonly DeformConv2dLayer[];
  /** From the picture to the input of each layer. */
  readonly #toLayers: tfl.LayersModel | null;

  /** @throws Error when a layer on the way changes the picture's size by neither convolution nor pooling */
  constructor(model: tfl.LayersModel) {
    this.#asked = findDeformableLayers(model);
    this.layers = this.#asked.map(describeLayer);
    const outputs = this.#asked.map((layer) => layer.input as tfl.SymbolicTensor);
    this.#toLayers = outputs.length === 0 ? null : tfl.model({ inputs: model.inputs, outputs });
  }

  /**
   * Runs the network up to its last deformable layer.
   * @param picture `[1, 40, 173, 2]`
   * @returns for each of `layers` its offset `[1, rows, columns, 2 · taps]` and its mask `[1, rows, columns, taps]`; the
   *   caller disposes them
   */
  run(picture: tf.Tensor): [offset: tf.Tensor4D, modulation: tf.Tensor4D][] {
    const model = this.#toLayers;
    if (model === null) return [];
    return tf.tidy(() => {
      const answer = model.predict(picture) as tf.Tensor4D | tf.Tensor4D[];
      const inputs = Array.isArray(answer) ? answer : [answer];
      return this.#asked.map((layer, index) => {
        const input = inputs[index];
        if (input === undefined) throw new Error(`Expected an input of ${layer.name}, got none.`);
        const { offset, modulationMask } = layer.predictOffsets(input);
        const [batch, rows, columns, values] = offset.shape;
        return [offset, modulationMask ?? tf.ones([batch, rows, columns, values / 2])];
      });
    });
  }
}

function describeLayer(layer: DeformConv2dLayer): FixedSampling {
  const input = layer.input as tfl.SymbolicTensor;
  const stage = describeStage(layer, toPictureShape(input));
  if (stage === null) throw new Error(`Expected a kernel in ${layer.name}.`);
  const [, inputRows, inputColumns] = toPictureShape(input);
  const [, rows, columns] = toPictureShape(layer.output as tfl.SymbolicTensor);
  return {
    layer: layer.name,
    stages: traceStages(input),
    grid: stage,
    inputSize: [inputRows, inputColumns],
    outputSize: [rows, columns],
  };
}

/** The convolutions and pools that lead from the picture to a tensor, first to last. */
function traceStages(tensor: tfl.SymbolicTensor): GridStage[] {
  const stages: GridStage[] = [];
  let current = tensor;
  for (;;) {
    const source = findPicture(current.inputs);
    if (source === null) return stages;
    const [shape, nextShape] = [toPictureShape(source), toPictureShape(current)];
    const stage = describeStage(current.sourceLayer, shape);
    if (stage !== null) stages.unshift(stage);
    else if (shape[1] !== nextShape[1] || shape[2] !== nextShape[2]) {
      throw new Error(`Expected ${current.sourceLayer.name} to keep the picture's size or to have a kernel.`);
    }
    current = source;
  }
}

/** Of a layer's inputs the one that is a picture: a gate beside it is a single cell. `null` at the network's input. */
function findPicture(inputs: readonly tfl.SymbolicTensor[]): tfl.SymbolicTensor | null {
  const size = (tensor: tfl.SymbolicTensor): number => (tensor.shape[1] ?? 0) * (tensor.shape[2] ?? 0);
  return inputs.reduce<tfl.SymbolicTensor | null>(
    (largest, input) => (largest === null || size(input) > size(largest) ? input : largest),
    null,
  );
}

/** What the configuration of a layer with a kernel or a pool says of its grid; of other layers nothing. */
interface GridConfig {
  readonly kernelSize?: readonly [number, number];
  readonly poolSize?: readonly [number, number];
  readonly strides?: readonly [number, number];
  readonly dilationRate?: readonly [number, number];
  readonly padding?: Padding;
}

/** The grid of a layer over an input, `null` where each output cell lies on the input cell of the same place. */
function describeStage(layer: tfl.layers.Layer, inputShape: PictureShape): GridStage | null {
  const { kernelSize: ofKernel, poolSize, strides, dilationRate, padding } = layer.getConfig() as GridConfig;
  const kernelSize = ofKernel ?? poolSize;
  if (kernelSize === undefined || strides === undefined || padding === undefined) return null;
  const dilations = dilationRate ?? [1, 1];
  const { padTop, padLeft } = computeSamplingGeometry(inputShape, { kernelSize, strides, padding, dilations });
  return { kernelSize, strides, dilations, padBefore: [padTop, padLeft] };
}

function toPictureShape({ name, shape }: tfl.SymbolicTensor): PictureShape {
  const [, height, width, channels] = shape;
  if (typeof height !== 'number' || typeof width !== 'number' || typeof channels !== 'number') {
    throw new Error(`Expected ${name} to be a picture of known size, got [${shape.join(', ')}].`);
  }
  return [1, height, width, channels];
}
