import { describe, expect, it } from 'vitest';
import { estimateTimeLeftSec, Pace } from './pace';

describe('Pace', () => {
  it('lets one through in a tenth of a second, the first at once', () => {
    const pace = new Pace();
    expect([5000, 5001, 5099, 5100, 5150, 5900, 5950].filter((nowMs) => pace.isDue(nowMs))).toEqual([5000, 5100, 5900]);
  });
});

describe('estimateTimeLeftSec', () => {
  it.each([
    [2000, 0.5, 2],
    [3000, 0.75, 1],
    [60_000, 1, 0],
    // Containers round: what is read may be a little more than was stated.
    [60_000, 1.01, 0],
  ])('after %d ms and a share of %d is %d s', (elapsedMs, share, expected) => {
    expect(estimateTimeLeftSec(elapsedMs, share)).toBeCloseTo(expected, 9);
  });

  it.each([
    [999, 0.5],
    [5000, 0.009],
    [5000, 0],
    [5000, NaN],
  ])('after %d ms and a share of %d is anybody’s guess', (elapsedMs, share) => {
    expect(estimateTimeLeftSec(elapsedMs, share)).toBeNull();
  });
});
