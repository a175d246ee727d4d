/** From samples to one training picture's mel levels, by the page's own path. */
import { UndertoneError } from '../contract/errors';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import type { Random } from '../evaluation/random';
import { computeSpanLevels } from '../features/extract-recording';
import { cutWindow } from './augmentation/cut-window';
import { createNotSpeech } from './augmentation/not-speech';

/**
 * One window of what is found to be spoken.
 * @param samples mono at the model's rate
 * @param maxShiftSec how far the window's ends are moved, at most
 * @returns `[nMels, frames]` in dB
 * @throws UndertoneError `too-short`, `silent`, `not-finite`
 */
export function drawWindowLevels(samples: Float32Array, maxShiftSec: number, random: Random): Float32Array {
  const pcm = { samples, sampleRateHz: SAMPLE_RATE_HZ };
  return computeSpanLevels(pcm, cutWindow(pcm, maxShiftSec, random));
}

/** The same of a sound that is no speech, yet is taken for it. */
export function drawNotSpeechLevels(random: Random): Float32Array {
  for (;;) {
    try {
      return drawWindowLevels(createNotSpeech(random), 0, random);
    } catch (thrown) {
      // Only clicks, which the page does not take for speech: another.
      if (!(thrown instanceof UndertoneError)) throw thrown;
    }
  }
}
