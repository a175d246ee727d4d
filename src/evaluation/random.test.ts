import { describe, expect, it } from 'vitest';
import { createRandom } from './random';

describe('createRandom', () => {
  it('repeats itself for the same seed only', () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, createRandom(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    // Written down, so that trained weights stay repeatable.
    expect(draw(1)).toEqual([
      0.6270739405881613, 0.002735721180215478, 0.5274470399599522, 0.9810509674716741, 0.9683778982143849,
    ]);
  });

  it('is uniform in [0, 1)', () => {
    const random = createRandom(3);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) {
      const bin = Math.floor(10 * random());
      counts[bin] = (counts[bin] ?? NaN) + 1;
    }
    expect(counts).toHaveLength(10);
    // 1000 expected in each, 30 the standard deviation.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});
