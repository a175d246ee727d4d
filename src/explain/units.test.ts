import { describe, expect, it } from 'vitest';
import { columnToSec, describeRegion, describeTaps, rowToHz } from './units';

/** 192 samples at 11,025 Hz. */
const FRAME_SEC = 192 / 11_025;

describe('units', () => {
  it('counts seconds from the first frame behind the padding', () => {
    expect(columnToSec(41, 41)).toBe(0);
    expect(columnToSec(51, 41)).toBeCloseTo(10 * FRAME_SEC, 12);
    expect(columnToSec(40, 41)).toBeLessThan(0);
  });

  it('knows the bands: even steps below 1 kHz, none beyond the picture', () => {
    // A step of the bank is 0.9150126 mel of 200/3 Hz each, from 20 Hz on (see the filter bank of 40 bands up to 4.8 kHz).
    expect(rowToHz(0)).toBeCloseTo(20 + 61.0008, 3);
    expect(rowToHz(0.5)).toBeCloseTo(20 + 1.5 * 61.0008, 3);
    expect(rowToHz(39)).toBeGreaterThan(4400);
    expect([rowToHz(-0.6), rowToHz(39.6)]).toEqual([null, null]);
  });

  it('tells how far a tap lies from the fixed grid', () => {
    const [tap, lost] = describeTaps([
      {
        kernelRow: 0,
        kernelColumn: 0,
        fixed: { row: 4, column: 60 },
        sampled: { row: 6, column: 55 },
        modulation: 1.5,
        isOutside: false,
      },
      {
        kernelRow: 0,
        kernelColumn: 1,
        fixed: { row: 4, column: 64 },
        sampled: { row: -3, column: 64 },
        modulation: 0.2,
        isOutside: true,
      },
    ]);
    expect(tap).toMatchObject({ number: 1, rowsOff: 2, columnsOff: -5, modulation: 1.5, isOutside: false });
    expect(tap?.secondsOff).toBeCloseTo(-5 * FRAME_SEC, 12);
    expect(tap?.hertzOff).toBeCloseTo(2 * 61.0008, 3);
    expect(lost).toMatchObject({ number: 2, hertzOff: null, isOutside: true });
  });

  it('places a region between its neighbours', () => {
    const place = describeRegion({ firstBand: 0, endBand: 10, firstFrame: 8, endFrame: 24 });
    expect(place.startSec).toBeCloseTo(7.5 * FRAME_SEC, 12);
    expect(place.endSec).toBeCloseTo(23.5 * FRAME_SEC, 12);
    expect([place.lowHz, place.highHz].map(Math.round)).toEqual([51, 661]);
  });
});
