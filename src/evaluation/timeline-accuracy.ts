/** How well a timeline fits a recording in which it is known who felt what when. */
import { EMOTIONS, indexOfHighest, type Emotion } from '../contract/emotions';
import type { TimeSpan } from '../contract/features';
import type { Timeline } from '../contract/prediction';

/** A stretch of a recording whose emotion is known. */
export interface LabelledSpan extends TimeSpan {
  readonly emotion: Emotion;
}

/** How the time of a recording is shared out, in seconds. */
export interface TimelineAccuracy {
  /** Labelled time that the timeline has a judgement of. */
  readonly judgedSec: number;
  /** Of that, judged rightly. */
  readonly rightSec: number;
  /** Labelled time that the timeline takes for silence. */
  readonly missedSec: number;
  /** Judged time outside of all labels. */
  readonly outsideSec: number;
  /** Judged time of each labelled span, in their order. */
  readonly judgedSecBySpan: readonly number[];
}

/**
 * Compares a timeline with labels; the emotion of a moment is its most probable one.
 *
 * @param timeline in time order, not overlapping
 * @param spans in time order, not overlapping
 */
export function scoreTimeline(timeline: Timeline, spans: readonly LabelledSpan[]): TimelineAccuracy {
  const judgedSecBySpan = spans.map(() => 0);
  let rightSec = 0;
  let timelineSec = 0;
  let firstSpan = 0;
  for (const { startSec, endSec, probabilities } of timeline) {
    timelineSec += endSec - startSec;
    const emotion = EMOTIONS[indexOfHighest(probabilities)];
    while ((spans[firstSpan]?.endSec ?? Infinity) <= startSec) firstSpan++;
    for (let index = firstSpan; index < spans.length; index++) {
      const span = spans[index];
      if (span === undefined || span.startSec >= endSec) break;
      const overlapSec = Math.min(endSec, span.endSec) - Math.max(startSec, span.startSec);
      judgedSecBySpan[index] = (judgedSecBySpan[index] ?? 0) + overlapSec;
      if (span.emotion === emotion) rightSec += overlapSec;
    }
  }
  const judgedSec = judgedSecBySpan.reduce((sum, durationSec) => sum + durationSec, 0);
  const labelledSec = spans.reduce((sum, span) => sum + span.endSec - span.startSec, 0);
  return {
    judgedSec,
    rightSec,
    missedSec: labelledSec - judgedSec,
    outsideSec: timelineSec - judgedSec,
    judgedSecBySpan,
  };
}
