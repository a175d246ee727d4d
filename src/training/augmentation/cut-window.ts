/** From a recording to the stretch that one training picture shows, found as the page finds it. */
import { FEATURE_CONFIG, type TimeSpan } from '../../contract/features';
import { SAMPLE_RATE_HZ, type Pcm } from '../../contract/pcm';
import type { Random } from '../../evaluation/random';
import { findSpokenSegments } from '../../features/spoken-segments';
import { randomBetween } from './random-choices';

const { windowSec } = FEATURE_CONFIG;

/**
 * From the first to the last spoken sound, with the page's margins; a view on the same samples.
 * @throws UndertoneError `too-short`, `silent`, `not-finite`
 */
export function trimToSpeech(samples: Float32Array): Float32Array {
  const segments = findSpokenSegments({ samples, sampleRateHz: SAMPLE_RATE_HZ });
  const first = Math.round((segments[0]?.startSec ?? 0) * SAMPLE_RATE_HZ);
  const end = Math.round((segments.at(-1)?.endSec ?? Infinity) * SAMPLE_RATE_HZ);
  return samples.subarray(first, end);
}

/**
 * One window of a recording: a spoken segment, chosen by duration, or where that is longer than a window any part of it.
 * @param maxShiftSec how far the window's ends are moved, at most
 * @throws UndertoneError `too-short`, `silent`, `not-finite`
 */
export function cutWindow(pcm: Pcm, maxShiftSec: number, random: Random): TimeSpan {
  const segment = chooseSegment(findSpokenSegments(pcm), random);
  const durationSec = pcm.samples.length / pcm.sampleRateHz;
  const shift = (): number => (maxShiftSec > 0 ? randomBetween([-maxShiftSec, maxShiftSec], random) : 0);
  const startSec = Math.min(Math.max(0, segment.startSec + shift()), segment.endSec);
  const endSec = Math.max(Math.min(durationSec, segment.endSec + shift()), startSec);
  const spareSec = endSec - startSec - windowSec;
  if (spareSec <= 0) return { startSec, endSec };
  const cutSec = startSec + spareSec * random();
  return { startSec: cutSec, endSec: cutSec + windowSec };
}

function chooseSegment(segments: readonly TimeSpan[], random: Random): TimeSpan {
  const spokenSec = segments.reduce((sum, { startSec, endSec }) => sum + endSec - startSec, 0);
  let left = spokenSec * random();
  const chosen = segments.find(({ startSec, endSec }) => {
    left -= endSec - startSec;
    return left < 0;
  });
  const fallback = segments.at(-1);
  if (!chosen && !fallback) throw new RangeError('Expected at least one spoken segment, got none.');
  return (chosen ?? fallback) as TimeSpan;
}
