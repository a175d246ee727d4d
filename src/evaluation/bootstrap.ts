/**
 * 95 % percentile intervals by bootstrap over speakers (Efron and Tibshirani 1993): clips of one speaker are not
 * independent, so whole speakers are drawn with replacement. A clip of an unknown speaker is drawn by itself, as if nobody
 * spoke twice: its interval is then too narrow, if anything. Where all clips are one speaker's, clips are drawn as well.
 */
import type { Interval } from '../contract/report';
import { computeAccuracy, computeUar, countConfusion, type JudgedClip } from './confusion';
import { createRandom } from './random';

const RESAMPLES = 1000;
/** A fixed seed: the same predictions give the same interval. */
const SEED = 1;

/** Intervals of accuracy and UAR. */
export function bootstrapIntervals(clips: readonly JudgedClip[]): { accuracy: Interval; uar: Interval } {
  const groups = groupConfusions(clips);
  const random = createRandom(SEED);
  const accuracies: number[] = [];
  const uars: number[] = [];
  for (let i = 0; i < RESAMPLES; i++) {
    const drawn = groups.map(() => groups[Math.floor(random() * groups.length)] ?? []);
    const confusion = addConfusions(drawn);
    accuracies.push(computeAccuracy(confusion));
    uars.push(computeUar(confusion));
  }
  return { accuracy: percentileInterval(accuracies), uar: percentileInterval(uars) };
}

/** One confusion matrix per speaker, or per clip when there is only one speaker or the clip's is unknown. */
function groupConfusions(clips: readonly JudgedClip[]): number[][][] {
  const bySpeaker = new Map<string | JudgedClip, JudgedClip[]>();
  for (const clip of clips) {
    const key = clip.speaker ?? clip;
    const group = bySpeaker.get(key);
    if (group) group.push(clip);
    else bySpeaker.set(key, [clip]);
  }
  const groups = bySpeaker.size > 1 ? [...bySpeaker.values()] : clips.map((clip) => [clip]);
  return groups.map(countConfusion);
}

function addConfusions(confusions: readonly (readonly (readonly number[])[])[]): number[][] {
  const size = confusions[0]?.length ?? 0;
  const sum = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const confusion of confusions) {
    for (const [i, row] of confusion.entries()) {
      const target = sum[i] ?? [];
      for (const [j, count] of row.entries()) target[j] = (target[j] ?? 0) + count;
    }
  }
  return sum;
}

function percentileInterval(values: number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return [at(0.025), at(0.975)];
}
