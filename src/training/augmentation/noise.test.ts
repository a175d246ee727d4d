import { describe, expect, it } from 'vitest';
import { createRandom } from '../../evaluation/random';
import { measureRms } from './level';
import { addNoise, addNoiseFloor, createNoise, mixBabble, NOISE_KINDS } from './noise';
import { createSine, createSpeech, measureBandPower, toDecibels } from './test-signals';

const LENGTH = 40_000;

function subtract(mixed: Float32Array, samples: Float32Array): Float32Array {
  return mixed.map((value, n) => value - (samples[n] ?? NaN));
}

describe('createNoise', () => {
  it.each(NOISE_KINDS)('of kind %s has a root mean square of 1 and follows the seed', (kind) => {
    const noise = createNoise(kind, LENGTH, createRandom(1));
    expect(noise).toHaveLength(LENGTH);
    expect(measureRms(noise)).toBeCloseTo(1, 4);
    expect(createNoise(kind, LENGTH, createRandom(1))).toEqual(noise);
    expect(createNoise(kind, LENGTH, createRandom(2))).not.toEqual(noise);
  });

  it.each([
    ['white', 0],
    ['pink', -3.01],
  ] as const)('of kind %s changes by %f dB an octave', (kind, slopeDb) => {
    const noise = createNoise(kind, LENGTH, createRandom(3));
    // Power per hertz of octaves from 150 Hz to 4,800 Hz.
    const levels = [150, 300, 600, 1200, 2400].map((lowestHz) =>
      toDecibels(measureBandPower(noise, lowestHz, 2 * lowestHz) / lowestHz),
    );
    const slope = ((levels.at(-1) ?? NaN) - (levels[0] ?? NaN)) / 4;
    // Each octave's power is the mean of some thousand values: about 0.2 dB; the filters add half a decibel at most.
    expect(Math.abs(slope - slopeDb)).toBeLessThan(0.3);
  });

  it('of kind hum is mains and harmonics, nothing above', () => {
    for (let seed = 0; seed < 4; seed++) {
      const hum = createNoise('hum', LENGTH, createRandom(seed));
      expect(measureBandPower(hum, 20, 760) / measureBandPower(hum, 900, 5000)).toBeGreaterThan(1e4);
      expect(hum.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('mixBabble', () => {
  it('holds every voice, equally loud', () => {
    const [low, high] = [createSine(400, 0.7), createSine(2000, 1.3).map((value) => value / 100)];
    const babble = mixBabble([low, high], LENGTH, createRandom(1));
    expect(measureRms(babble)).toBeCloseTo(1, 4);
    // The seams where a voice begins again click a little.
    expect(toDecibels(measureBandPower(babble, 350, 450) / measureBandPower(babble, 1950, 2050))).toBeCloseTo(0, 0);
  });
});

describe('adding noise', () => {
  const speech = createSpeech(1.5, 1);

  it.each([-5, 10, 30])('keeps a signal-to-noise ratio of %i dB', (snrDb) => {
    const noise = createNoise('pink', speech.length, createRandom(5));
    const added = subtract(addNoise(speech, noise, snrDb), speech);
    expect(toDecibels((measureRms(speech) / measureRms(added)) ** 2)).toBeCloseTo(snrDb, 2);
  });

  it.each([-60, -40])('puts a floor at %i dBFS, however loud the speech', (levelDbfs) => {
    const noise = createNoise('white', speech.length, createRandom(5));
    for (const gain of [1, 0.01]) {
      const quiet = speech.map((sample) => gain * sample);
      const added = subtract(addNoiseFloor(quiet, noise, levelDbfs), quiet);
      expect(toDecibels(measureRms(added) ** 2)).toBeCloseTo(levelDbfs, 2);
    }
  });

  it('refuses noise that ends before the speech', () => {
    expect(() => addNoise(speech, new Float32Array(10), 0)).toThrow(RangeError);
  });
});
