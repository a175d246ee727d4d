/**
 * How far probabilities can be taken at their word. The network is too sure of itself, as most are (Guo et al. 2017, "On
 * calibration of modern neural networks", ICML): one number, the temperature, that its logits are divided by makes good
 * for most of it without changing what it says of a window. It is fitted on the validation speakers.
 *
 * What is calibrated is what the page shows: the probabilities of the whole clip, averaged over its windows by duration.
 */
import { indexOfHighest } from '../contract/emotions';
import type { TimeSpan } from '../contract/features';
import type { Calibration } from '../contract/model-card';
import { UNCERTAIN_BELOW } from '../contract/prediction';
import type { CalibrationBin, CertaintyReport } from '../contract/report';
import { average } from './confusion';
import { summarise } from './summarise';

/** What the network says of one window before the softmax. */
export interface WindowLogits extends TimeSpan {
  /** Eight, in the order of `EMOTIONS`; a constant added to all of them changes nothing. */
  readonly logits: readonly number[];
}

/** The windows of one clip, and which emotion is true (an index into `EMOTIONS`). */
export interface ClipLogits {
  readonly truth: number;
  readonly windows: readonly WindowLogits[];
}

/** A clip's probabilities, in the order of `EMOTIONS`, and which emotion is true. */
export interface ClipProbabilities {
  readonly truth: number;
  readonly probabilities: readonly number[];
}

/** As many as are usual since Guo et al. */
const BINS = 15;
/** The temperature is sought between this and its inverse. */
const MAX_TEMPERATURE = 20;
/** Steps of the golden section: each narrows the interval to 0.618 of itself, in all to 1e-8 of a factor. */
const STEPS = 42;
/** Keeps the logarithm finite where a probability underflows. */
const MIN_PROBABILITY = 1e-12;

/** Softmax of logits divided by the temperature; sums to 1. */
export function computeProbabilities(logits: readonly number[], temperature: number): number[] {
  const highest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp((logit - highest) / temperature));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

/** The clip's probabilities at a temperature, as the page averages them. */
export function applyTemperature({ truth, windows }: ClipLogits, temperature: number): ClipProbabilities {
  const timeline = windows.map(({ startSec, endSec, logits }) => ({
    startSec,
    endSec,
    probabilities: computeProbabilities(logits, temperature),
  }));
  return { truth, probabilities: summarise(timeline).probabilities };
}

/** Mean cross-entropy of the true classes, in nats, of plain probabilities: no class weights, no smoothing. */
export function meanCrossEntropy(clips: readonly ClipProbabilities[]): number {
  return average(
    clips.map(({ truth, probabilities }) => -Math.log(Math.max(MIN_PROBABILITY, probabilities[truth] ?? 0))),
  );
}

/**
 * The temperature at which the cross-entropy of the clips is lowest, by golden section (Kiefer 1953) over its logarithm.
 * @param clips at least one
 * @returns between 1/20 and 20
 * @throws RangeError for an empty set
 */
export function fitTemperature(clips: readonly ClipLogits[]): number {
  if (clips.length === 0) throw new RangeError('Expected at least one clip to fit the temperature on, got none.');
  const lossAt = (logarithm: number): number =>
    meanCrossEntropy(clips.map((clip) => applyTemperature(clip, Math.exp(logarithm))));
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [-Math.log(MAX_TEMPERATURE), Math.log(MAX_TEMPERATURE)];
  let [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [lossLeft, lossRight] = [lossAt(left), lossAt(right)];
  for (let step = 0; step < STEPS; step++) {
    if (lossLeft < lossRight) {
      [high, right, lossRight] = [right, left, lossLeft];
      left = high - ratio * (high - low);
      lossLeft = lossAt(left);
    } else {
      [low, left, lossLeft] = [left, right, lossRight];
      right = low + ratio * (high - low);
      lossRight = lossAt(right);
    }
  }
  return Math.exp((low + high) / 2);
}

/** Clips by their highest probability, in `BINS` intervals of equal width. */
export function binByConfidence(clips: readonly ClipProbabilities[]): CalibrationBin[] {
  const judged = clips.map(judgeConfidence);
  return Array.from({ length: BINS }, (_, index) => {
    const [low, high] = [index / BINS, (index + 1) / BINS];
    const inBin = judged.filter(({ confidence }) => confidence > low && (confidence <= high || index === BINS - 1));
    return {
      low,
      high,
      clips: inBin.length,
      confidence: inBin.length === 0 ? 0 : average(inBin.map(({ confidence }) => confidence)),
      accuracy: inBin.length === 0 ? 0 : average(inBin.map(({ isRight }) => Number(isRight))),
    };
  });
}

/**
 * Expected calibration error (Naeini et al. 2015): how far confidence and accuracy are apart in a bin, averaged over the
 * clips. 0…1.
 */
export function measureCalibrationError(bins: readonly CalibrationBin[]): number {
  const total = bins.reduce((sum, { clips }) => sum + clips, 0);
  const gaps = bins.map(({ clips, confidence, accuracy }) => clips * Math.abs(confidence - accuracy));
  return gaps.reduce((sum, gap) => sum + gap, 0) / total;
}

/**
 * What the probabilities are worth and what "uncertain" sorts out.
 * @param clips at least one, with the probabilities as they are shown
 */
export function describeCertainty(
  clips: readonly ClipProbabilities[],
  uncertainBelow: number = UNCERTAIN_BELOW,
): CertaintyReport {
  const certain = clips.map(judgeConfidence).filter(({ confidence }) => confidence >= uncertainBelow);
  const bins = binByConfidence(clips);
  return {
    calibrationError: measureCalibrationError(bins),
    bins,
    uncertainBelow,
    coverage: certain.length / clips.length,
    accuracyWhenCertain: certain.length === 0 ? 0 : average(certain.map(({ isRight }) => Number(isRight))),
  };
}

/**
 * Everything the card says of calibration.
 * @param clips of the validation speakers, at least one
 * @throws RangeError for an empty set
 */
export function calibrate(clips: readonly ClipLogits[]): Calibration {
  const temperature = fitTemperature(clips);
  const { calibrationError, ...certainty } = describeCertainty(
    clips.map((clip) => applyTemperature(clip, temperature)),
  );
  const before = binByConfidence(clips.map((clip) => applyTemperature(clip, 1)));
  return { temperature, eceBefore: measureCalibrationError(before), eceAfter: calibrationError, ...certainty };
}

function judgeConfidence({ truth, probabilities }: ClipProbabilities): { confidence: number; isRight: boolean } {
  return { confidence: Math.max(...probabilities), isRight: indexOfHighest(probabilities) === truth };
}
