/** What a microphone hears before somebody speaks and after. */
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import { decibelsToAmplitude, measureRms } from './level';

/**
 * Puts room tone at either end; the speech itself is left as it is.
 * @param tone noise of a root mean square of 1, at least as long as both ends together
 * @param belowSpeechDb level of the tone below that of the whole signal, in dB
 */
export function addRoomTone(
  samples: Float32Array,
  tone: Float32Array,
  beforeSec: number,
  afterSec: number,
  belowSpeechDb: number,
): Float32Array {
  const before = Math.round(beforeSec * SAMPLE_RATE_HZ);
  const after = Math.round(afterSec * SAMPLE_RATE_HZ);
  if (tone.length < before + after) {
    throw new RangeError(`Expected at least ${before + after} samples of tone, got ${tone.length}.`);
  }
  const amplitude = measureRms(samples) * decibelsToAmplitude(-belowSpeechDb);
  const padded = new Float32Array(before + samples.length + after);
  for (let n = 0; n < before; n++) padded[n] = amplitude * (tone[n] as number);
  padded.set(samples, before);
  const end = before + samples.length;
  for (let n = 0; n < after; n++) padded[end + n] = amplitude * (tone[before + n] as number);
  return padded;
}
