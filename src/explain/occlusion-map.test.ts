import { describe, expect, it, vi } from 'vitest';
import { FEATURE_CONFIG, FEATURE_SHAPE, type FeatureMap } from '../contract/features';
import { buildFeatureMap } from '../features/extract-recording';
import { createSeededRandom, createUniformValues } from '../testing/seeded-random';
import { checkOcclusion } from './faithfulness';
import { buildFilling, hideRegions } from './hide-cells';
import { findCarryingRegions, listRegions, listTiles, mapOcclusion, scoreTiles } from './occlusion-map';

const { nMels } = FEATURE_CONFIG;
const FRAMES = 60;
const NEVER = new AbortController().signal;

/** Where something sounds in an otherwise even noise. */
const SOUND = { firstBand: 20, endBand: 25, firstFrame: 24, endFrame: 32 };

/** A window of noise between −60 and −50 dB with a sound 30 dB above it. */
function createWindow(frames = FRAMES) {
  const levels = createUniformValues(nMels * frames, -60, -50, 7);
  const loud = levels.map((level) => level + 30);
  return { startSec: 0, endSec: 1, levels: frames < SOUND.endFrame ? levels : hideRegions(levels, [SOUND], loud) };
}

/** Where a window of `FRAMES` frames lies on the picture. */
const LEFT = Math.floor((FEATURE_CONFIG.frames - FRAMES) / 2);

/** A network that hears anger in how loud one place is against the rest, and calm in the contrary. */
function judgePlace({ firstBand, endBand, firstFrame, endFrame } = SOUND) {
  const [, columns, channels] = FEATURE_SHAPE;
  return vi.fn((windows: readonly FeatureMap[]) =>
    Promise.resolve(
      windows.map(({ values }) => {
        let sum = 0;
        for (let band = firstBand; band < endBand; band++) {
          for (let frame = firstFrame; frame < endFrame; frame++) {
            sum += values[(band * columns + LEFT + frame) * channels + 1] ?? 0;
          }
        }
        const angry = 1 / (1 + Math.exp(-sum / ((endBand - firstBand) * (endFrame - firstFrame))));
        return [angry, 1 - angry, 0, 0, 0, 0, 0, 0];
      }),
    ),
  );
}

describe('listRegions and listTiles', () => {
  it.each([173, 91, 16, 9])('cover every cell of %i frames', (frames) => {
    for (const regions of [listRegions(frames), listTiles(frames)]) {
      const covered = new Uint8Array(nMels * frames);
      for (const { firstBand, endBand, firstFrame, endFrame } of regions) {
        expect(firstBand >= 0 && endBand <= nMels && firstFrame >= 0 && endFrame <= frames).toBe(true);
        for (let band = firstBand; band < endBand; band++) {
          covered.fill(1, band * frames + firstFrame, band * frames + endFrame);
        }
      }
      expect(covered.every((value) => value === 1)).toBe(true);
    }
    const area = listTiles(frames).reduce(
      (sum, tile) => sum + (tile.endBand - tile.firstBand) * (tile.endFrame - tile.firstFrame),
      0,
    );
    expect(area, 'tiles do not overlap').toBe(nMels * frames);
  });

  it('need 147 regions for the longest window', () => {
    expect(listRegions(173)).toHaveLength(147);
  });
});

describe('buildFilling and hideRegions', () => {
  const { levels } = createWindow();
  const region = { firstBand: 3, endBand: 5, firstFrame: 10, endFrame: 12 };

  it('replaces the cells of the regions and nothing else', () => {
    const hidden = hideRegions(levels, [region], new Float32Array(levels.length).fill(-99));
    const changed = [...hidden.keys()].filter((cell) => hidden[cell] !== levels[cell]);
    expect(changed).toEqual([3 * FRAMES + 10, 3 * FRAMES + 11, 4 * FRAMES + 10, 4 * FRAMES + 11]);
    expect(changed.every((cell) => hidden[cell] === -99)).toBe(true);
  });

  it('takes each filling from the same band', () => {
    const band = Array.from(levels.subarray(3 * FRAMES, 4 * FRAMES));
    const take = (filling: Float32Array) => Array.from(filling.subarray(3 * FRAMES, 4 * FRAMES));
    const mean = band.reduce((sum, level) => sum + level, 0) / FRAMES;
    // float32 holds seven digits of some −40.
    for (const value of take(buildFilling(levels, 'mean'))) expect(value).toBeCloseTo(mean, 4);
    const sorted = band.toSorted((one, other) => one - other);
    expect(new Set(take(buildFilling(levels, 'quiet')))).toEqual(new Set([sorted[5]]));
    const shuffled = take(buildFilling(levels, 'shuffled', createSeededRandom(1)));
    expect(shuffled.every((level) => band.includes(level))).toBe(true);
    expect(shuffled).not.toEqual(band);
    expect(take(buildFilling(levels, 'shuffled', createSeededRandom(1)))).toEqual(shuffled);
  });

  it('changes the MFCC with the mel cells: both channels of the picture lose the same', () => {
    const [whole, hidden] = [levels, hideRegions(levels, [region], buildFilling(levels, 'mean'))].map(
      (each) => buildFeatureMap({ startSec: 0, endSec: 1, levels: each }).values,
    );
    const [, columns, channels] = FEATURE_SHAPE;
    const differs = (row: number, frame: number, channel: number): boolean => {
      const cell = (row * columns + LEFT + frame) * channels + channel;
      // Standardisation moves every cell a little.
      return Math.abs((whole?.[cell] ?? NaN) - (hidden?.[cell] ?? NaN)) > 0.05;
    };
    expect([differs(3, 10, 1), differs(20, 10, 1), differs(3, 30, 1)]).toEqual([true, false, false]);
    const coefficients = Array.from({ length: nMels }, (_, row) => row);
    expect(coefficients.filter((row) => differs(row, 10, 0)).length).toBeGreaterThan(20);
    expect(coefficients.filter((row) => differs(row, 30, 0)).length).toBeLessThan(5);
  });
});

