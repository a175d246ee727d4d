import type { Emotion } from './emotions';
import type { TimeSpan } from './features';

/** A stretch of speech in which one emotion prevails, or in which none is sure enough. */
export interface EmotionSegment extends TimeSpan {
  /** `null` where it is uncertain. */
  readonly emotion: Emotion | null;
  /** The mean probability of the emotion over the segment, 0…1; of the most probable one where it is uncertain. */
  readonly confidence: number;
  /** Means over the segment, eight in the order of `EMOTIONS`, summing to 1. */
  readonly probabilities: readonly number[];
}

/** How much of the speech one emotion takes. */
export interface EmotionShare {
  /** `null` for what is uncertain. */
  readonly emotion: Emotion | null;
  readonly durationSec: number;
  /** Of the spoken time, 0…1. */
  readonly share: number;
}

/** What a recording holds, in a few figures. */
export interface RecordingSummary {
  /** Without silence. */
  readonly spokenSec: number;
  /** Every emotion in the order of `EMOTIONS`, then what is uncertain; they sum to 1 where anybody speaks. */
  readonly shares: readonly EmotionShare[];
  /** The most confident segment of each emotion that occurs, the surest first. */
  readonly moments: readonly EmotionSegment[];
}
