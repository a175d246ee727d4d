/**
 * A recording as it came, drawn while it is decoded: its length is known only at the end, and its samples at its own rate
 * are never held.
 *
 * Columns start out fine; whenever they get too many, each two become one. A short recording has a spectrum every quarter
 * of a frame; where columns are longer than `MAX_SPECTRUM_HOP_SEC`, spectra lie that far apart, and a column is the mean of
 * those that fall on it: means of few and of many are alike, which the loudest would not be.
 */
import FFT from 'fft.js';
import { FEATURE_CONFIG, type Spectrogram } from '../contract/features';
import type { OriginalPictures } from '../contract/prediction';
import type { PcmPiece } from '../contract/pcm';

/** Frames are as long as the power of two closest to this. */
const FRAME_SEC = 0.02;
/** Bands of equal width, fewer where a frame has fewer bins. */
const MAX_ROWS = 128;
const MAX_SPECTRUM_COLUMNS = 1024;
const MAX_SPECTRUM_HOP_SEC = 0.09;
/** Samples that are taken at a time. */
const PUSHED_AT_ONCE = 8192;
const MAX_STRETCHES = 4096;
/** Samples of a stretch of the waveform, until there are too many stretches. */
const FIRST_STRETCH_SAMPLES = 16;
/** Keeps the logarithm of digital silence finite. */
const MIN_POWER = 1e-20;

/** Draws one recording. */
export class OriginalDrawing {
  readonly #sampleRateHz: number;
  readonly #channelCount: number;
  readonly #outline = new Outline();
  readonly #spectra: SpectrumColumns;

  constructor(sampleRateHz: number, channelCount: number) {
    this.#sampleRateHz = sampleRateHz;
    this.#channelCount = channelCount;
    this.#spectra = new SpectrumColumns(sampleRateHz, channelCount);
  }

  /** Takes the next samples, finite ones, one array of equal length per channel; they stay the caller's. */
  push(channels: PcmPiece['channels']): void {
    this.#outline.push(channels);
    this.#spectra.push(channels);
  }

  /** Ends the recording and gives its pictures. */
  finish(): OriginalPictures {
    const outline = this.#outline;
    return {
      sampleRateHz: this.#sampleRateHz,
      channelCount: this.#channelCount,
      waveform: { extremes: outline.finish() },
      stretchSec: outline.stretchSamples / this.#sampleRateHz,
      spectrumDb: this.#spectra.finish(),
      peak: outline.peak,
      rms: outline.rms,
    };
  }
}

/** The lowest and highest sample of stretches of equal length, over all channels, and their level. */
class Outline {
  stretchSamples = FIRST_STRETCH_SAMPLES;
  peak = 0;
  readonly #extremes = new Float32Array(2 * MAX_STRETCHES);
  #stretches = 0;
  #filled = 0;
  #low = Infinity;
  #high = -Infinity;
  #squares = 0;
  #samples = 0;

