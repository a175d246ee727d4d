/**
 * 95 % percentile intervals by bootstrap over speakers (Efron and Tibshirani 1993): clips of one speaker are not
 * independent, so whole speakers are drawn with replacement. A clip of an unknown speaker is drawn by itself, as if nobody
 * spoke twice: its interval is then too narrow, if anything. Where all clips are one speaker's, clips are drawn as well,
 * and so they are where the question is about further clips of the same speakers.
 */
import { EMOTIONS } from '../contract/emotions';
import type { BootstrapSummary, BootstrapUnit, CorpusReport, Interval } from '../contract/report';
import { average, computeAccuracy, computeMacroF1, computeUar, countConfusion, type JudgedClip } from './confusion';
import { createRandom } from './random';

const RESAMPLES = 1000;
/** A fixed seed: the same predictions give the same interval. */
const SEED = 1;

/** What a report says of its resamples. */
export interface BootstrapFigures {
  readonly interval: Required<CorpusReport['interval']>;
  readonly bootstrap: BootstrapSummary;
}

/**
 * Intervals and means of accuracy, UAR and macro-F1.
 * @param clips at least one
 * @param over what is drawn
 */
export function bootstrapFigures(clips: readonly JudgedClip[], over: BootstrapUnit = 'speakers'): BootstrapFigures {
  const groups = groupClips(clips, over).map(listCells);
  const draws = drawResamples(groups.length).map((drawn) => addCells(drawn, groups));
  const accuracies = draws.map(computeAccuracy);
  const uars = draws.map(computeUar);
  const macroF1s = draws.map(computeMacroF1);
  return {
    interval: {
      accuracy: percentileInterval(accuracies),
      uar: percentileInterval(uars),
      macroF1: percentileInterval(macroF1s),
    },
    bootstrap: { over, accuracy: average(accuracies), uar: average(uars), macroF1: average(macroF1s) },
  };
}

/** A confusion matrix by its cells that are not 0: row-major place, count, and so on. Most groups are a clip or a few. */
function listCells(clips: readonly JudgedClip[]): number[] {
  return countConfusion(clips)
    .flat()
    .flatMap((count, place) => (count > 0 ? [place, count] : []));
}

/** The sum of the groups drawn, as a confusion matrix. Thousands of clips are added a thousand times: plain loops. */
function addCells(drawn: readonly number[], groups: readonly (readonly number[])[]): number[][] {
  const size = EMOTIONS.length;
  const sum = new Array<number>(size * size).fill(0);
  for (const index of drawn) {
    const cells = groups[index] ?? [];
    for (let i = 0; i < cells.length; i += 2) {
      const place = cells[i] ?? 0;
      sum[place] = (sum[place] ?? 0) + (cells[i + 1] ?? 0);
    }
  }
  return EMOTIONS.map((_, row) => sum.slice(row * size, (row + 1) * size));
}

/** The clips that are drawn together: one group per speaker, or per clip when there is only one speaker or the clip's is unknown. */
export function groupClips<Clip extends Pick<JudgedClip, 'speaker'>>(
  clips: readonly Clip[],
  over: BootstrapUnit = 'speakers',
): Clip[][] {
  const bySpeaker = new Map<string | Clip, Clip[]>();
  for (const clip of clips) {
    const key = clip.speaker ?? clip;
    const group = bySpeaker.get(key);
    if (group) group.push(clip);
    else bySpeaker.set(key, [clip]);
  }
  return over === 'speakers' && bySpeaker.size > 1 ? [...bySpeaker.values()] : clips.map((clip) => [clip]);
}

/** The numbers of the groups that each resample consists of: as many as there are, drawn with replacement. */
export function drawResamples(groups: number): number[][] {
  const random = createRandom(SEED);
  return Array.from({ length: RESAMPLES }, () => Array.from({ length: groups }, () => Math.floor(random() * groups)));
}

/** The sum of confusion matrices, at least one. */
export function addConfusions(confusions: readonly (readonly (readonly number[])[])[]): number[][] {
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

/** The interval between the 2.5th and the 97.5th percentile. */
export function percentileInterval(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return [at(0.025), at(0.975)];
}
