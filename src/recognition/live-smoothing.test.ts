import { describe, expect, it } from 'vitest';
import { createSmoother, judge } from './live-smoothing';

const CALM = [0, 1, 0, 0, 0, 0, 0, 0];
const HAPPY = [0, 0, 0, 0, 1, 0, 0, 0];

describe('smoother', () => {
  it('shows the first window as it is', () => {
    expect(createSmoother().add(HAPPY, 3)).toEqual(HAPPY);
  });

  it('moves towards a new emotion by 1 − 1/e in a second, however many windows that takes', () => {
    for (const hops of [1, 2, 4]) {
      const smoother = createSmoother();
      let shown = smoother.add(CALM, 3);
      for (let hop = 1; hop <= hops; hop++) shown = smoother.add(HAPPY, 3 + hop / hops);
      expect(shown[4]).toBeCloseTo(1 - Math.exp(-1), 12);
      expect(shown.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    }
  });

  it('begins anew after silence', () => {
    const smoother = createSmoother();
    smoother.add(CALM, 3);
    smoother.reset();
    expect(smoother.add(HAPPY, 5)).toEqual(HAPPY);
  });
});

describe('judge', () => {
  it('names the most probable emotion from the threshold on', () => {
    expect(judge([0.1, 0.5, 0.1, 0.1, 0.1, 0.1, 0, 0], 0.5)).toBe('calm');
  });

  it.each([
    ['below the threshold', [0.1, 0.49, 0.11, 0.1, 0.1, 0.1, 0, 0]],
    ['without numbers', Array<number>(8).fill(NaN)],
  ])('is uncertain %s', (_, probabilities) => {
    expect(judge(probabilities, 0.5)).toBe('uncertain');
  });
});
