import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import { createRandom } from '../../evaluation/random';
import { joinClips } from './join-clips';
import { measureRms } from './level';
import { createSine } from './test-signals';

const inSamples = (durationSec: number): number => Math.round(durationSec * SAMPLE_RATE_HZ);

describe('joinClips', () => {
  const clips = [createSine(300, 0.5), createSine(700, 0.4), createSine(1100, 0.3)];
  const length = clips.reduce((sum, clip) => sum + clip.length, 0);

  it('lays clips out with pauses as quiet as their edges', () => {
    const [first, second] = [createSine(300, 0.5), createSine(700, 0.4).map((value) => value / 10)];
    // The first ends in near silence.
    first.fill(0.001, -300);
    const joined = joinClips([first, second], [0.2, 0.2], createRandom(1));
    expect(joined).toHaveLength(first.length + inSamples(0.2) + second.length);
    expect(joined.subarray(0, first.length)).toEqual(first);
    expect(joined.subarray(-second.length)).toEqual(second);
    expect(measureRms(joined.subarray(first.length, -second.length))).toBeCloseTo(0.001, 4);
  });

  it('crossfades where the pause is negative', () => {
    const joined = joinClips(
      [new Float32Array(3000).fill(1), new Float32Array(2000).fill(1)],
      [-0.08, -0.08],
      () => 0.5,
    );
    // Two constants blend into the same constant.
    expect(joined).toEqual(new Float32Array(5000 - inSamples(0.08)).fill(1));
    const [early, late] = [new Float32Array(3000).fill(1), new Float32Array(3000)];
    const faded = joinClips([early, late], [-0.08, -0.08], () => 0.5).subarray(3000 - inSamples(0.08), 3000);
    expect(faded.every((value, n) => n === 0 || value < (faded[n - 1] ?? NaN))).toBe(true);
  });

  it('draws the pauses from the range', () => {
    const lengths = Array.from({ length: 40 }, (_, seed) => joinClips(clips, [-0.05, 0.3], createRandom(seed)).length);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(length - 2 * inSamples(0.05));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(length + 2 * inSamples(0.3));
    expect(new Set(lengths).size).toBeGreaterThan(20);
  });

  it('of one clip is the clip', () => {
    const [only] = clips;
    expect(only && joinClips([only], [0.1, 0.2], createRandom(1))).toBe(only);
  });

  it('fades over no more than the shorter clip', () => {
    expect(joinClips([new Float32Array(50), new Float32Array(2000)], [-1, -1], () => 0.5)).toHaveLength(2000);
  });
});
