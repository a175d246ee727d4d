/** What can be compared of a recording: the whole of it, or one of its moments. Pure. */
import type { TimeSpan } from '../../contract/features';
import type { Analysis } from '../../contract/prediction';
import { findSegments } from '../../recognition/find-segments';
import { nameLane } from '../emotions/lanes';
import { rankEmotions } from '../emotions/emotion-words';
import { formatMoment, formatPercent } from '../format';

/** A moment of a recording, with what was said of it. */
export interface Moment extends TimeSpan {
  /** Eight, in the order of `EMOTIONS`. */
  readonly probabilities: readonly number[];
  /** `0:03 to 0:05, Happy 64 %`. */
  readonly name: string;
}

/**
 * The moments of a recording: its segments; where all is one segment, the windows that it was judged in. None where there
 * is a single one of these, too: it is the whole.
 */
export function listMoments(analysis: Pick<Analysis, 'timeline' | 'model'>): readonly Moment[] {
  const segments = findSegments(analysis);
  const moments = segments.length > 1 ? segments : analysis.timeline;
  if (moments.length < 2) return [];
  return moments.map(({ startSec, endSec, probabilities }) => ({
    startSec,
    endSec,
    probabilities,
    name: nameMoment({ startSec, endSec }, probabilities, analysis.model.uncertainBelow),
  }));
}

function nameMoment({ startSec, endSec }: TimeSpan, probabilities: readonly number[], uncertainBelow: number): string {
  const [first] = rankEmotions(probabilities);
  const span = `${formatMoment(startSec)} to ${formatMoment(endSec)}`;
  if (first === undefined) return span;
  const doubt = first.probability < uncertainBelow ? 'Uncertain, perhaps ' : '';
  return `${span}, ${doubt}${nameLane(first.emotion)} ${formatPercent(first.probability)}`;
}
