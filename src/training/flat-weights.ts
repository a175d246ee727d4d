/** All weights of a network as one array, back to back in the model's order: the form in which ranks share them. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

type LayerWeight = LayersModel['weights'][number];

/** The place of one weight among all. */
export interface WeightSpan {
  readonly start: number;
  readonly end: number;
  /** 1 for biases and normalisation, more for kernels. */
  readonly axes: number;
}

/** Copies between the weights of a model and flat arrays. */
export class FlatWeights {
  /** Values of all weights together. */
  readonly length: number;
  /** Those that are trained, in the order of `variables`. */
  readonly trained: readonly WeightSpan[];
  readonly variables: readonly tf.Variable[];
  /** Those that the layers themselves keep up to date: the moving averages of batch norm. */
  readonly kept: readonly WeightSpan[];
  private readonly places: readonly { readonly weight: LayerWeight; readonly span: WeightSpan }[];

  constructor(model: LayersModel) {
    let next = 0;
    this.places = model.weights.map((weight) => {
      const start = next;
      next += tf.util.sizeFromShape(weight.shape as number[]);
      return { weight, span: { start, end: next, axes: weight.shape.length } };
    });
    this.length = next;
    const trained = this.places.filter(({ weight }) => model.trainableWeights.includes(weight));
    this.trained = trained.map(({ span }) => span);
    this.variables = trained.map(({ weight }) => {
      const variable = weight.read();
      if (variable instanceof tf.Variable) return variable;
      throw new TypeError(`The weight ${weight.name} is no variable of tfjs.`);
    });
    this.kept = this.places.filter((place) => !trained.includes(place)).map(({ span }) => span);
  }

  /** Writes the model's weights into `values`. */
  save(values: Float32Array): void {
    for (const { weight, span } of this.places) values.set(weight.read().dataSync(), span.start);
  }

  /** Sets the model's weights to `values`. */
  load(values: Float32Array): void {
    tf.tidy(() => {
      for (const { weight, span } of this.places) {
        weight.write(tf.tensor(values.slice(span.start, span.end), weight.shape as number[]));
      }
    });
  }

  /** Writes `outcome`: gradients in the places of the trained weights, the kept weights as they are now in theirs. */
  saveOutcome(outcome: Float32Array, gradients: tf.NamedTensorMap): void {
    this.save(outcome);
    for (const [i, { name }] of this.variables.entries()) {
      const gradient = gradients[name];
      if (!gradient) throw new Error(`The loss does not depend on ${name}.`);
      outcome.set(gradient.dataSync(), this.trained[i]?.start);
    }
  }
}
