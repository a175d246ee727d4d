/**
 * From decoded pieces at the rate and channels of their file to mono samples at the model's rate:
 * finite check, downmix, resampling. Pure computation: the same samples in a worker, on a page and in Node.
 */
import { UndertoneError } from '../contract/errors';
import type { PcmPiece } from '../contract/pcm';
import { createDownmixer, type Downmixer } from './downmix';
import { createResampler, type Resampler } from './resample';

/** A stateful conversion of one recording; the output does not depend on how the recording is cut into pieces. */
export interface PcmConverter {
  /**
   * Takes the next piece and returns the mono samples at `SAMPLE_RATE_HZ` that are ready, possibly none.
   * Of a mono recording at `SAMPLE_RATE_HZ` it returns the piece's own array.
   *
   * @throws UndertoneError `not-finite` when the piece holds NaN or infinite samples, or values whose sums overflow;
   * `decode-error` when the rate or the number of channels changes within the recording.
   */
  push(piece: PcmPiece): Float32Array;
  /** Ends the recording and returns the rest: `round(n · SAMPLE_RATE_HZ / sampleRateHz)` samples in all. */
  finish(): Float32Array;
  /** Gives the converter's memory back; call it after `finish` and after any failure. */
  dispose(): void;
}

/** More channels than browsers decode (32) and recorders write. */
const MAX_CHANNELS = 64;

/**
 * Makes a converter for a recording of `channelCount` channels at `sampleRateHz`.
 *
 * @throws UndertoneError `decode-error` when the rate or the number of channels is none that can be converted.
 */
export async function createPcmConverter(sampleRateHz: number, channelCount: number): Promise<PcmConverter> {
  if (!(Number.isInteger(channelCount) && channelCount >= 1 && channelCount <= MAX_CHANNELS)) {
    throw new UndertoneError('decode-error', `Expected 1 to ${MAX_CHANNELS} channels, got ${channelCount}.`);
  }
  try {
    const resampler = await createResampler(sampleRateHz);
    return new StreamConverter(sampleRateHz, createDownmixer(channelCount, sampleRateHz), channelCount, resampler);
  } catch (cause) {
    if (cause instanceof RangeError) throw new UndertoneError('decode-error', cause.message, { cause });
    throw cause;
  }
}

class StreamConverter implements PcmConverter {
  private framesIn = 0;

  constructor(
    private readonly sampleRateHz: number,
    private readonly downmixer: Downmixer,
    private readonly channelCount: number,
    private readonly resampler: Resampler,
  ) {}

  push(piece: PcmPiece): Float32Array {
    if (piece.sampleRateHz !== this.sampleRateHz || piece.channels.length !== this.channelCount) {
      throw new UndertoneError(
        'decode-error',
        `Expected ${this.channelCount} channels at ${this.sampleRateHz} Hz throughout the recording, ` +
          `got ${piece.channels.length} at ${piece.sampleRateHz} Hz.`,
      );
    }
    const startSec = this.framesIn / this.sampleRateHz;
    const notFinite = piece.channels.reduce((count, samples) => count + countNotFinite(samples), 0);
    if (notFinite > 0) {
      const frames = piece.channels[0]?.length ?? 0;
      throw new UndertoneError(
        'not-finite',
        `Expected finite samples, got ${notFinite} NaN or infinite ones among ${frames * this.channelCount} ` +
          `from ${startSec.toFixed(2)} s on.`,
      );
    }
    this.framesIn += piece.channels[0]?.length ?? 0;
    return expectNoOverflow(this.resampler.push(this.downmixer.push(piece.channels)), startSec);
  }

  finish(): Float32Array {
    const rest = this.resampler.push(this.downmixer.finish());
    const tail = this.resampler.finish();
    const joined = new Float32Array(rest.length + tail.length);
    joined.set(rest);
    joined.set(tail, rest.length);
    return expectNoOverflow(joined, this.framesIn / this.sampleRateHz);
  }

  dispose(): void {
    this.resampler.dispose();
  }
}

/** Float samples may be finite and yet so large (about 1e38) that filtering overflows. */
function expectNoOverflow(samples: Float32Array, atSec: number): Float32Array {
  const overflowed = countNotFinite(samples);
  if (overflowed === 0) return samples;
  throw new UndertoneError(
    'not-finite',
    `Expected samples near ±1, got values so large that ${overflowed} of them overflowed around ${atSec.toFixed(2)} s.`,
  );
}

function countNotFinite(samples: Float32Array): number {
  let count = 0;
  for (const sample of samples) if (!Number.isFinite(sample)) count++;
  return count;
}
