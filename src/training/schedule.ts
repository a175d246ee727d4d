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
  /**
   * Epochs after which `cosine` and `linear` are down for the first time and begin anew, a warm restart (Loshchilov and
   * Hutter 2017), to be down again at the end; 0 for never, and without effect on a run that is no longer than that. A run
   * that has ended can so be made longer, and stays what one command makes.
   */
  readonly restartEpoch: number;
  /** Rate of the restart as a share of the highest, 0…1; it has no warm-up. */
  readonly restartShare: number;
}

/** Where a run stands. */
export interface RunPlace {
  /** From 0. */
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** Of the epochs that are finished. */
  readonly history: readonly Pick<EpochRecord, 'valLoss'>[];
}

/** The learning rate of a step as a share of the highest, 0…1. */
export function computeRateShare(config: ScheduleConfig, place: RunPlace): number {
  const { step, totalSteps, history } = place;
  switch (config.kind) {
    case 'cosine':
      return fall(config, place, (progress) => 0.5 * (1 + Math.cos(Math.PI * progress)));
    case 'linear':
      return fall(config, place, (progress) => 1 - progress);
    case 'constant':
      return rise(config, step, totalSteps);
    case 'plateau':
      return (
        rise(config, step, totalSteps) * config.plateauFactor ** countPlateaus(history, config.plateauPatienceEpochs)
      );
  }
}

/** The share of the warm-up that is done, 0…1. */
function rise({ warmUpShare }: ScheduleConfig, step: number, steps: number): number {
  return Math.min(1, (step + 1) / Math.max(1, warmUpShare * steps));
}

/** Warm-up and descent, once or, with a restart, twice; `course` is the descent over its progress, 0…1. */
function fall(
  config: ScheduleConfig,
  { step, totalSteps, stepsPerEpoch }: RunPlace,
  course: (progress: number) => number,
): number {
  const restartStep = config.restartEpoch * stepsPerEpoch;
  const restarts = restartStep > 0 && restartStep < totalSteps;
  if (restarts && step >= restartStep) {
    return config.restartShare * course((step - restartStep) / (totalSteps - restartStep));
  }
  const steps = restarts ? restartStep : totalSteps;
  const warmUpSteps = Math.max(1, config.warmUpShare * steps);
  if (step < warmUpSteps) return rise(config, step, steps);
  return course(Math.min(1, (step - warmUpSteps) / Math.max(1, steps - warmUpSteps)));
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
