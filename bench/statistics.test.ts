import { describe, expect, it } from 'vitest';
import { computeMedian, computeMedianRatio } from './statistics';

describe('computeMedian', () => {
  it('takes the middle by value, and the mean of two middles', () => {
    expect(computeMedian([10, 9, 100])).toBe(10);
    expect(computeMedian([4, 1, 100, 2])).toBe(3);
    expect(computeMedian([])).toBeNaN();
  });

  it('leaves its argument in order', () => {
    const values = [3, 1, 2];
    computeMedian(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('computeMedianRatio', () => {
  it('compares turn by turn: a machine that is slow for a turn changes nothing', () => {
    expect(computeMedianRatio([2, 20, 2], [1, 10, 1])).toBe(2);
  });

  it('refuses turns that do not pair up', () => {
    expect(() => computeMedianRatio([1], [1, 2])).toThrow(RangeError);
  });
});
