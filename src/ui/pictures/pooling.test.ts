import { describe, expect, it } from 'vitest';
import { measurePeak, poolSpectrogram, poolWaveform, standardiseRows } from './pooling';

const PICTURE = { values: Float32Array.of(1, 5, 2, 0, -4, -8, -6, -2), rows: 2, frames: 4, hopSec: 0.5 };

describe('poolSpectrogram', () => {
  it('keeps the loudest frame of each column', () => {
    expect([...poolSpectrogram(PICTURE, 2, { startSec: 0, endSec: 2 }, 'max')]).toEqual([5, 2, -4, -2]);
  });

  it('averages the frames of each column', () => {
    expect([...poolSpectrogram(PICTURE, 2, { startSec: 0, endSec: 2 }, 'mean')]).toEqual([3, 1, -6, -4]);
  });

  it('repeats frames where columns are narrower', () => {
    expect([...poolSpectrogram(PICTURE, 8, { startSec: 0, endSec: 2 }, 'mean')].slice(0, 8)).toEqual([
      1, 5, 5, 2, 2, 0, 0, 0,
    ]);
  });

  it('holds the last frame where the recording is longer than its frames', () => {
    expect([...poolSpectrogram(PICTURE, 4, { startSec: 0, endSec: 4 }, 'max')].slice(0, 4)).toEqual([5, 2, 0, 0]);
  });

  it('looks at every frame of a long recording', () => {
    const frames = 34_000;
    const values = new Float32Array(frames).fill(-80);
    values[20_001] = 0;
    const pooled = poolSpectrogram(
      { values, rows: 1, frames, hopSec: 0.0174 },
      600,
      { startSec: 0, endSec: frames * 0.0174 },
      'max',
    );
    expect(pooled.filter((value) => value === 0)).toHaveLength(1);
  });

  it('looks at a part', () => {
    expect([...poolSpectrogram(PICTURE, 2, { startSec: 0.5, endSec: 1.5 }, 'max')]).toEqual([5, 2, -8, -6]);
    expect([...poolSpectrogram(PICTURE, 1, { startSec: 1, endSec: 2 }, 'mean')]).toEqual([1, -4]);
  });

  it('gives an empty picture for no frames', () => {
    const empty = { values: new Float32Array(0), rows: 2, frames: 0, hopSec: 0.5 };
    expect([...poolSpectrogram(empty, 2, { startSec: 0, endSec: 1 }, 'max')]).toEqual([0, 0, 0, 0]);
  });
});

describe('poolWaveform', () => {
  it('spans each column and touches the next', () => {
    const extremes = Float32Array.of(-0.5, 0, 0, 1, -1, -0.25, 0.5, 0.75);
    expect([...poolWaveform({ extremes }, 2)]).toEqual([-1, 1, -1, 0.75]);
  });

  it('looks at a part', () => {
    const extremes = Float32Array.of(-0.5, 0, 0, 1, -1, -0.25, 0.5, 0.75);
    // Half a stretch more than what is asked for would be half of a column: it touches the next.
    expect([...poolWaveform({ extremes }, 2, 0.5, 1)]).toEqual([-1, 0.75, 0.5, 0.75]);
    expect([...poolWaveform({ extremes }, 1, 0.25, 0.5)]).toEqual([-1, 1]);
  });

  it('stretches fewer stretches than columns', () => {
    const extremes = Float32Array.of(1, 1, -1, -1);
    expect([...poolWaveform({ extremes }, 4)]).toEqual([1, 1, -1, 1, -1, -1, -1, -1]);
  });

  it('is flat without a sample', () => {
    expect([...poolWaveform({ extremes: new Float32Array(0) }, 2)]).toEqual([0, 0, 0, 0]);
  });
});

it('measurePeak finds the largest magnitude on either side', () => {
  expect(measurePeak({ extremes: Float32Array.of(-0.75, 0.25, 0.1, 0.5) })).toBe(0.75);
});

describe('standardiseRows', () => {
  it('gives each row mean 0 and deviation 1', () => {
    const values = standardiseRows(PICTURE.values, 2);
    for (const row of [values.subarray(0, 4), values.subarray(4)]) {
      const mean = row.reduce((sum, value) => sum + value) / 4;
      // float32 sums of four values near 1.
      expect(mean).toBeCloseTo(0, 6);
      // The guard against division by zero takes 1e-5 of a deviation near 2 away.
      expect(Math.sqrt(row.reduce((sum, value) => sum + value * value, 0) / 4)).toBeCloseTo(1, 4);
    }
  });

  it('leaves a constant row at 0', () => {
    expect([...standardiseRows(new Float32Array(3).fill(7), 1)]).toEqual([0, 0, 0]);
  });
});
