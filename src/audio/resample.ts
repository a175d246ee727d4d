/**
 * Band-limited sample rate conversion of a mono stream to the model's rate.
 *
 * Wraps the resampler of SpeexDSP (https://gitlab.xiph.org/xiph/speexdsp, `libspeexdsp/resample.c`: a windowed sinc, at
 * this quality summed in double precision) as compiled to WebAssembly (`speex-module.ts`): the same arithmetic, hence the
 * same samples, in Node and in every browser; but see `speex-module.ts`.
 * At 11,025 Hz its filter is flat to 5.1 kHz, 0.1 dB down at 5.2 kHz, and silences by 59 dB at 5.51 kHz, by 100 dB from
 * 5.55 kHz and by 120 dB from 5.6 kHz on.
 *
 * The library keeps a table of its filter where the rates have a small enough ratio, and elsewhere interpolates between
 * the entries of another, which takes four times as long. 48 kHz and its relatives are of the second kind; by way of 21 kHz
 * they take two steps of the first, a quarter of the time. What lies above 15 kHz is then silenced by 110 dB.
 *
 * The output is aligned: sample k of the output is the signal at k / SAMPLE_RATE_HZ seconds. The filter needs the
 * neighbourhood on both sides, so the output lags behind the input until `finish` feeds it zeros.
 */
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { loadSpeexModule, type SpeexModule } from './speex-module';

/** A stateful conversion of one mono stream to `SAMPLE_RATE_HZ`; the output does not depend on how the input is cut. */
export interface Resampler {
  /** Takes the next samples at the source rate and returns the output samples that are ready. */
  push(samples: Float32Array): Float32Array;
  /** Ends the stream and returns the rest; in all, `round(n · SAMPLE_RATE_HZ / sourceRateHz)` samples have come out. */
  finish(): Float32Array;
  /** Gives the filter's memory back; call it once the stream has ended or failed. */
  dispose(): void;
}

/** Source rates that are converted: a factor of at most 256 either way, far beyond what sound is recorded at. */
const MAX_RATE_FACTOR = 256;
/** Of 0 to 10: the lowest whose filter silences by more than 110 dB from 5.6 kHz on. */
const QUALITY = 9;
/** Of the way to `VIA_RATE_HZ`, whose filter has 10 kHz to fall: the lowest that silences by more than 114 dB. */
const VIA_QUALITY = 7;
/** A rate between: 11,025 is 21/40 of it, 48,000 is 16/7. */
const VIA_RATE_HZ = 21_000;
/** Lower rates take less time anyway, and their images on the way up are silenced by 113 dB only. */
const VIA_FROM_RATE_HZ = 24_000;
/** The filter has a table for output rates of at most so many units, the unit being the rates' greatest common divisor. */
const TABLE_UNITS = 32;
/** Samples that go into and come out of one call of the library at most. */
const BLOCK_SAMPLES = 4096;
const BYTES_PER_NUMBER = 4;

/**
 * Makes a resampler from `sourceRateHz`, taken as a whole number of Hz, to `SAMPLE_RATE_HZ`; at the same rate the
 * samples pass through untouched.
 *
 * @throws RangeError when the rate is not within a factor of 256 of `SAMPLE_RATE_HZ`; UndertoneError `page-incomplete`
 * when the library did not arrive.
 */
export async function createResampler(sourceRateHz: number): Promise<Resampler> {
  const wholeRateHz = Math.round(sourceRateHz);
  if (wholeRateHz === SAMPLE_RATE_HZ) return passThrough;
  const factor = wholeRateHz / SAMPLE_RATE_HZ;
  if (!(factor >= 1 / MAX_RATE_FACTOR && factor <= MAX_RATE_FACTOR)) {
    throw new RangeError(
      `Expected a sample rate from ${Math.ceil(SAMPLE_RATE_HZ / MAX_RATE_FACTOR)} Hz to ` +
        `${SAMPLE_RATE_HZ * MAX_RATE_FACTOR} Hz, got ${sourceRateHz} Hz.`,
    );
  }
  return new SincResampler(await loadSpeexModule(), wholeRateHz);
}

/** Whether the library converts between two rates by its table. */
function hasTable(sourceRateHz: number, targetRateHz: number): boolean {
  return targetRateHz / findGreatestCommonDivisor(sourceRateHz, targetRateHz) <= TABLE_UNITS;
}

function findGreatestCommonDivisor(first: number, second: number): number {
  return second === 0 ? first : findGreatestCommonDivisor(second, first % second);
}

class SincResampler implements Resampler {
  private readonly stages: readonly SpeexStage[];
  private readonly sourceRateHz: number;
  private samplesIn = 0;
  private samplesOut = 0;

