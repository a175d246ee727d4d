/** Two falls of a probability, compared clip by clip, with the bootstrap over speakers of `bootstrap.ts`. */
import type { Interval } from '../contract/report';
import { drawResamples, groupClips, percentileInterval } from './bootstrap';
import { average } from './confusion';

/** What two ways of hiding did to one clip; 0…1, negative where the probability rose. */
export interface PairedFall {
  /** `null` where unknown. */
  readonly speaker: string | null;
  readonly marked: number;
  readonly control: number;
}

/** What they did to all of them. */
export interface PairedFallSummary {
  readonly clips: number;
  /** Means over the clips. */
  readonly marked: number;
  readonly control: number;
  /** Mean of marked − control. */
  readonly difference: number;
  /** Of the difference; a clip of an unknown speaker stands for itself. */
  readonly interval: Interval;
  /** Share of the clips whose marked fall is the larger one, 0…1. */
  readonly shareAhead: number;
}

/**
 * Compares falls.
 * @throws RangeError without a clip
 */
export function comparePairedFalls(falls: readonly PairedFall[]): PairedFallSummary {
  if (falls.length === 0) throw new RangeError('Expected at least one clip, got none.');
  const differ = ({ marked, control }: PairedFall): number => marked - control;
  const groups = groupClips(falls).map((group) => group.map(differ));
  const resampled = drawResamples(groups.length).map((drawn) => average(drawn.flatMap((index) => groups[index] ?? [])));
  const differences = falls.map(differ);
  return {
    clips: falls.length,
    marked: average(falls.map(({ marked }) => marked)),
    control: average(falls.map(({ control }) => control)),
    difference: average(differences),
    interval: percentileInterval(resampled),
    shareAhead: differences.filter((difference) => difference > 0).length / falls.length,
  };
}
