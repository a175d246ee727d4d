/**
 * Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019), in one pass over plain arrays: as tfjs
 * ops the same update costs some ten passes.
 */
import type { WeightSpan } from './flat-weights';

/** What shapes the optimisation. */
export interface OptimizerConfig {
  /** Highest of the run. */
  readonly learningRate: number;
  /** Decoupled weight decay of kernels; biases and normalisation are not decayed. */
  readonly weightDecay: number;
}

/** The optimisation of the shipped weights. */
export const OPTIMIZER: OptimizerConfig = { learningRate: 2e-3, weightDecay: 1e-2 };

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** AdamW over weights that lie in one array; its whole state is `first`, `second` and the step number it is given. */
export class AdamW {
  /** First and second moments, in the places of the weights. */
  readonly first: Float32Array;
  readonly second: Float32Array;

  /**
   * @param length of the array of weights
   * @param trained which of them to move
   */
  constructor(
    length: number,
    private readonly trained: readonly WeightSpan[],
    private readonly config: OptimizerConfig,
  ) {
    this.first = new Float32Array(length);
    this.second = new Float32Array(length);
  }

  /**
   * Moves the weights, in place, one step against their gradients.
   * @param gradients in the places of the weights
   * @param step number of this step, from 0
   * @param learningRate of this step
   */
  applyGradients(weights: Float32Array, gradients: Float32Array, step: number, learningRate: number): void {
    const correction = learningRate * (Math.sqrt(1 - BETA2 ** (step + 1)) / (1 - BETA1 ** (step + 1)));
    const { first, second } = this;
    for (const { start, end, axes } of this.trained) {
      const decay = axes > 1 ? learningRate * this.config.weightDecay : 0;
      for (let i = start; i < end; i++) {
        const g = gradients[i] as number;
        const m = BETA1 * (first[i] as number) + (1 - BETA1) * g;
        const v = BETA2 * (second[i] as number) + (1 - BETA2) * g * g;
        first[i] = m;
        second[i] = v;
        weights[i] = (weights[i] as number) * (1 - decay) - (correction * m) / (Math.sqrt(v) + EPSILON);
      }
    }
  }
}