  constructor(speex: SpeexModule, sourceRateHz: number) {
    this.sourceRateHz = sourceRateHz;
    const goesVia =
      sourceRateHz >= VIA_FROM_RATE_HZ &&
      !hasTable(sourceRateHz, SAMPLE_RATE_HZ) &&
      hasTable(sourceRateHz, VIA_RATE_HZ);
    this.stages = goesVia
      ? [
          new SpeexStage(speex, sourceRateHz, VIA_RATE_HZ, VIA_QUALITY),
          new SpeexStage(speex, VIA_RATE_HZ, SAMPLE_RATE_HZ, QUALITY),
        ]
      : [new SpeexStage(speex, sourceRateHz, SAMPLE_RATE_HZ, QUALITY)];
  }

  push(samples: Float32Array): Float32Array {
    const ready = this.convert(samples);
    this.samplesIn += samples.length;
    this.samplesOut += ready.length;
    return ready;
  }

  finish(): Float32Array {
    const total = Math.round((this.samplesIn * SAMPLE_RATE_HZ) / this.sourceRateHz);
    const tail = new Float32Array(total - this.samplesOut);
    const silence = new Float32Array(BLOCK_SAMPLES);
    let filled = 0;
    while (filled < tail.length) {
      const block = this.convert(silence);
      tail.set(block.subarray(0, tail.length - filled), filled);
      filled += block.length;
    }
    this.samplesOut = total;
    return tail;
  }

  dispose(): void {
    for (const stage of this.stages) stage.dispose();
  }

  private convert(samples: Float32Array): Float32Array {
    return this.stages.reduce((input, stage) => stage.convert(input), samples);
  }
}

/** One resampler of the library, from one rate to another. */
class SpeexStage {
  private readonly speex: SpeexModule;
  /** Pointer to the filter and its memory. */
  private readonly state: number;
  /** Pointer to, in this order, a block of input, a block of output, and the lengths of both. */
  private readonly scratch: number;
  private inUse = true;

  constructor(speex: SpeexModule, sourceRateHz: number, targetRateHz: number, quality: number) {
    this.speex = speex;
    this.state = speex._speex_resampler_init(1, sourceRateHz, targetRateHz, quality, 0);
    if (this.state === 0) throw new Error(`Expected memory for a resampler from ${sourceRateHz} Hz, got none.`);
    this.scratch = speex._malloc((2 * BLOCK_SAMPLES + 2) * BYTES_PER_NUMBER);
    if (this.scratch === 0) {
      speex._speex_resampler_destroy(this.state);
      throw new Error(`Expected memory for two blocks of ${BLOCK_SAMPLES} samples, got none.`);
    }
    // The filter starts centred on the first sample, instead of half its length before it.
    speex._speex_resampler_skip_zeros(this.state);
  }

  /** Feeds all samples to the filter and returns what it gives. */
  convert(samples: Float32Array): Float32Array {
    if (!this.inUse) throw new Error('Expected a resampler in use, got one that was disposed.');
    const blocks: Float32Array[] = [];
    let start = 0;
    while (start < samples.length) {
      const { taken, output } = this.convertBlock(samples.subarray(start, start + BLOCK_SAMPLES));
      start += taken;
      blocks.push(output);
    }
    return concatenate(blocks);
  }

  dispose(): void {
    if (!this.inUse) return;
    this.inUse = false;
    this.speex._speex_resampler_destroy(this.state);
    this.speex._free(this.scratch);
  }

  /** One call of the library. It leaves the rest of the input when the output is full. */
  private convertBlock(samples: Float32Array): { taken: number; output: Float32Array } {
    const { speex, scratch } = this;
    const output = scratch + BLOCK_SAMPLES * BYTES_PER_NUMBER;
    const inputLength = output + BLOCK_SAMPLES * BYTES_PER_NUMBER;
    const outputLength = inputLength + BYTES_PER_NUMBER;
    speex.HEAPF32.set(samples, scratch / BYTES_PER_NUMBER);
    speex.HEAPU32.set([samples.length, BLOCK_SAMPLES], inputLength / BYTES_PER_NUMBER);
    const failure = speex._speex_resampler_process_float(this.state, 0, scratch, inputLength, output, outputLength);
    if (failure !== 0) throw new Error(`Expected resampled sound, got the error ${failure} of the SpeexDSP resampler.`);
    const [taken = 0, given = 0] = speex.HEAPU32.subarray(inputLength / BYTES_PER_NUMBER);
    const first = output / BYTES_PER_NUMBER;
    return { taken, output: speex.HEAPF32.slice(first, first + given) };
  }
}

const passThrough: Resampler = {
  push: (samples) => samples,
  finish: () => new Float32Array(0),
  dispose: () => undefined,
};

/** Joins blocks of samples in order. */
export function concatenate(blocks: readonly Float32Array[]): Float32Array {
  const [first] = blocks;
  if (first !== undefined && blocks.length === 1) return first;
  const joined = new Float32Array(blocks.reduce((length, block) => length + block.length, 0));
  let start = 0;
  for (const block of blocks) {
    joined.set(block, start);
    start += block.length;
  }
  return joined;
}
