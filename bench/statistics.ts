/** What is said of repeated measurements. */

/** The middle value, or the mean of the two in the middle; `NaN` of none. */
export function computeMedian(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/**
 * The median of the ratios turn by turn: a slow moment of the machine touches both times of a turn alike.
 * @throws RangeError when the turns do not pair up
 */
export function computeMedianRatio(times: readonly number[], baseTimes: readonly number[]): number {
  if (times.length !== baseTimes.length) {
    throw new RangeError(`Expected as many times as base times, got ${times.length} and ${baseTimes.length}.`);
  }
  return computeMedian(times.map((time, turn) => time / (baseTimes[turn] ?? NaN)));
}
