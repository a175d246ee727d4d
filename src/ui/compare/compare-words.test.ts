import { describe, expect, it } from 'vitest';
import { describeDifference, describePoints, measurePoints, pairEmotions } from './compare-words';

const A = [0.62, 0, 0, 0, 0.2, 0.18, 0, 0];
const B = [0.1, 0, 0, 0, 0.7, 0.2, 0, 0];

describe('pairEmotions', () => {
  it('puts first what is much on either side', () => {
    expect(
      pairEmotions(A, B)
        .map(({ emotion }) => emotion)
        .slice(0, 4),
    ).toEqual(['happy', 'angry', 'neutral', 'calm']);
    expect(pairEmotions(A, B)).toHaveLength(8);
  });
});

describe('describePoints', () => {
  it.each([
    [0.62, 0.1, -52, '52 points more in A'],
    [0.2, 0.21, 1, '1 point more in B'],
    [0.2, 0.204, 0, 'as much in both'],
  ])('of %d and %d is %d: %s', (a, b, points, words) => {
    expect(measurePoints({ a, b })).toBe(points);
    expect(describePoints({ a, b })).toBe(words);
  });
});

describe('describeDifference', () => {
  it('names the largest gain and the largest loss, the larger of the two first', () => {
    expect(describeDifference(pairEmotions(A, B))).toBe(
      'The largest difference: Angry, 52 points more in A; then Happy, 50 points more in B.',
    );
  });

  it('names none where there is none', () => {
    expect(describeDifference(pairEmotions(A, A))).toMatch(/about as much/);
  });
});
