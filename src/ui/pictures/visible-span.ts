/** The arithmetic of what is seen of a recording: pure, in seconds. A span never leaves the recording. */
import type { TimeSpan } from '../../contract/features';

/** Nothing closer is of use: a dozen frames of the spectra. */
export const SHORTEST_VISIBLE_SEC = 0.2;
/** A moment that leaves the view by playing comes to lie this far into the next one. */
const LEAD_SHARE = 0.05;
/** A longer step between two moments is a jump, not playing. */
const JUMP_SEC = 0.5;

/** The whole of a recording. */
export function wholeSpan(durationSec: number): TimeSpan {
  return { startSec: 0, endSec: durationSec };
}

export function measureSpan({ startSec, endSec }: TimeSpan): number {
  return endSec - startSec;
}

/** A span on another clock. */
export function shiftSpan({ startSec, endSec }: TimeSpan, bySec: number): TimeSpan {
  return { startSec: startSec + bySec, endSec: endSec + bySec };
}

export function isWhole(span: TimeSpan, durationSec: number): boolean {
  return span.startSec <= 0 && span.endSec >= durationSec;
}

/** Where a time lies in a span, 0…1 inside of it. */
export function toShare(span: TimeSpan, timeSec: number): number {
  return (timeSec - span.startSec) / measureSpan(span);
}

/** The time at a share of a span; beyond its ends it is theirs. */
export function toTime(span: TimeSpan, share: number): number {
  return span.startSec + Math.min(1, Math.max(0, share)) * measureSpan(span);
}

/** A span of a length that begins at a time, pushed into the recording. */
export function fitSpan(startSec: number, lengthSec: number, durationSec: number): TimeSpan {
  const fittedSec = Math.min(durationSec, Math.max(lengthSec, SHORTEST_VISIBLE_SEC));
  const fittedStartSec = Math.min(Math.max(0, startSec), durationSec - fittedSec);
  return { startSec: fittedStartSec, endSec: Math.min(durationSec, fittedStartSec + fittedSec) };
}

/**
 * Makes a span `factor` times as long, around a time that keeps its place on the screen where the recording's ends allow.
 *
 * @param factor below 1 to see less of the recording, more closely
 */
export function zoomSpan(span: TimeSpan, factor: number, aroundSec: number, durationSec: number): TimeSpan {
  const lengthSec = Math.min(durationSec, Math.max(factor * measureSpan(span), SHORTEST_VISIBLE_SEC));
  return fitSpan(aroundSec - toShare(span, aroundSec) * lengthSec, lengthSec, durationSec);
}

/** Moves a span, as far as the recording goes. */
export function moveSpan(span: TimeSpan, bySec: number, durationSec: number): TimeSpan {
  return fitSpan(span.startSec + bySec, measureSpan(span), durationSec);
}

/**
 * The span to show when what is played comes to a moment. It stays while it holds the moment; it is left alone, too, when
 * it did not hold the moment before: then the visitor looks at something else.
 */
export function followMoment(span: TimeSpan, timeSec: number, beforeSec: number, durationSec: number): TimeSpan {
  const holds = (momentSec: number): boolean => momentSec >= span.startSec && momentSec <= span.endSec;
  if (holds(timeSec)) return span;
  if (!holds(beforeSec) && Math.abs(timeSec - beforeSec) < JUMP_SEC) return span;
  return fitSpan(timeSec - LEAD_SHARE * measureSpan(span), measureSpan(span), durationSec);
}

/** The span to show for a part to be seen: as it is where it holds the part, else with the part in its middle. */
export function revealPart(span: TimeSpan, part: TimeSpan, durationSec: number): TimeSpan {
  if (part.startSec >= span.startSec && part.endSec <= span.endSec) return span;
  const lengthSec = Math.max(measureSpan(span), measureSpan(part));
  return fitSpan((part.startSec + part.endSec - lengthSec) / 2, lengthSec, durationSec);
}

/** The part between two moments, in whichever order they come, within the recording. */
export function spanBetween(oneSec: number, otherSec: number, durationSec: number): TimeSpan {
  const within = (timeSec: number): number => Math.min(durationSec, Math.max(0, timeSec));
  return { startSec: within(Math.min(oneSec, otherSec)), endSec: within(Math.max(oneSec, otherSec)) };
}
