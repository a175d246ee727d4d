import { EMOTIONS, indexOfHighest, type Emotion } from '../contract/emotions';
import type { Timeline } from '../contract/prediction';

/** What a whole recording says. */
export interface Summary {
  /** Eight probabilities in the order of `EMOTIONS`, summing to 1 as the timeline's do. */
  readonly probabilities: readonly number[];
  /** The most probable emotion; of equals the first in the order of `EMOTIONS`. */
  readonly emotion: Emotion;
}

/**
 * Sums a timeline up: its probabilities averaged, each window weighted by its duration.
 *
 * @param timeline at least one prediction of a positive duration.
 * @throws RangeError when there is none.
 */
export function summarise(timeline: Timeline): Summary {
  // Plain loops: hours have tens of thousands of moments to sum up.
  const sums = new Float64Array(EMOTIONS.length);
  let totalSec = 0;
  for (const { startSec, endSec, probabilities } of timeline) {
    const durationSec = endSec - startSec;
    totalSec += durationSec;
    for (let index = 0; index < sums.length; index++) {
      sums[index] = (sums[index] ?? 0) + durationSec * (probabilities[index] ?? NaN);
    }
  }
  if (!(totalSec > 0)) throw new RangeError('Expected at least one prediction of a positive duration.');
  const averages = EMOTIONS.map((_, index) => (sums[index] ?? NaN) / totalSec);
  const emotion = EMOTIONS[indexOfHighest(averages)];
  if (emotion === undefined || !averages.every(Number.isFinite)) {
    throw new RangeError(`Expected finite probabilities, got ${averages.join(', ')}.`);
  }
  return { probabilities: averages, emotion };
}
