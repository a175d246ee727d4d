import type { TimeSpan } from '../contract/features';
import type { Pcm, PcmSource } from '../contract/pcm';

/** Samples that are read at a time where a whole source is gone through: 0.5 MB, a whole number of blocks and hops. */
const STRETCH_SAMPLES = 131_072;

/** A recording that lies in memory, as a source. */
export function toSource({ samples, sampleRateHz }: Pcm): PcmSource {
  return {
    length: samples.length,
    sampleRateHz,
    read: (first, end) => samples.subarray(Math.max(0, first), Math.max(0, end)),
  };
}

/**
 * A part of a source as a source of its own.
 * @param span may reach beyond the source, which ends it
 */
export function cutSource(source: PcmSource, { startSec, endSec }: TimeSpan): PcmSource {
  const first = Math.min(source.length, Math.max(0, Math.round(startSec * source.sampleRateHz)));
  const length = Math.max(0, Math.min(source.length, Math.round(endSec * source.sampleRateHz)) - first);
  return {
    length,
    sampleRateHz: source.sampleRateHz,
    read: (start, end) => source.read(first + Math.max(0, start), first + Math.min(length, end)),
  };
}

/** Goes through a whole source, or its first `length` samples, in stretches; `first` is the place of the stretch's first. */
export function visitStretches(
  source: PcmSource,
  visit: (samples: Float32Array, first: number) => void,
  length = source.length,
): void {
  for (let first = 0; first < length; first += STRETCH_SAMPLES) {
    visit(source.read(first, Math.min(length, first + STRETCH_SAMPLES)), first);
  }
}
