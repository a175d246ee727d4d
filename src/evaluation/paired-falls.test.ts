import { describe, expect, it } from 'vitest';
import { comparePairedFalls } from './paired-falls';

/** Clips of a speaker whose marked falls exceed the control's by these. */
function createFalls(speaker: string | null, differences: readonly number[]) {
  return differences.map((difference, index) => ({ speaker, marked: 0.1 * index + difference, control: 0.1 * index }));
}

describe('comparePairedFalls', () => {
  it('averages over clips and counts who is ahead', () => {
    const summary = comparePairedFalls([...createFalls('a', [0.5, -0.1, 0.2]), ...createFalls('b', [0])]);
    expect(summary.clips).toBe(4);
    expect(summary.difference).toBeCloseTo(0.15, 12);
    expect(summary.marked - summary.control).toBeCloseTo(0.15, 12);
    expect(summary.shareAhead).toBe(0.5);
  });

  it('draws speakers, not clips: two who differ span the interval, however many clips they have', () => {
    const falls = [
      ...createFalls('a', new Array<number>(50).fill(0.4)),
      ...createFalls('b', new Array<number>(50).fill(0)),
    ];
    const [low, high] = comparePairedFalls(falls).interval;
    expect(low).toBeCloseTo(0, 12);
    expect(high).toBeCloseTo(0.4, 12);
  });

  it('lets clips of unknown speakers stand for themselves', () => {
    const falls = [
      ...createFalls(null, new Array<number>(50).fill(0.4)),
      ...createFalls(null, new Array<number>(50).fill(0)),
    ];
    const [low, high] = comparePairedFalls(falls).interval;
    expect(low).toBeGreaterThan(0.1);
    expect(high).toBeLessThan(0.3);
  });

  it('refuses nothing', () => {
    expect(() => comparePairedFalls([])).toThrow(RangeError);
  });
});
