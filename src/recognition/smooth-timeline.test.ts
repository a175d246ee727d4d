import { describe, expect, it } from 'vitest';
import type { Prediction } from '../contract/prediction';
import { smoothTimeline } from './smooth-timeline';

const ANGRY = [1, 0, 0, 0, 0, 0, 0, 0];
const CALM = [0, 1, 0, 0, 0, 0, 0, 0];
const at = (startSec: number, endSec: number, probabilities: readonly number[] = ANGRY): Prediction => ({
  startSec,
  endSec,
  probabilities,
});

/** All moments at once. */
const smooth = (timeline: readonly Prediction[]): Prediction[] => [...smoothTimeline(timeline)];

describe('smoothTimeline', () => {
  it('leaves windows that do not overlap as they are', () => {
    const timeline = [at(0, 3), at(3, 5, CALM), at(6.1, 6.3)];
    expect(smooth(timeline)).toEqual(timeline);
    expect(smooth([])).toEqual([]);
  });

  it('cuts overlapping windows into moments that cover the same time once', () => {
    const smoothed = smooth([at(0, 1), at(10.1, 13.1), at(11.6, 14.6), at(12, 15)]);
    expect(smoothed[0]).toEqual(at(0, 1));
    expect(smoothed[1]?.startSec).toBe(10.1);
    expect(smoothed.at(-1)?.endSec).toBe(15);
    for (const [index, moment] of smoothed.slice(2).entries()) {
      expect(moment.startSec).toBeCloseTo(smoothed[index + 1]?.endSec ?? NaN, 9);
    }
    for (const { startSec, endSec } of smoothed.slice(1)) {
      expect(endSec - startSec).toBeGreaterThan(0.125 - 1e-9);
      expect(endSec - startSec).toBeLessThan(0.375 + 1e-9);
    }
  });

  it('weighs a window by how close a moment lies to its middle', () => {
    const smoothed = smooth([at(0, 3), at(1.5, 4.5, CALM)]);
    expect(smoothed).toHaveLength(18);
    const findAngry = (timeSec: number): number =>
      smoothed.find(({ startSec, endSec }) => startSec <= timeSec && timeSec < endSec)?.probabilities[0] ?? NaN;
    expect(findAngry(0.1)).toBe(1);
    expect(findAngry(4.4)).toBe(0);
    // The moment from 1.5 to 1.75 s: 1.375 s from the end of one window, 0.125 s from the start of the other.
    expect(findAngry(1.6)).toBeCloseTo(1.375 / 1.5, 9);
    expect(findAngry(2.1)).toBeCloseTo(0.875 / 1.5, 9);
    expect(findAngry(2.6)).toBeCloseTo(0.375 / 1.5, 9);
  });

  it('gives probabilities that sum to 1, of windows of any length', () => {
    const random = [0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05];
    // The third window ends before the second does.
    const smoothed = smooth([at(0, 3, random), at(0.2, 5, ANGRY), at(0.3, 0.7, CALM), at(4.9, 5.01, random)]);
    for (const { probabilities } of smoothed) {
      expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 12);
    }
  });

  it('says of what is done the same as of the whole, once a pause lies between', () => {
    const first = [at(0, 3), at(1.5, 4.5, CALM)];
    const whole = smooth([...first, at(5, 8), at(6, 9, CALM)]);
    expect(whole.slice(0, 18)).toEqual(smooth(first));
  });
});
