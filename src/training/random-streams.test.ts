import { describe, expect, it } from 'vitest';
import { deriveSeed, openStream } from './random-streams';

describe('random streams', () => {
  it('repeat under their name and differ under every other', () => {
    const draw = (...name: Parameters<typeof openStream>): number[] => {
      const random = openStream(...name);
      return [random(), random()];
    };
    expect(draw(1, 'example', 2, 3)).toEqual(draw(1, 'example', 2, 3));
    const others = [
      draw(2, 'example', 2, 3),
      draw(1, 'mixup', 2, 3),
      draw(1, 'example', 3, 2),
      draw(1, 'example', 2, 4),
    ];
    for (const other of others) expect(other).not.toEqual(draw(1, 'example', 2, 3));
  });

  it('are as good as independent where names are neighbours', () => {
    const firsts = Array.from({ length: 5000 }, (_, i) => openStream(1, 'example', 1 + (i % 5), Math.floor(i / 5))());
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
    // Standard error 0.004.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.016);
    const correlation = firsts.slice(1).reduce((sum, value, i) => sum + (value - 0.5) * ((firsts[i] ?? NaN) - 0.5), 0);
    // Twelve times the mean product of neighbours has a standard error of 0.014.
    expect(Math.abs((12 * correlation) / firsts.length)).toBeLessThan(0.056);
  });

  it('of one epoch have seeds of their own', () => {
    const seeds = new Set(Array.from({ length: 10_000 }, (_, place) => deriveSeed(7, 'example', 3, place)));
    // Ten thousand of four thousand million: one pair in a hundred such sets is expected to meet.
    expect(seeds.size).toBeGreaterThan(9998);
  });
});
