/**
 * Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019) and a one-cycle learning rate
 * (Smith and Topin 2018): a linear warm-up, then a cosine down to nothing. One typed-array pass per variable: as tfjs
 * ops the same update costs some ten passes.
 */
import type { Variable } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** What shapes the optimisation. */
export interface OptimizerConfig {
  /** Highest learning rate of the cycle. */
  readonly learningRate: number;
  /** Share of all steps spent warming up, 0…1. */
  readonly warmUpShare: number;
  /** Decoupled weight decay of kernels; biases and normalisation are not decayed. */
  readonly weightDecay: number;
}

/** The optimisation of the shipped weights. */
export const OPTIMIZER: OptimizerConfig = { learningRate: 2e-3, warmUpShare: 0.15, weightDecay: 1e-2 };

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** First and second moments of one variable. */
export interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** The learning rate at a step, `step` from 0. */
export function scheduleLearningRate(config: OptimizerConfig, step: number, totalSteps: number): number {
  const warmUpSteps = Math.max(1, config.warmUpShare * totalSteps);
  if (step < warmUpSteps) return (config.learningRate * (step + 1)) / warmUpSteps;
  const progress = (step - warmUpSteps) / Math.max(1, totalSteps - warmUpSteps);
  return config.learningRate * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
}

/** AdamW over named variables; its whole state is `moments` and the step number it is given. */
export class AdamW {
  /** By position in `variables`. */
  readonly moments: Moments[];

  constructor(
    private readonly variables: readonly Variable[],
    private readonly config: OptimizerConfig,
  ) {
    this.moments = variables.map(({ size }) => ({ first: new Float32Array(size), second: new Float32Array(size) }));
  }

  /**
   * Moves every variable one step against its gradient.
   * @param gradients values in the order of the variables
   * @param step number of this step, from 0
   * @param learningRate from `scheduleLearningRate`
   */
  applyGradients(gradients: readonly Float32Array[], step: number, learningRate: number): void {
    const correction = learningRate * (Math.sqrt(1 - BETA2 ** (step + 1)) / (1 - BETA1 ** (step + 1)));
    for (const [i, variable] of this.variables.entries()) {
      const gradient = gradients[i];
      const moments = this.moments[i];
      if (!gradient || !moments) throw new RangeError(`Variable ${variable.name} has no gradient.`);
      const decay = variable.rank > 1 ? learningRate * this.config.weightDecay : 0;
      const values = Float32Array.from(variable.dataSync());
      updateValues(values, gradient, moments, correction, decay);
      tf.tidy(() => {
        variable.assign(tf.tensor(values, variable.shape));
      });
    }
  }
}

function updateValues(
  values: Float32Array,
  gradient: Float32Array,
  { first, second }: Moments,
  learningRate: number,
  decay: number,
): void {
  for (let i = 0; i < values.length; i++) {
    const g = gradient[i] as number;
    const m = BETA1 * (first[i] as number) + (1 - BETA1) * g;
    const v = BETA2 * (second[i] as number) + (1 - BETA2) * g * g;
    first[i] = m;
    second[i] = v;
    values[i] = (values[i] as number) * (1 - decay) - (learningRate * m) / (Math.sqrt(v) + EPSILON);
  }
}
