/**
 * Mixes any number of channels to mono without losing the voice.
 *
 * The plain average loses it: opposite-phase stereo cancels, a voice on one of two channels drops by 6 dB, on one of six
 * by 16 dB. Here, with C the covariance of the channels and r the channel of the most power:
 *
 *     polarity_c = −1 where C[c][r] / √(C[c][c] · C[r][r]) < −0.3, else +1
 *     mono       = gain · Σ polarity_c · x_c        gain = √(C[r][r] / polarityᵀ C polarity)
 *
 * so that the mono signal has the power of the loudest channel: x for (x, x), (x, 0), (x, −x) and for 5.1 with a voice in
 * the centre. Should the sum still cancel below a quarter of that power, the loudest channel speaks alone.
 *
 * C is a running sum over blocks of 0.25 s with a memory of about 2 s, and the weights move linearly within a block.
 * Blocks are counted from the start of the stream, so the result does not depend on how the input was cut into pieces.
 */

/** A stateful downmix of one stream to mono at the same rate. */
export interface Downmixer {
  /** Takes the next samples, one array of equal length per channel, and returns the mono samples that are ready. */
  push(channels: readonly Float32Array[]): Float32Array;
  /** Ends the stream and returns the rest; in all, as many samples have come out as went in per channel. */
  finish(): Float32Array;
}

const BLOCK_SEC = 0.25;
const MEMORY_SEC = 2;
/** Share of the statistics that survives a block. */
const RETAINED = Math.exp(-BLOCK_SEC / MEMORY_SEC);
/** Below this correlation with the loudest channel a channel counts as inverted; noise stays above it. */
const INVERTED_BELOW = -0.3;
/** A sum with less than this share of the loudest channel's power has cancelled. */
const CANCELLED_BELOW = 0.25;

/** Makes a downmix for a stream of `channelCount` channels (1 or more); one channel passes through untouched. */
export function createDownmixer(channelCount: number, sampleRateHz: number): Downmixer {
  return channelCount === 1 ? monoPassThrough : new BlockDownmixer(channelCount, sampleRateHz);
}

const monoPassThrough: Downmixer = {
  push: ([samples]) => samples ?? new Float32Array(0),
  finish: () => new Float32Array(0),
};

class BlockDownmixer implements Downmixer {
  /** Samples of the block that is being filled, one array per channel. */
  private readonly block: readonly Float32Array[];
  private readonly blockLength: number;
  private filled = 0;
  /** Running covariance, `[channels, channels]` row-major, both triangles. */
  private readonly covariance: Float64Array;
  /** Weights at the end of the last block, null before the first. */
  private weights: Float64Array | null = null;

  constructor(channelCount: number, sampleRateHz: number) {
    const blockLength = Math.max(1, Math.round(BLOCK_SEC * sampleRateHz));
    this.blockLength = blockLength;
    this.block = Array.from({ length: channelCount }, () => new Float32Array(blockLength));
    this.covariance = new Float64Array(channelCount * channelCount);
  }

  push(channels: readonly Float32Array[]): Float32Array {
    const length = channels[0]?.length ?? 0;
    const blocks = Math.floor((this.filled + length) / this.blockLength);
    const mono = new Float32Array(blocks * this.blockLength);
    let read = 0;
    let written = 0;
    while (read < length) {
      const count = Math.min(length - read, this.blockLength - this.filled);
      for (const [index, samples] of channels.entries()) {
        this.block[index]?.set(samples.subarray(read, read + count), this.filled);
      }
      read += count;
      this.filled += count;
      if (this.filled === this.blockLength) {
        this.mixBlock(mono.subarray(written, written + this.blockLength));
        written += this.blockLength;
      }
    }
    return mono;
  }

  finish(): Float32Array {
    const mono = new Float32Array(this.filled);
    if (mono.length > 0) this.mixBlock(mono);
    return mono;
  }

  /** Mixes the filled part of the block into `mono` (as long as that part) and empties the block. */
  private mixBlock(mono: Float32Array): void {
    const length = mono.length;
    updateCovariance(this.covariance, this.block, length);
    const next = computeWeights(this.covariance, this.block.length);
    const previous = this.weights ?? next;
    for (const [index, samples] of this.block.entries()) {
      const start = previous[index] ?? 0;
      const step = ((next[index] ?? 0) - start) / length;
      for (let i = 0; i < length; i++) {
        mono[i] = (mono[i] ?? 0) + (start + step * (i + 1)) * (samples[i] ?? 0);
      }
    }
    this.weights = next;
    this.filled = 0;
  }
}

/** Adds the first `length` samples of a block to the running `[channels, channels]` covariance. */
function updateCovariance(covariance: Float64Array, block: readonly Float32Array[], length: number): void {
  const channelCount = block.length;
  for (const [row, first] of block.entries()) {
    for (const [column, second] of block.slice(0, row + 1).entries()) {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += (first[i] ?? 0) * (second[i] ?? 0);
      const updated = RETAINED * (covariance[row * channelCount + column] ?? 0) + sum;
      covariance[row * channelCount + column] = updated;
      covariance[column * channelCount + row] = updated;
    }
  }
}

/** Weight of each channel in the mono mix, from the `[channels, channels]` covariance; see the header for the formula. */
function computeWeights(covariance: Float64Array, channelCount: number): Float64Array {
  const at = (row: number, column: number): number => covariance[row * channelCount + column] ?? 0;
  let loudest = 0;
  for (let channel = 1; channel < channelCount; channel++) {
    if (at(channel, channel) > at(loudest, loudest)) loudest = channel;
  }
  const power = at(loudest, loudest);

  const polarity = new Float64Array(channelCount).map((_, channel) => {
    const correlation = at(channel, loudest) / Math.sqrt(at(channel, channel) * power);
    // A silent channel has no correlation (0 / 0) and keeps its sign.
    return correlation < INVERTED_BELOW ? -1 : 1;
  });

  let mixedPower = 0;
  for (let row = 0; row < channelCount; row++) {
    for (let column = 0; column < channelCount; column++) {
      mixedPower += (polarity[row] ?? 0) * (polarity[column] ?? 0) * at(row, column);
    }
  }
  if (power === 0) return polarity.fill(1 / channelCount);
  if (mixedPower < CANCELLED_BELOW * power) return polarity.map((_, channel) => (channel === loudest ? 1 : 0));
  const gain = Math.sqrt(power / mixedPower);
  return polarity.map((sign) => sign * gain);
}
