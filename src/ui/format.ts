/** Numbers as a visitor reads them. */

/** Stands between a number and its per cent sign, so that no line breaks there. */
export const NO_BREAK_SPACE = '\u00a0';

/**
 * Writes a share as whole per cent: `62 %`, with `<1 %` and `>99 %` where rounding would claim certainty. The space does
 * not break.
 *
 * @param share 0…1
 */
export function formatPercent(share: number): string {
  if (share > 0 && share < 0.005) return `<1${NO_BREAK_SPACE}%`;
  if (share < 1 && share >= 0.995) return `>99${NO_BREAK_SPACE}%`;
  return `${Math.round(share * 100)}${NO_BREAK_SPACE}%`;
}

/** Writes milliseconds with about two significant figures below ten, whole above, and seconds from ten seconds on. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds >= 9_999.5) return `${(milliseconds / 1000).toFixed(1)} s`;
  return milliseconds < 9.95 ? `${milliseconds.toFixed(1)} ms` : `${Math.round(milliseconds)} ms`;
}

/** Writes a length of time in words for a person: `0.8 s`, `12.4 s`, `10 min 05 s`. */
export function formatDuration(durationSec: number): string {
  if (durationSec < 59.95) return `${durationSec.toFixed(1)} s`;
  const wholeSec = Math.round(durationSec);
  return `${Math.floor(wholeSec / 60)} min ${String(wholeSec % 60).padStart(2, '0')} s`;
}

/** Writes a running clock: `0:07`, `12:40`. Seconds are cut off, not rounded, as on a watch. */
export function formatClock(durationSec: number): string {
  const wholeSec = Math.max(0, Math.floor(durationSec));
  return `${Math.floor(wholeSec / 60)}:${String(wholeSec % 60).padStart(2, '0')}`;
}

/** Writes a moment to a tenth of a second: `0:07.3`, `12:40.0`. */
export function formatMoment(timeSec: number): string {
  const tenths = Math.round(10 * Math.max(0, timeSec));
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
}

/** Writes a size in whole kilobytes of 10³ bytes below one megabyte, in tenths of a megabyte above: `49 kB`, `12.3 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 999_500) return `${Math.max(1, Math.round(bytes / 1000))}${NO_BREAK_SPACE}kB`;
  return `${(bytes / 1_000_000).toFixed(1)}${NO_BREAK_SPACE}MB`;
}
