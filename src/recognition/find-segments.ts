import type { Analysis } from '../contract/prediction';
import type { EmotionSegment } from '../contract/segments';
import { findEmotionSegments } from './find-emotion-segments';
import { smoothTimeline } from './smooth-timeline';

/** The segments of an analysis, in time order, not overlapping, without silence. */
export function findSegments({ timeline, model }: Pick<Analysis, 'timeline' | 'model'>): EmotionSegment[] {
  return findEmotionSegments(smoothTimeline(timeline), model.uncertainBelow);
}
