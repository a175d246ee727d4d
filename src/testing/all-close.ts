/** Comparing arrays of numbers within a tolerance. */

/** The largest absolute difference of two arrays of equal length; `NaN` when a value is not a number. */
export function computeMaxDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  return findMaxDifference(actual, expected).difference;
}

/**
 * Asserts that two arrays have equal length and nowhere differ by more than `tolerance` (absolute).
 *
 * @throws Error naming the worst element and both its values; values that are not numbers never pass
 */
export function expectAllClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  const { difference, index } = findMaxDifference(actual, expected);
  if (difference <= tolerance) return;
  throw new Error(
    `Expected values within ${tolerance}, but element ${index} differs by ${difference}: ` +
      `expected ${expected[index]}, got ${actual[index]}`,
  );
}

function findMaxDifference(actual: ArrayLike<number>, expected: ArrayLike<number>) {
  if (actual.length !== expected.length) {
    throw new Error(`Expected ${expected.length} values, got ${actual.length}`);
  }
  let worst = { difference: 0, index: 0 };
  for (let index = 0; index < expected.length; index++) {
    const difference = Math.abs((actual[index] ?? NaN) - (expected[index] ?? NaN));
    if (Number.isNaN(difference)) return { difference, index };
    if (difference > worst.difference) worst = { difference, index };
  }
  return worst;
}
