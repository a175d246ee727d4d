/** Whether pictures are fine enough for a part that is seen, and which part to draw anew: pure. */
import { FEATURE_CONFIG, type TimeSpan } from '../../contract/features';
import type { SpanPictures } from '../../contract/prediction';
import { fitSpan, measureSpan } from './visible-span';

/** Columns over what is seen that look sharp on a wide screen. */
const SHARP_COLUMNS = 1000;
/** Longer parts would take the worker too long, and pictures of hours are fine enough for them. */
const LONGEST_DRAWN_SEC = 20 * 60;
/** So much is drawn to either side for the next few moves, as a share of what is seen, and at most. */
const MARGIN_SHARE = 0.5;
const MOST_MARGIN_SEC = 150;

const FRAME_SEC = FEATURE_CONFIG.hopLength / FEATURE_CONFIG.sampleRateHz;

/** Whether pictures hold a part, as finely as a screen shows it or as there is anything to show. */
export function areSharp(pictures: SpanPictures, visible: TimeSpan): boolean {
  if (!holdsSpan(pictures, visible)) return false;
  const seenSec = measureSpan(visible);
  const { extremes } = pictures.waveform;
  const stretches = extremes.length / 2;
  const stretchesSeen = (stretches * seenSec) / measureSpan(pictures);
  const samplesSeen = seenSec * FEATURE_CONFIG.sampleRateHz;
  const areFrames = pictures.logMelDb.hopSec < 1.5 * FRAME_SEC;
  return (
    stretchesSeen >= Math.min(SHARP_COLUMNS, 0.99 * samplesSeen) &&
    (areFrames || seenSec / pictures.logMelDb.hopSec >= SHARP_COLUMNS)
  );
}

/** Whether pictures hold a part that is seen. */
export function holdsSpan(pictures: TimeSpan, visible: TimeSpan): boolean {
  // Ends are sums of fractions.
  const toleranceSec = 1e-6;
  return pictures.startSec <= visible.startSec + toleranceSec && pictures.endSec >= visible.endSec - toleranceSec;
}

/** What to draw for a part that is seen, `null` where it is too long. */
export function chooseDrawnSpan(visible: TimeSpan, durationSec: number): TimeSpan | null {
  const seenSec = measureSpan(visible);
  if (seenSec > LONGEST_DRAWN_SEC) return null;
  const marginSec = Math.min(MARGIN_SHARE * seenSec, MOST_MARGIN_SEC);
  return fitSpan(visible.startSec - marginSec, seenSec + 2 * marginSec, durationSec);
}
