/** The growing timeline of a recording under way: stretches with the same verdict, in time order. */
import type { TimeSpan } from '../contract/features';
import type { LiveVerdict } from './live-smoothing';

/** A stretch over which the verdict stayed the same. */
export interface LiveStretch extends TimeSpan {
  readonly verdict: LiveVerdict;
}

/**
 * Adds the verdict of a window to a timeline: it holds for the sound since the window before, at most for `hopSec` (what
 * dropped windows leave stays open).
 *
 * @returns a new timeline; the same stretches are shared.
 */
export function extendTimeline(
  timeline: readonly LiveStretch[],
  verdict: LiveVerdict,
  endSec: number,
  hopSec: number,
): readonly LiveStretch[] {
  const last = timeline.at(-1);
  const lastEndSec = last?.endSec ?? 0;
  if (endSec <= lastEndSec) return timeline;
  // Windows come with the pieces of the microphone, not exactly on the half second.
  const hasGap = endSec - lastEndSec > 1.5 * hopSec;
  const startSec = hasGap ? endSec - hopSec : lastEndSec;
  if (last?.verdict === verdict && !hasGap) return [...timeline.slice(0, -1), { ...last, endSec }];
  return [...timeline, { startSec, endSec, verdict }];
}
