/** Segments as stretches in lanes, and in words. */
import type { EmotionSegment, RecordingSummary } from '../../contract/segments';
import { formatPercent } from '../format';
import { LANES, nameLane, type LaneStretch } from './lanes';

/** A mark in the middle of each lane: where, as a share of the height from the bottom, and its name. */
export const LANE_TICKS = LANES.map((lane, index) => ({
  position: 1 - (index + 0.5) / LANES.length,
  label: nameLane(lane),
}));

/** A segment in its lane. */
export function toStretch({ startSec, endSec, emotion }: EmotionSegment): LaneStretch {
  return { startSec, endSec, lane: emotion ?? 'uncertain' };
}

/** The shares of what occurs, the largest first, in words. */
export function describeShares({ shares }: RecordingSummary): string {
  return shares
    .filter(({ share }) => share > 0)
    .sort((one, other) => other.share - one.share)
    .map(({ emotion, share }) => `${nameLane(emotion ?? 'uncertain')} ${formatPercent(share)}`)
    .join(', ');
}
