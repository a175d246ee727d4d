import { describe, expect, it } from 'vitest';
import { SYNTHETIC_SIGNALS } from '../testing/synthetic-signals';
import { BlockLevels } from './block-levels';

describe('BlockLevels', () => {
  it('measures each block around its own mean', () => {
    const levels = new BlockLevels().push(
      Float32Array.from({ length: 3 * 512 + 100 }, (_, n) => {
        if (n < 512) return 0.5;
        return (n < 1024 ? 0.3 : 0) + (n % 2 === 0 ? 0.1 : -0.1);
      }),
    );
    expect(levels).toHaveLength(3);
    expect(levels[0]).toBe(-120);
    expect(levels[1]).toBeCloseTo(-20, 4);
    expect(levels[2]).toBeCloseTo(-20, 4);
  });

  it('does not depend on how the stream is cut', () => {
    const noise = SYNTHETIC_SIGNALS['noise']?.() ?? new Float32Array(0);
    const whole = new BlockLevels().push(noise);
    expect(whole).toHaveLength(Math.floor(noise.length / 512));
    const meter = new BlockLevels();
    const cut: number[] = [];
    for (let start = 0; start < noise.length; start += 333) cut.push(...meter.push(noise.subarray(start, start + 333)));
    expect(cut).toEqual(whole);
  });
});
