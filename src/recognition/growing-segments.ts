/**
 * The segments of a recording under way, for little work each time: what lies before a pause does not change any more, and
 * only what comes after it is smoothed anew.
 */
import type { Timeline } from '../contract/prediction';
import type { EmotionSegment } from '../contract/segments';
import { findSegments } from './find-segments';
import type { PartialAnalysis } from './recognition-state';

/** Speech that goes on for so many windows without a pause counts as if it had one: about five minutes. */
const MOST_OPEN_WINDOWS = 200;

/** The segments of one recording, whose timeline only grows. */
export class GrowingSegments {
  #closed: readonly EmotionSegment[] = [];
  #closedWindows = 0;
  #closedEndSec = 0;

  /** @returns in time order, not overlapping; what `findSegments` says, but where speech knew no pause for minutes */
  update({ timeline, model }: Pick<PartialAnalysis, 'timeline' | 'model'>): readonly EmotionSegment[] {
    const find = (windows: Timeline): readonly EmotionSegment[] => [
      ...this.#closed,
      ...findSegments({ timeline: windows, model }).flatMap((segment) =>
        segment.endSec <= this.#closedEndSec
          ? []
          : [{ ...segment, startSec: Math.max(segment.startSec, this.#closedEndSec) }],
      ),
    ];
    const boundary = findBoundary(timeline, this.#closedWindows);
    if (boundary > this.#closedWindows) {
      this.#closed = find(timeline.slice(this.#closedWindows, boundary));
      this.#closedWindows = boundary;
      this.#closedEndSec = this.#closed.at(-1)?.endSec ?? 0;
    }
    return find(timeline.slice(boundary));
  }
}

/** The first window after the last pause, or after too many without one. */
function findBoundary(timeline: Timeline, first: number): number {
  let boundary = first;
  let endSec = timeline[first]?.startSec ?? 0;
  for (let index = first; index < timeline.length; index++) {
    const window = timeline[index];
    if (window === undefined) break;
    if (window.startSec > endSec || index - boundary >= MOST_OPEN_WINDOWS) boundary = index;
    endSec = Math.max(endSec, window.endSec);
  }
  return boundary;
}
