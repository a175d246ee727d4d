import type { TimeSpan } from '../contract/features';
import type { Pcm, PcmSource } from '../contract/pcm';

/** Samples that are read at a time where a whole source is gone through: 0.5 MB. */
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

/** Goes through a whole source in stretches; `first` is the place of a stretch's first sample. */
export function visitStretches(source: PcmSource, visit: (samples: Float32Array, first: number) => void): void {
  for (let first = 0; first < source.length; first += STRETCH_SAMPLES) {
    visit(source.read(first, first + STRETCH_SAMPLES), first);
  }
}
