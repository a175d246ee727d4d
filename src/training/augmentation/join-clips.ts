/**
 * Clips of one speaker in one emotion, one after the other: running speech that fills the network's window, as read
 * sentences of two seconds never do.
 */
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import type { Random } from '../../evaluation/random';
import { measureRms } from './level';
import { randomBetween, type Range } from './random-choices';

/** The stretch at a clip's edge whose level the pause takes, in samples: 20 ms. */
const EDGE = Math.round(0.02 * SAMPLE_RATE_HZ);

/**
 * Joins clips that are trimmed to their speech.
 * @param clips at least one, at the model's rate
 * @param pauseSec how long the pauses between them are; a negative one is a crossfade over that time
 */
export function joinClips(clips: readonly Float32Array[], pauseSec: Range, random: Random): Float32Array {
  return clips.reduce((joined, clip) => {
    const pause = Math.round(randomBetween(pauseSec, random) * SAMPLE_RATE_HZ);
    return pause < 0 ? crossfade(joined, clip, -pause) : joinAcrossPause(joined, clip, pause, random);
  });
}

/** The pause is as loud as the quieter of the edges on both sides. */
function joinAcrossPause(first: Float32Array, second: Float32Array, pause: number, random: Random): Float32Array {
  const joined = new Float32Array(first.length + pause + second.length);
  joined.set(first);
  joined.set(second, first.length + pause);
  const edgeRms = Math.min(measureRms(first.subarray(-EDGE)), measureRms(second.subarray(0, EDGE)));
  // Uniform values of ±√3 have a root mean square of 1.
  const amplitude = Math.sqrt(3) * edgeRms;
  for (let n = first.length; n < first.length + pause; n++) joined[n] = amplitude * (2 * random() - 1);
  return joined;
}

/** Linear: the sum of what one says twice stays as loud as it was. */
function crossfade(first: Float32Array, second: Float32Array, wanted: number): Float32Array {
  const overlap = Math.min(wanted, first.length, second.length);
  const joined = new Float32Array(first.length + second.length - overlap);
  joined.set(first);
  const start = first.length - overlap;
  joined.set(second.subarray(overlap), first.length);
  for (let n = 0; n < overlap; n++) {
    const share = (n + 1) / (overlap + 1);
    joined[start + n] = (1 - share) * (first[start + n] as number) + share * (second[n] as number);
  }
  return joined;
}
