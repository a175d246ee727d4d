/** Numerical gradients, the independent check of hand-written ones. */

/**
 * Derivatives of a scalar function by central differences, `(f(v + h) − f(v − h)) / 2h` for each chosen element.
 *
 * @param evaluate computes the function from the current content of `values`
 * @param values where the derivatives are taken; changed while measuring and restored
 * @param indices the elements to differentiate by
 * @param step h; with a float64 function 1e-4 leaves about 1e-8 of error for smooth functions
 * @returns one derivative for each of `indices`
 * @throws RangeError when an index lies outside `values`
 */
export function computeCentralDifferences(
  evaluate: () => number,
  values: Float64Array,
  indices: readonly number[],
  step: number,
): Float64Array {
  return Float64Array.from(indices, (index) => {
    const value = values[index];
    if (value === undefined) throw new RangeError(`Expected an index below ${values.length}, got ${index}`);
    values[index] = value + step;
    const above = evaluate();
    values[index] = value - step;
    const below = evaluate();
    values[index] = value;
    return (above - below) / (2 * step);
  });
}

/** At most `count` indices below `length`, evenly spread; all of them when there are no more. */
export function pickIndices(length: number, count: number): number[] {
  const picked = Math.min(length, count);
  return Array.from({ length: picked }, (_, index) => Math.floor((index * length) / picked));
}