  get rms(): number {
    return Math.sqrt(this.#squares / Math.max(1, this.#samples));
  }

  push(channels: PcmPiece['channels']): void {
    const length = channels[0]?.length ?? 0;
    for (let first = 0; first < length;) {
      const end = Math.min(length, first + this.stretchSamples - this.#filled);
      for (const samples of channels) this.#scan(samples, first, end);
      this.#filled += end - first;
      this.#samples += (end - first) * channels.length;
      first = end;
      if (this.#filled < this.stretchSamples) break;
      // Of twice the length, the open stretch is half full.
      if (this.#stretches === MAX_STRETCHES) this.#halve();
      else this.#append();
    }
  }

  /** `[low, high]` pairs, at least one. */
  finish(): Float32Array {
    if (this.#filled > 0) {
      if (this.#stretches === MAX_STRETCHES) this.#halve();
      this.#append();
    }
    return this.#extremes.slice(0, 2 * Math.max(1, this.#stretches));
  }

  #scan(samples: Float32Array, first: number, end: number): void {
    let low = this.#low;
    let high = this.#high;
    let squares = 0;
    for (let n = first; n < end; n++) {
      const sample = samples[n] ?? 0;
      if (sample < low) low = sample;
      if (sample > high) high = sample;
      squares += sample * sample;
    }
    this.#low = low;
    this.#high = high;
    this.#squares += squares;
  }

  #append(): void {
    this.#extremes[2 * this.#stretches] = this.#low;
    this.#extremes[2 * this.#stretches + 1] = this.#high;
    this.peak = Math.max(this.peak, -this.#low, this.#high);
    this.#stretches++;
    this.#filled = 0;
    this.#low = Infinity;
    this.#high = -Infinity;
  }

  /** Makes one stretch of each two; the one that is open becomes the first half of the next. */
  #halve(): void {
    const extremes = this.#extremes;
    this.#stretches /= 2;
    for (let stretch = 0; stretch < this.#stretches; stretch++) {
      const [low = 0, high = 0, nextLow = 0, nextHigh = 0] = extremes.subarray(4 * stretch, 4 * stretch + 4);
      extremes[2 * stretch] = Math.min(low, nextLow);
      extremes[2 * stretch + 1] = Math.max(high, nextHigh);
    }
    this.stretchSamples *= 2;
  }
}

/** The power of bands over time, in columns of equal length. */
class SpectrumColumns {
  readonly #nFft: number;
  readonly #rows: number;
  /** Distance between spectra at first, in samples; times are counted in these. */
  readonly #stepSamples: number;
  readonly #stepSec: number;
  readonly #maxStride: number;
  readonly #window: Float64Array;
  readonly #transform: FFT;
  readonly #frame: Float64Array;
  readonly #spectrum: Float64Array;
  /** `[columns, rows]`: summed powers, and how many spectra each column has. */
  readonly #sums: Float64Array;
  readonly #counts = new Uint32Array(MAX_SPECTRUM_COLUMNS);
  #columns = 0;
  #stepsPerColumn = 1;
  /** The step of the next spectrum. */
  #step = 0;
  /** The latest samples of each channel, from `#start` on, in arrays that are used over and over. */
  readonly #recent: readonly Float32Array[];
  #filled: number;
  #start: number;

  constructor(sampleRateHz: number, channelCount: number) {
    this.#nFft = 2 ** Math.round(Math.log2(sampleRateHz * FRAME_SEC));
    this.#rows = Math.min(MAX_ROWS, this.#nFft / 2);
    this.#stepSamples = Math.max(1, this.#nFft / 4);
    this.#stepSec = this.#stepSamples / sampleRateHz;
    this.#maxStride = 2 ** Math.floor(Math.log2(Math.max(1, MAX_SPECTRUM_HOP_SEC / this.#stepSec)));
    this.#window = Float64Array.from(
      { length: this.#nFft },
      (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / this.#nFft),
    );
    this.#transform = new FFT(this.#nFft);
    this.#frame = new Float64Array(2 * this.#nFft);
    this.#spectrum = new Float64Array(2 * this.#nFft);
    this.#sums = new Float64Array(this.#rows * MAX_SPECTRUM_COLUMNS);
    // Half a frame of silence: frames are centred on their steps.
    this.#recent = Array.from({ length: channelCount }, () => new Float32Array(this.#nFft + PUSHED_AT_ONCE));
    this.#filled = this.#nFft / 2;
    this.#start = -this.#nFft / 2;
  }

  push(channels: PcmPiece['channels']): void {
    const length = channels[0]?.length ?? 0;
    for (let first = 0; first < length;) {
      const count = Math.min(length - first, this.#nFft + PUSHED_AT_ONCE - this.#filled);
      for (const [channel, recent] of this.#recent.entries()) {
        recent.set(channels[channel]?.subarray(first, first + count) ?? [], this.#filled);
      }
      this.#filled += count;
      first += count;
      this.#transformRecent();
    }
  }

  /** Adds the spectra whose frames are whole, and moves what the next one needs to the front. */
  #transformRecent(): void {
    for (;;) {
      const offset = this.#findFrame() - this.#start;
      if (offset + this.#nFft > this.#filled) break;
      this.#add(offset);
    }
    const done = Math.min(this.#filled, Math.max(0, this.#findFrame() - this.#start));
    for (const recent of this.#recent) recent.copyWithin(0, done, this.#filled);
    this.#filled -= done;
    this.#start += done;
  }

  /** The sample at which the frame of the next step begins. */
  #findFrame(): number {
    return this.#step * this.#stepSamples - this.#nFft / 2;
  }

  /** Row-major, in dB relative to the loudest cell. */
  finish(): Spectrogram {
    this.push(this.#recent.map(() => new Float32Array(this.#nFft / 2)));
    const columns = Math.max(1, this.#columns);
    const rows = this.#rows;
    const powers = new Float64Array(rows * columns);
    let loudest = MIN_POWER;
    for (let column = 0; column < columns; column++) {
      for (let row = 0; row < rows; row++) {
        const power = (this.#sums[column * rows + row] ?? 0) / Math.max(1, this.#counts[column] ?? 0);
        powers[row * columns + column] = power;
        loudest = Math.max(loudest, power);
      }
    }
    const values = Float32Array.from(powers, (power) =>
      Math.max(FEATURE_CONFIG.floorDb, 10 * Math.log10(Math.max(MIN_POWER, power) / loudest)),
    );
    return { values, rows, frames: columns, hopSec: this.#stepsPerColumn * this.#stepSec };
  }

  /** Adds the spectrum of the frame that begins at `offset` of the latest samples, and goes on to the next step. */
  #add(offset: number): void {
    if (this.#step >= MAX_SPECTRUM_COLUMNS * this.#stepsPerColumn) this.#halve();
    const column = Math.floor(this.#step / this.#stepsPerColumn);
    this.#columns = column + 1;
    this.#counts[column] = (this.#counts[column] ?? 0) + 1;
    const sums = this.#sums.subarray(column * this.#rows, (column + 1) * this.#rows);
    for (let channel = 0; channel < this.#recent.length; channel += 2) {
      this.#addPair(this.#recent[channel], this.#recent[channel + 1], offset, sums);
    }
    this.#step += Math.min(this.#stepsPerColumn, this.#maxStride);
  }

  /**
   * Adds the power of two channels by one transform, one as its real part and one as its imaginary part: with Z its bins,
   * |Z[k]|² + |Z[N − k]|² is twice the sum of their powers.
   */
  #addPair(
    real: Float32Array | undefined,
    imaginary: Float32Array | undefined,
    offset: number,
    sums: Float64Array,
  ): void {
    const [frame, spectrum, nFft] = [this.#frame, this.#spectrum, this.#nFft];
    for (let n = 0; n < nFft; n++) {
      const weight = this.#window[n] ?? 0;
      frame[2 * n] = weight * (real?.[offset + n] ?? 0);
      frame[2 * n + 1] = weight * (imaginary?.[offset + n] ?? 0);
    }
    this.#transform.transform(spectrum, frame);
    const binsPerRow = nFft / 2 / this.#rows;
    for (let row = 0; row < sums.length; row++) {
      let sum = 0;
      for (let bin = row * binsPerRow; bin < (row + 1) * binsPerRow; bin++) {
        // Bin 0 is its own mirror image.
        const mirrored = (nFft - bin) % nFft;
        for (let part = 0; part < 2; part++) {
          const value = spectrum[2 * bin + part] ?? 0;
          const mirroredValue = spectrum[2 * mirrored + part] ?? 0;
          sum += value * value + mirroredValue * mirroredValue;
        }
      }
      sums[row] = (sums[row] ?? 0) + sum;
    }
  }

  /** Makes one column of each two. */
  #halve(): void {
    const rows = this.#rows;
    for (let column = 0; column < MAX_SPECTRUM_COLUMNS; column++) {
      const isKept = column < MAX_SPECTRUM_COLUMNS / 2;
      this.#counts[column] = isKept ? (this.#counts[2 * column] ?? 0) + (this.#counts[2 * column + 1] ?? 0) : 0;
      for (let row = 0; row < rows; row++) {
        const first = this.#sums[2 * column * rows + row] ?? 0;
        const second = this.#sums[(2 * column + 1) * rows + row] ?? 0;
        this.#sums[column * rows + row] = isKept ? first + second : 0;
      }
    }
    this.#stepsPerColumn *= 2;
  }
}
