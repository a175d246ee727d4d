/** Figures as a report prints them: one decimal, where the page's verdict rounds to whole per cent. */
import type { Interval } from '../../contract/report';

/** Stands between a number and its unit, so that no line breaks there. */
const NO_BREAK_SPACE = '\u00a0';

const wholeNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Writes a share 0…1 as per cent: `61.8 %`. */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)}${NO_BREAK_SPACE}%`;
}

/** Writes a share 0…1 with the ends of its interval: `61.8 % (52.7 to 69.7)`. */
export function formatWithInterval(share: number, [low, high]: Interval): string {
  return `${formatShare(share)} (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
}

/** Writes a whole number, thousands apart: `8,699`. */
export function formatCount(count: number): string {
  return wholeNumber.format(count);
}

/** Writes a difference of shares in percentage points, with its sign: `+2.1`, `−0.4`, `0.0`. */
export function formatPoints(difference: number): string {
  const points = (100 * difference).toFixed(1);
  if (Number(points) === 0) return '0.0';
  return Number(points) > 0 ? `+${points}` : points.replace('-', '−');
}

/** Writes a thing with its number: `1 clip`, `612 clips`. */
export function countOf(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;
}
