import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import { createRandom } from '../../evaluation/random';
import { computeMelLevels } from '../../features/log-mel';
import { FEATURE_CONFIG } from '../../contract/features';
import { measureRms } from '../augmentation/level';
import { createNotSpeechSound, NOT_SPEECH_SOUNDS } from './not-speech-sounds';

describe.each(NOT_SPEECH_SOUNDS)('%s', (sound) => {
  const recordings = [1, 2, 3, 4].map((seed) => createNotSpeechSound(sound, createRandom(seed)));

  it('lasts 3 to 8 s at a level that a microphone gives', () => {
    for (const samples of recordings) {
      expect(samples.length / SAMPLE_RATE_HZ).toBeGreaterThan(2.99);
      expect(samples.length / SAMPLE_RATE_HZ).toBeLessThan(8.01);
      expect(samples.every((sample) => Math.abs(sample) < 4)).toBe(true);
      const levelDbfs = 20 * Math.log10(measureRms(samples));
      expect(levelDbfs).toBeGreaterThan(-41);
      expect(levelDbfs).toBeLessThan(-14);
    }
  });

  it('is decided by the generator alone', () => {
    expect(createNotSpeechSound(sound, createRandom(3))).toEqual(recordings[2]);
    expect(recordings[0]).not.toEqual(recordings[1]);
  });
});

/** Largest minus smallest of a sound's levels over time, in dB: each frame's loudest band. */
function measureMovementDb(samples: Float32Array): number {
  const levels = computeMelLevels(samples);
  const frames = levels.length / FEATURE_CONFIG.nMels;
  const loudest = Array.from({ length: frames }, (_, frame) =>
    Math.max(...Array.from({ length: FEATURE_CONFIG.nMels }, (_b, band) => levels[band * frames + frame] ?? NaN)),
  ).slice(2, -2);
  return Math.max(...loudest) - Math.min(...loudest);
}

it('hums steadily; keys and breaths come and go', () => {
  expect(measureMovementDb(createNotSpeechSound('hum', createRandom(1)))).toBeLessThan(12);
  expect(measureMovementDb(createNotSpeechSound('keyboard', createRandom(1)))).toBeGreaterThan(15);
  expect(measureMovementDb(createNotSpeechSound('breathing', createRandom(1)))).toBeGreaterThan(15);
});
