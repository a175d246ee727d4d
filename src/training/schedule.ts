/**
 * The learning rate over a run: warm-up, then one of four courses. A function of the step and of the epochs so far, without
 * any state of its own, so that a resumed run goes on as it would have.
 */
import type { EpochRecord } from '../contract/model-card';

/** Courses after the warm-up. */
export const SCHEDULE_KINDS = ['cosine', 'linear', 'constant', 'plateau'] as const;

/** How the learning rate moves. */
export interface ScheduleConfig {
  /**
   * After a linear rise: `cosine` down to nothing (with the rise it is the one cycle of Smith and Topin 2018), `linear`
   * down to nothing, `constant`, or `plateau`: constant, but lower each time the validation loss has stopped falling.
   */
  readonly kind: (typeof SCHEDULE_KINDS)[number];
  /** Share of all steps spent rising, 0…1. */
  readonly warmUpShare: number;
  /** What `plateau` multiplies the rate by, 0…1. */
  readonly plateauFactor: number;
  /** Epochs without a lower validation loss that `plateau` waits for. */
  readonly plateauPatienceEpochs: number;
}

/** Where a run stands. */
export interface RunPlace {
  /** From 0. */
  readonly step: number;
  readonly totalSteps: number;
  /** Of the epochs that are finished. */
  readonly history: readonly Pick<EpochRecord, 'valLoss'>[];
}

/** The learning rate of a step as a share of the highest, 0…1. */
export function computeRateShare(config: ScheduleConfig, { step, totalSteps, history }: RunPlace): number {
  const warmUpSteps = Math.max(1, config.warmUpShare * totalSteps);
  if (step < warmUpSteps) return (step + 1) / warmUpSteps;
  const progress = Math.min(1, (step - warmUpSteps) / Math.max(1, totalSteps - warmUpSteps));
  switch (config.kind) {
    case 'cosine':
      return 0.5 * (1 + Math.cos(Math.PI * progress));
    case 'linear':
      return 1 - progress;
    case 'constant':
      return 1;
    case 'plateau':
      return config.plateauFactor ** countPlateaus(history, config.plateauPatienceEpochs);
  }
}

/** How often the validation loss went without a new low for so many epochs, each time counted anew. */
function countPlateaus(history: RunPlace['history'], patienceEpochs: number): number {
  let lowest = Infinity;
  let waited = 0;
  let plateaus = 0;
  for (const { valLoss } of history) {
    waited = valLoss < lowest ? 0 : waited + 1;
    lowest = Math.min(lowest, valLoss);
    if (waited === patienceEpochs) {
      plateaus++;
      waited = 0;
    }
  }
  return plateaus;
}

/** Whether a run has gone so many epochs without a better one that it ends; a patience of 0 never ends. */
export function hasStalled(epochsDone: number, bestEpoch: number, patienceEpochs: number): boolean {
  return patienceEpochs > 0 && epochsDone - bestEpoch >= patienceEpochs;
}
