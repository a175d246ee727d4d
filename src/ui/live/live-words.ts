import { indexOfEmotion } from '../../contract/emotions';
import type { LiveVerdict } from '../../recognition/live-smoothing';
import type { LiveReading } from '../../recognition/live-state';
import type { LiveStretch } from '../../recognition/live-timeline';
import { nameLane } from '../emotions/lanes';
import { formatPercent } from '../format';

/** Names a verdict. */
export function nameVerdict(verdict: LiveVerdict): string {
  return verdict === 'silence' ? 'Silence' : nameLane(verdict);
}

/** Says how a timeline is shared out, in per cent of its time, the largest share first. */
export function summariseTimeline(timeline: readonly LiveStretch[]): string {
  const shares = sumShares(timeline);
  if (shares.length === 0) return 'Nothing heard so far.';
  return `${shares.map(({ verdict, share }) => `${nameVerdict(verdict)} ${formatPercent(share)}`).join(', ')} of the time.`;
}

/** The share of the time of each verdict that occurs, the largest first. */
function sumShares(timeline: readonly LiveStretch[]): readonly { verdict: LiveVerdict; share: number }[] {
  const seconds = new Map<LiveVerdict, number>();
  let totalSec = 0;
  for (const { startSec, endSec, verdict } of timeline) {
    seconds.set(verdict, (seconds.get(verdict) ?? 0) + endSec - startSec);
    totalSec += endSec - startSec;
  }
  return [...seconds]
    .map(([verdict, durationSec]) => ({ verdict, share: durationSec / totalSec }))
    .sort((left, right) => right.share - left.share);
}

/** Seconds of sound between two spoken announcements: a voice that never rests drowns the one it speaks of. */
const ANNOUNCE_EVERY_SEC = 5;

/** What was announced last. */
export interface Announcement {
  readonly text: string;
  readonly verdict: LiveVerdict | null;
  readonly atSec: number;
}

/** Before the first. */
export const NO_ANNOUNCEMENT: Announcement = { text: '', verdict: null, atSec: -Infinity };

/** The announcement after a reading: the one before, unless the verdict is another and some seconds have passed. */
export function announceReading(last: Announcement, { verdict, endSec, probabilities }: LiveReading): Announcement {
  // A new recording begins at zero again.
  const isNew = endSec < last.atSec;
  if (!isNew && (verdict === last.verdict || endSec < last.atSec + ANNOUNCE_EVERY_SEC)) return last;
  const share =
    verdict === 'silence' || verdict === 'uncertain' ? null : (probabilities?.[indexOfEmotion(verdict)] ?? null);
  const text = share === null ? `${nameVerdict(verdict)}.` : `${nameVerdict(verdict)}, ${formatPercent(share)}.`;
  return { text, verdict, atSec: endSec };
}
