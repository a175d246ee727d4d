import { describe, expect, it } from 'vitest';
import { FEATURE_CONFIG } from '../../contract/features';
import { buildHertzTicks, buildIndexTicks, buildMelTicks, buildTimeTicks, findMelPosition } from './axis-ticks';

describe('findMelPosition', () => {
  // librosa.mel_frequencies(42, fmin=20, fmax=4800)[m + 1], the centres of bands m = 0, 8, 20 and 39, by hand:
  // mel(20) = 0.3, mel(4800) = 15 + 27 · ln 4.8 / ln 6.4 = 37.815516, one step = 0.9150126 mel.
  it.each([
    [0, (0.3 + 0.9150126) * (200 / 3)],
    [8, (0.3 + 9 * 0.9150126) * (200 / 3)],
    [20, 1000 * 6.4 ** ((0.3 + 21 * 0.9150126 - 15) / 27)],
    [39, 1000 * 6.4 ** ((0.3 + 40 * 0.9150126 - 15) / 27)],
  ])('puts the centre of band %i in the middle of its row', (band, centreHz) => {
    // The step above is printed with seven digits, times at most 40 bands.
    expect(findMelPosition(centreHz, FEATURE_CONFIG)).toBeCloseTo((band + 0.5) / 40, 5);
  });

  it('is continuous where the scale turns from linear to logarithmic', () => {
    const below = findMelPosition(1000 - 1e-6, FEATURE_CONFIG);
    expect(findMelPosition(1000, FEATURE_CONFIG) - below).toBeLessThan(1e-7);
  });
});

describe('buildMelTicks', () => {
  it('marks the octaves that fit, from bottom to top', () => {
    const ticks = buildMelTicks(FEATURE_CONFIG);
    expect(ticks.map(({ label }) => label)).toEqual(['250', '500', '1000', '2000', '4000']);
    const positions = ticks.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((left, right) => left - right));
  });

  it('leaves out what lies beyond the bands', () => {
    expect(buildMelTicks({ ...FEATURE_CONFIG, fMaxHz: 1500 }).map(({ label }) => label)).toEqual([
      '250',
      '500',
      '1000',
    ]);
  });
});

describe('buildTimeTicks', () => {
  it.each([
    [0.3, ['0.00', '0.05', '0.10', '0.15', '0.20', '0.25', '0.30']],
    [3, ['0.0', '0.5', '1.0', '1.5', '2.0', '2.5', '3.0']],
    [6, ['0', '1', '2', '3', '4', '5', '6']],
    [2.4, ['0.0', '0.5', '1.0', '1.5', '2.0']],
    [59, ['0', '10', '20', '30', '40', '50']],
    [600, ['0:00', '2:00', '4:00', '6:00', '8:00', '10:00']],
  ])('marks %d s', (durationSec, labels) => {
    expect(buildTimeTicks({ startSec: 0, endSec: durationSec }, 7).map(({ label }) => label)).toEqual(labels);
  });

  it.each([
    [{ startSec: 1.93, endSec: 2.13 }, ['1.95', '2.00', '2.05', '2.10']],
    [{ startSec: 59.7, endSec: 60.7 }, ['0:59.8', '1:00.0', '1:00.2', '1:00.4', '1:00.6']],
    [{ startSec: 3605, endSec: 3635 }, ['60:05', '60:10', '60:15', '60:20', '60:25', '60:30', '60:35']],
  ])('marks a part: %o', (span, labels) => {
    expect(buildTimeTicks(span, 8).map(({ label }) => label)).toEqual(labels);
  });

  it('places marks in proportion', () => {
    expect(buildTimeTicks({ startSec: 0, endSec: 4 }, 4).map(({ position }) => position)).toEqual([0, 0.5, 1]);
    expect(buildTimeTicks({ startSec: 3, endSec: 7 }, 4).map(({ position }) => position)).toEqual([0.25, 0.75]);
  });

  it('has nothing to mark on an empty axis', () => {
    expect(buildTimeTicks({ startSec: 0, endSec: 0 }, 7)).toEqual([]);
  });
});

describe('buildIndexTicks', () => {
  it('marks every tenth row and the last, in the middle of the row', () => {
    expect(buildIndexTicks(40).map(({ label }) => label)).toEqual(['0', '10', '20', '30', '39']);
    expect(buildIndexTicks(40)[0]?.position).toBe(0.0125);
  });
});

describe('buildHertzTicks', () => {
  it.each([
    [4_000, ['0', '1000', '2000', '3000', '4000']],
    [24_000, ['0', '5000', '10000', '15000', '20000']],
    [5_512.5, ['0', '2000', '4000']],
    [384_000, ['0', '100000', '200000', '300000']],
  ])('marks up to %d Hz', (highestHz, labels) => {
    const ticks = buildHertzTicks(highestHz);
    expect(ticks.map(({ label }) => label)).toEqual(labels);
    expect(ticks.at(-1)?.position).toBe(Number(labels.at(-1)) / highestHz);
  });
});
