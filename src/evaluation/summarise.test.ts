import { describe, expect, it } from 'vitest';
import { summarise } from './summarise';

const ANGRY = [1, 0, 0, 0, 0, 0, 0, 0];
const SAD = [0, 0, 0, 0, 0, 0, 1, 0];

describe('summarise', () => {
  it('weights each window by its duration', () => {
    const { probabilities, emotion } = summarise([
      { startSec: 0, endSec: 3, probabilities: SAD },
      { startSec: 3.5, endSec: 4.5, probabilities: ANGRY },
    ]);
    expect(probabilities).toEqual([0.25, 0, 0, 0, 0, 0, 0.75, 0]);
    expect(emotion).toBe('sad');
  });

  it('keeps the sum at 1', () => {
    const uneven = [0.3, 0.1, 0.05, 0.05, 0.2, 0.1, 0.15, 0.05];
    const { probabilities } = summarise([
      { startSec: 0, endSec: 0.7, probabilities: uneven },
      { startSec: 1, endSec: 3.1, probabilities: SAD },
    ]);
    // Sixteen float64 additions of numbers below 3.
    expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  });

  it('takes the first of equals', () => {
    const timeline = [
      { startSec: 0, endSec: 1, probabilities: SAD },
      { startSec: 1, endSec: 2, probabilities: ANGRY },
    ];
    expect(summarise(timeline).emotion).toBe('angry');
  });

  it('refuses an empty timeline and probabilities that are none', () => {
    expect(() => summarise([])).toThrow(RangeError);
    expect(() => summarise([{ startSec: 0, endSec: 1, probabilities: SAD.map(() => NaN) }])).toThrow(RangeError);
  });
});
