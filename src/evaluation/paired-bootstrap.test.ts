import { describe, expect, it } from 'vitest';
import { bootstrapFigures } from './bootstrap';
import { compareTwins } from './paired-bootstrap';
import { createClips } from './test-clips';

const pair = (deformable: readonly number[], plain: readonly number[]) => ({
  deformable: createClips(deformable),
  plain: createClips(plain),
});

describe('compareTwins', () => {
  it('knows what is the same for every speaker without doubt, however much speakers differ', () => {
    const { accuracy, speakerDeviation } = compareTwins([pair([2, 4, 6, 8], [1, 3, 5, 7])]);
    expect(accuracy.deformable).toBeCloseTo(0.5, 12);
    expect(accuracy.plain).toBeCloseTo(0.4, 12);
    expect(accuracy.difference).toBeCloseTo(0.1, 12);
    // Drawn apart for each network, the difference would run from −0.4 to 0.6.
    expect(accuracy.interval[0]).toBeCloseTo(0.1, 12);
    expect(accuracy.interval[1]).toBeCloseTo(0.1, 12);
    expect(accuracy.shareAhead).toBe(1);
    // 0.2, 0.4, 0.6, 0.8: deviation √(0.2 / 3).
    expect(speakerDeviation.deformable).toBeCloseTo(Math.sqrt(0.2 / 3), 12);
    expect(speakerDeviation.difference).toBeCloseTo(0, 12);
  });

  it('agrees with resamples drawn by hand', () => {
    // Two speakers: +0.4 and −0.2. Draws: both the first (1/4): 0.4, one of each (1/2): 0.1, both the second (1/4): −0.2.
    const { accuracy } = compareTwins([pair([8, 4], [4, 6])]);
    expect(accuracy.difference).toBeCloseTo(0.1, 12);
    expect(accuracy.interval[0]).toBeCloseTo(-0.2, 12);
    expect(accuracy.interval[1]).toBeCloseTo(0.4, 12);
    // A share of 0.75 among a thousand scatters by 0.014.
    expect(Math.abs(accuracy.shareAhead - 0.75)).toBeLessThan(0.06);
  });

  it('averages over seeds, within each resample', () => {
    // What one seed gains with a speaker the other loses: nothing is left, in any resample.
    const { accuracy, uar, speakerDeviation } = compareTwins([pair([8, 4], [4, 8]), pair([4, 8], [8, 4])]);
    for (const figure of [accuracy, uar, speakerDeviation]) {
      expect(figure.difference).toBeCloseTo(0, 12);
      expect(figure.interval[1] - figure.interval[0]).toBeCloseTo(0, 12);
    }
    // Over both seeds each speaker stands at 0.6.
    expect(speakerDeviation.plain).toBeCloseTo(0, 12);
  });

  it('calls the network ahead whose speakers lie closer together', () => {
    const { accuracy, speakerDeviation } = compareTwins([pair([5, 6, 5, 6], [2, 9, 1, 10])]);
    expect(accuracy.difference).toBeCloseTo(0, 12);
    expect(speakerDeviation.difference).toBeLessThan(0);
    // All but the draws of four times the same speaker (1/64), in which neither network deviates.
    expect(speakerDeviation.shareAhead).toBeGreaterThan(0.95);
  });

  it('weighs classes alike in the UAR', () => {
    // Of five clips of each class, the first seven clips hold four of class 0 and three of class 1.
    const { uar } = compareTwins([pair([7, 7], [5, 5])]);
    expect(uar.deformable).toBeCloseTo((4 / 5 + 3 / 5) / 2, 12);
    expect(uar.plain).toBeCloseTo((3 / 5 + 2 / 5) / 2, 12);
  });

  it('draws the speakers that the interval of one network is drawn from', () => {
    const deformable = createClips([3, 9, 5, 7, 6]);
    // Against a network that is always wrong, the difference is the accuracy itself.
    const { accuracy } = compareTwins([{ deformable, plain: createClips([0, 0, 0, 0, 0]) }]);
    expect(accuracy.interval).toEqual(bootstrapFigures(deformable).interval.accuracy);
  });

  it('refuses verdicts that cannot be paired', () => {
    expect(() => compareTwins([])).toThrow(RangeError);
    expect(() => compareTwins([pair([5], [5, 5])])).toThrow(/same clips/);
    const { deformable, plain } = pair([5, 5], [5, 5]);
    expect(() => compareTwins([{ deformable, plain: [...plain].reverse() }])).toThrow(/same clips/);
  });
});
