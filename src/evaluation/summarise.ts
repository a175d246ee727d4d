import { EMOTIONS, type Emotion } from '../contract/emotions';
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
  // Plain loops over numbers that stay numbers: an hour of moments is summed up again and again while it is heard.
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
  const averages = Array.from(sums, (sum) => sum / totalSec);
  const emotion = EMOTIONS[averages.indexOf(Math.max(...averages))];
  if (emotion === undefined) throw new RangeError(`Expected finite probabilities, got ${averages.join(', ')}.`);
  return { probabilities: averages, emotion };
}