describe('mapOcclusion', () => {
  const judge = judgePlace();
  const [angry, calm] = [0, 1];

  it('finds the place that the network listens to, for and against', async () => {
    const map = await mapOcclusion(createWindow(), judge, { signal: NEVER, onProgress: () => undefined });
    const scores = scoreTiles(map, angry);
    const strongest = map.tiles[scores.indexOf(Math.max(...scores))];
    expect(strongest).toEqual(SOUND);
    // With two emotions, what speaks for one speaks against the other.
    const against = scoreTiles(map, calm);
    expect(against.indexOf(Math.min(...against))).toBe(scores.indexOf(Math.max(...scores)));

    const [first, second] = findCarryingRegions(map, angry, 5);
    if (first === undefined) expect.fail('Expected a region.');
    expect(first.firstBand <= 20 && first.endBand >= 25 && first.firstFrame <= 24 && first.endFrame >= 32).toBe(true);
    expect(first.probabilityWithout).toBeLessThan(map.probabilities[angry] ?? NaN);
    expect(first.fall).toBeGreaterThan(3 * (second?.fall ?? 0));
  });

  it('names regions that do not overlap, the strongest first, and none that carries nothing', async () => {
    const map = await mapOcclusion(createWindow(), judge, { signal: NEVER, onProgress: () => undefined });
    const regions = findCarryingRegions(map, angry, 5);
    expect(regions.map(({ fall }) => fall)).toEqual(
      regions.map(({ fall }) => fall).toSorted((one, other) => other - one),
    );
    for (const [index, one] of regions.entries()) {
      expect(one.fall).toBeGreaterThan(0);
      for (const other of regions.slice(index + 1)) {
        const inTime = one.firstFrame < other.endFrame && other.firstFrame < one.endFrame;
        const inBand = one.firstBand < other.endBand && other.firstBand < one.endBand;
        expect(inTime && inBand).toBe(false);
      }
    }
    const deaf = vi.fn((windows: readonly FeatureMap[]) => Promise.resolve(windows.map(() => [0.5, 0.5])));
    const flat = await mapOcclusion(createWindow(), deaf, { signal: NEVER, onProgress: () => undefined });
    expect(findCarryingRegions(flat, angry, 5)).toEqual([]);
    expect(scoreTiles(flat, angry).every((score) => score === 0)).toBe(true);
  });

  it('judges the window as it is first, tells how far it is, and stops on abort', async () => {
    const controller = new AbortController();
    const told: [number, number][] = [];
    const counting = judgePlace();
    const mapping = mapOcclusion(createWindow(), counting, {
      signal: controller.signal,
      onProgress: (done, total) => {
        told.push([done, total]);
        if (done > 0) controller.abort(new Error('enough'));
      },
    });
    await expect(mapping).rejects.toThrow('enough');
    const total = 1 + listRegions(FRAMES).length;
    expect(told).toEqual([
      [0, total],
      [8, total],
    ]);
    // Whoever judges looks at the signal, too: this one does not.
    expect(counting.mock.calls.length).toBeLessThanOrEqual(2);
    expect(counting.mock.calls[0]?.[0][0]).toEqual(buildFeatureMap(createWindow()));
  });
});

describe('checkOcclusion', () => {
  const OPTIONS = { fills: ['quiet', 'shuffled'], share: 0.1, draws: 4 } as const;

  it('finds that a map of a network that listens to one place holds up', async () => {
    const check = () => checkOcclusion(createWindow(), judgePlace(), { ...OPTIONS, random: createSeededRandom(3) });
    const falls = await check();
    if (falls === null) expect.fail('The window is long enough.');
    expect(falls).toHaveLength(2);
    for (const { marked, controls } of falls) {
      expect(marked).toBeGreaterThan(0.2);
      expect(marked).toBeGreaterThan(controls.random);
      expect(marked).toBeGreaterThan(controls.shifted);
    }
    expect(await check(), 'the same draws give the same figures').toEqual(falls);
  });

  it('finds nothing in a network that hears nothing', async () => {
    const deaf = (windows: readonly FeatureMap[]) => Promise.resolve(windows.map(() => [0.5, 0.5]));
    const falls = await checkOcclusion(createWindow(), deaf, { ...OPTIONS, random: createSeededRandom(3) });
    for (const fall of falls ?? expect.fail('The window is long enough.')) {
      expect(fall).toEqual({ marked: 0, controls: { random: 0, shifted: 0, loudest: 0 } });
    }
  });

  it('leaves out a window in which there is nothing to choose', async () => {
    expect(
      await checkOcclusion(createWindow(12), judgePlace(), { ...OPTIONS, random: createSeededRandom(3) }),
    ).toBeNull();
  });
});
