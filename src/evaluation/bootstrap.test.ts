import { describe, expect, it } from 'vitest';
import type { Interval } from '../contract/report';
import { bootstrapFigures } from './bootstrap';
import type { JudgedClip } from './confusion';
import { createClips } from './test-clips';

const width = ([low, high]: Interval): number => high - low;

const bootstrapIntervals = (clips: readonly JudgedClip[]): { accuracy: Interval; uar: Interval } =>
  bootstrapFigures(clips).interval;

describe('bootstrapFigures', () => {
  const balanced = createClips(Array.from({ length: 20 }, (_, i) => 4 + (i % 5)));

  it('is the same each time', () => {
    expect(bootstrapIntervals(balanced)).toEqual(bootstrapIntervals([...balanced]));
  });

  it('contains the figure itself, not far from the normal approximation', () => {
    const { accuracy, uar } = bootstrapIntervals(balanced);
    // Speakers of 0.4 to 0.8: mean 0.6, deviation √0.02; 3.92 standard errors of a mean over twenty.
    const expected = 3.92 * Math.sqrt(0.02 / 20);
    for (const interval of [accuracy, uar]) {
      expect(interval[0]).toBeLessThan(0.6);
      expect(interval[1]).toBeGreaterThan(0.6);
      // A thousand resamples know the ends of an interval to some ten per cent of its width.
      expect(Math.abs(width(interval) / expected - 1)).toBeLessThan(0.2);
    }
  });

  it('is wide for few speakers', () => {
    const few = createClips([4, 6, 8]);
    expect(width(bootstrapIntervals(few).accuracy)).toBeGreaterThan(2 * width(bootstrapIntervals(balanced).accuracy));
  });

  it('draws speakers, not clips', () => {
    // Two speakers, one all right and one all wrong: a draw of two gives 0, 1/2 or 1, so both ends are reached.
    expect(bootstrapIntervals(createClips([10, 0])).accuracy).toEqual([0, 1]);
    // Speakers who do equally well do not differ, however many clips are wrong.
    expect(bootstrapIntervals(createClips([6, 6, 6, 6])).accuracy).toEqual([0.6, 0.6]);
  });

  it('draws clips where only one speaker is known', () => {
    const { accuracy } = bootstrapIntervals(createClips([6]));
    expect(accuracy[0]).toBeGreaterThan(0.1);
    expect(accuracy[0]).toBeLessThan(0.5);
    expect(accuracy[1]).toBeGreaterThan(0.7);
    expect(accuracy[1]).toBeLessThan(1.01);
  });

  it('draws each clip of an unknown speaker by itself, beside the known speakers', () => {
    const known = createClips([6]);
    const unknown = known.map((clip) => ({ ...clip, speaker: null }));
    // As the clips of one speaker are: the same groups.
    expect(bootstrapIntervals(unknown)).toEqual(bootstrapIntervals(known));
    // A speaker of ten clips that are all wrong, and ten clips of nobody known that are all right: eleven groups.
    const mixed = [...createClips([0]), ...createClips([10]).map((clip) => ({ ...clip, speaker: null }))];
    const { accuracy } = bootstrapIntervals(mixed);
    // Without the speaker (0.35 of the draws) all is right; with her once or more, at most half.
    expect(accuracy[1]).toBe(1);
    expect(accuracy[0]).toBeLessThan(0.35);
  });

  it('draws clips of known speakers where it is asked to', () => {
    const clips = createClips([10, 0]);
    const { interval, bootstrap } = bootstrapFigures(clips, 'clips');
    // Twenty clips, half of them right: √(0.25 / 20) = 0.112 standard errors, nowhere near 0 or 1.
    expect(interval.accuracy[0]).toBeGreaterThan(0.2);
    expect(interval.accuracy[1]).toBeLessThan(0.8);
    expect(bootstrap.over).toBe('clips');
    expect(bootstrapFigures(clips).bootstrap.over).toBe('speakers');
  });

  it('averages its resamples', () => {
    const { bootstrap } = bootstrapFigures(balanced);
    // A mean over resamples scatters by √0.02 / √20 / √1000 = 0.001 about that over speakers.
    expect(Math.abs(bootstrap.accuracy - 0.6)).toBeLessThan(0.004);
    expect(bootstrap.uar).toBeCloseTo(bootstrap.accuracy, 1);
    // Two speakers, one right in both classes and one in neither: UAR and F1 are 1, 1/2 and 2/3, or 0.
    const two = bootstrapFigures(createClips([10, 0])).bootstrap;
    expect(Math.abs(two.uar - 0.5)).toBeLessThan(0.04);
    expect(Math.abs(two.macroF1 - (1 / 4 + 2 / 6))).toBeLessThan(0.04);
  });
});
