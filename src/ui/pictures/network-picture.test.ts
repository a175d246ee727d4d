import { describe, expect, it } from 'vitest';
import { FEATURE_CONFIG } from '../../contract/features';
import { joinSpans, measureStretches, standardiseSpeech } from './network-picture';

const span = (startSec: number, endSec: number) => ({ startSec, endSec });
/** Two rows of six frames, one a second. */
const LOG_MEL = {
  values: Float32Array.of(-80, -20, -40, -80, -10, -80, -80, -40, -60, -80, -30, -80),
  rows: 2,
  frames: 6,
  hopSec: 1,
};

it('joinSpans joins windows that slide over the same speech', () => {
  expect(joinSpans([span(0, 3), span(1.5, 4.5), span(4.5, 5), span(6, 7)])).toEqual([span(0, 5), span(6, 7)]);
  expect(joinSpans([])).toEqual([]);
});

describe('speech as the network gets it', () => {
  const stretches = measureStretches(LOG_MEL, [span(1, 2), span(4, 4.2)]);

  it('has what lies far below it masked, and the level of each stretch taken out', () => {
    const mask = (belowDb: number): number =>
      10 * Math.log10(10 ** (-belowDb / 10) + 10 ** (FEATURE_CONFIG.maskingFloorDb / 10));
    expect(stretches.map(({ loudest }) => loudest)).toEqual([-20, -10]);
    expect(stretches[0]?.mean).toBeCloseTo(-20 + (mask(0) + 2 * mask(20) + mask(40)) / 4, 6);
    expect(stretches[1]?.mean).toBeCloseTo(-10 + (mask(0) + mask(20)) / 2, 6);
    const { values } = standardiseSpeech({ startSec: 0, logMelDb: LOG_MEL }, stretches);
    const first = [values[1], values[2], values[7], values[8]].map((value) => value ?? NaN);
    expect(first.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
    // The guard against division by zero takes 1e-5 of a deviation of 14 dB away.
    expect(first.reduce((sum, value) => sum + value * value, 0) / 4).toBeCloseTo(1, 5);
    expect([values[4], values[10]]).toEqual([1, -1].map((value) => expect.closeTo(value, 5) as number));
  });

  it('is blank where nobody speaks', () => {
    const { values } = standardiseSpeech({ startSec: 0, logMelDb: LOG_MEL }, stretches);
    const blank = [0, 1, 2, 3, 4, 5].filter((frame) => Number.isNaN(values[frame]));
    expect(blank).toEqual([0, 3, 5]);
    expect(blank.every((frame) => Number.isNaN(values[6 + frame]))).toBe(true);
  });

  it('is the same in a part as in the whole', () => {
    const part = {
      startSec: 4,
      logMelDb: { values: Float32Array.of(-10, -80, -30, -80), rows: 2, frames: 2, hopSec: 1 },
    };
    const whole = standardiseSpeech({ startSec: 0, logMelDb: LOG_MEL }, stretches).values;
    expect([...standardiseSpeech(part, stretches).values]).toEqual([whole[4], NaN, whole[10], NaN]);
  });
});
