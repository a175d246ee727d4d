import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import { createRandom } from '../../evaluation/random';
import { addReverberation, createRoomResponse } from './reverberation';
import { createSpeech, toDecibels } from './test-signals';

const measureEnergy = (samples: Float32Array): number => samples.reduce((sum, value) => sum + value * value, 0);

/**
 * Reverberation time by M. R. Schroeder's backward integration (1965): a straight line through the energy that is still to
 * come, from 5 to 25 dB down (T20 of ISO 3382), continued to 60 dB.
 */
function measureRt60(tail: Float32Array): number {
  const decayDb = new Float64Array(tail.length);
  let energy = 0;
  for (let n = tail.length - 1; n >= 0; n--) {
    energy += (tail[n] ?? NaN) ** 2;
    decayDb[n] = energy;
  }
  const total = decayDb[0] ?? NaN;
  const timeAt = (levelDb: number): number =>
    decayDb.findIndex((value) => toDecibels(value / total) < levelDb) / SAMPLE_RATE_HZ;
  return 3 * (timeAt(-25) - timeAt(-5));
}

describe('createRoomResponse', () => {
  it.each([0.15, 0.4, 0.8])('dies away by 60 dB in %f s', (rt60Sec) => {
    const times = [1, 2, 3, 4, 5, 6].map((seed) => {
      const response = createRoomResponse(rt60Sec, 0, createRandom(seed));
      return measureRt60(response.subarray(Math.round(0.006 * SAMPLE_RATE_HZ)));
    });
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    // A decay of a few hundred to a few thousand random values: its slope is known to some per cent.
    expect(Math.abs(mean / rt60Sec - 1)).toBeLessThan(0.07);
  });

  it.each([-3, 10])('has a direct sound %i dB above the rest', (ratioDb) => {
    const response = createRoomResponse(0.3, ratioDb, createRandom(1));
    expect(response[0]).toBe(1);
    expect(toDecibels(1 / measureEnergy(response.subarray(1)))).toBeCloseTo(ratioDb, 3);
    // Nothing between the direct sound and the first reflection.
    expect(measureEnergy(response.subarray(1, 60))).toBe(0);
  });

  it('follows the seed', () => {
    expect(createRoomResponse(0.2, 3, createRandom(7))).toEqual(createRoomResponse(0.2, 3, createRandom(7)));
    expect(createRoomResponse(0.2, 3, createRandom(7))).not.toEqual(createRoomResponse(0.2, 3, createRandom(8)));
  });
});

describe('addReverberation', () => {
  it('leaves the direct sound and adds a tail', () => {
    const speech = createSpeech(1, 1);
    const response = createRoomResponse(0.4, 6, createRandom(1));
    const wet = addReverberation(speech, response);
    expect(wet).toHaveLength(speech.length + response.length - 1);
    const reflections = addReverberation(speech, Float32Array.from([0, ...response.subarray(1)]));
    const worst = speech.reduce(
      (most, sample, n) => Math.max(most, Math.abs((wet[n] ?? NaN) - sample - (reflections[n] ?? NaN))),
      0,
    );
    expect(worst).toBeLessThan(1e-6);
    expect(measureEnergy(wet.subarray(speech.length))).toBeGreaterThan(0);
  });
});
