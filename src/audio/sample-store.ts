/**
 * The samples of a recording while it is read and afterwards, in as little memory as its length allows.
 *
 * Up to twenty minutes they are kept as they are, so that what is computed of them is the same, to the bit, wherever it
 * is computed. Longer recordings are packed to two bytes a sample, three hours at the model's rate to 240 MB: each run of
 * 512 samples as 16-bit integers in units of its own peak's 32,767th. What rounding adds is noise 101 dB below the peak
 * of its run (a uniform error of one unit); the features end 80 dB below the loudest cell of their window.
 */
import type { PcmSource } from '../contract/pcm';
import { SAMPLE_RATE_HZ } from '../contract/pcm';

/** Samples that are allocated at a time, in either form; a whole number of runs. */
const BLOCK_SAMPLES = 65_536;
const RUN_SAMPLES = 512;
/** Longer recordings are packed. */
const MAX_PLAIN_SAMPLES = 20 * 60 * SAMPLE_RATE_HZ;
const FULL_SCALE = 32_767;

interface PackedBlock {
  readonly values: Int16Array;
  /** One for each run: what a value of 1 stands for. */
  readonly units: Float32Array;
}

type Block = Float32Array | PackedBlock;

/** A growing recording at the model's rate, read as any source. */
export class SampleStore implements PcmSource {
  readonly sampleRateHz = SAMPLE_RATE_HZ;
  readonly #maxPlainSamples: number;
  /** Full ones: all plain, or all packed. */
  #blocks: Block[] = [];
  #isPacked = false;
  /** The block that is being filled. */
  #last = new Float32Array(BLOCK_SAMPLES);
  #length = 0;
  /** What was read last, unless it was a view: hours read stretch by stretch would else be gigabytes of garbage. */
  #scratch = new Float32Array(0);

  /** @param maxPlainSamples how many samples are kept as they are; of more, all are packed */
  constructor(maxPlainSamples = MAX_PLAIN_SAMPLES) {
    this.#maxPlainSamples = maxPlainSamples;
  }

  get length(): number {
    return this.#length;
  }

  /** Appends samples; finite ones, as anywhere. The array stays the caller's. */
  push(samples: Float32Array): void {
    let taken = 0;
    while (taken < samples.length) {
      const filled = this.#length % BLOCK_SAMPLES;
      const part = samples.subarray(taken, taken + BLOCK_SAMPLES - filled);
      this.#last.set(part, filled);
      taken += part.length;
      this.#length += part.length;
      if (this.#length % BLOCK_SAMPLES === 0) this.#closeBlock();
    }
  }

  read(first: number, end: number): Float32Array {
    const from = Math.max(0, first);
    const to = Math.min(this.#length, end);
    if (to <= from) return new Float32Array(0);
    const index = Math.floor(from / BLOCK_SAMPLES);
    const start = index * BLOCK_SAMPLES;
    const block = this.#blocks[index] ?? this.#last;
    if (to <= start + BLOCK_SAMPLES && block instanceof Float32Array) return block.subarray(from - start, to - start);
    if (this.#scratch.length < to - from) this.#scratch = new Float32Array(to - from);
    const samples = this.#scratch.subarray(0, to - from);
    for (let place = from; place < to;) {
      const blockIndex = Math.floor(place / BLOCK_SAMPLES);
      const offset = place - blockIndex * BLOCK_SAMPLES;
      const count = Math.min(to - place, BLOCK_SAMPLES - offset);
      copy(this.#blocks[blockIndex] ?? this.#last, offset, samples.subarray(place - from, place - from + count));
      place += count;
    }
    return samples;
  }

  #closeBlock(): void {
    if (this.#length <= this.#maxPlainSamples) {
      this.#blocks.push(this.#last);
      this.#last = new Float32Array(BLOCK_SAMPLES);
      return;
    }
    if (!this.#isPacked) this.#blocks = this.#blocks.map(packBlock);
    this.#isPacked = true;
    this.#blocks.push(packBlock(this.#last));
  }
}

function packBlock(block: Block): PackedBlock {
  if (!(block instanceof Float32Array)) return block;
  const values = new Int16Array(block.length);
  const units = new Float32Array(block.length / RUN_SAMPLES);
  for (let run = 0; run < units.length; run++) {
    const start = run * RUN_SAMPLES;
    const end = start + RUN_SAMPLES;
    let peak = 0;
    for (let n = start; n < end; n++) peak = Math.max(peak, Math.abs(block[n] ?? 0));
    units[run] = peak / FULL_SCALE;
    // As it was rounded, so that the peak comes back at no more than full scale.
    const unit = units[run] ?? 0;
    if (unit === 0) continue;
    for (let n = start; n < end; n++) values[n] = Math.round((block[n] ?? 0) / unit);
  }
  return { values, units };
}

/** Fills `target` with a block's samples from `offset` on. */
function copy(block: Block, offset: number, target: Float32Array): void {
  if (block instanceof Float32Array) {
    target.set(block.subarray(offset, offset + target.length));
    return;
  }
  const { values, units } = block;
  for (let n = 0; n < target.length; n++) {
    target[n] = (values[offset + n] ?? 0) * (units[Math.floor((offset + n) / RUN_SAMPLES)] ?? 0);
  }
}
