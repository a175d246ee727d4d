/**
 * What a recording looks like while it is made: its length, how loud it is now, and the outline of the last seconds.
 * Fed with every piece; whoever draws reads it as often as there are frames.
 */
import type { SoundLevel } from '../contract/microphone';
import type { PcmPiece } from '../contract/pcm';

/** A meter of one recording. */
export interface SoundMeter {
  push(piece: PcmPiece): void;
  readLevel(): SoundLevel;
  readOutline(): RollingOutline;
}

/** The outline of the last seconds. */
export interface RollingOutline {
  /** `[low, high]` pairs of `OUTLINE_COLUMN_SEC` each, oldest first, the newest at the end; fewer at the beginning. */
  readonly extremes: Float32Array;
  /** Pairs once there are enough: `OUTLINE_SEC` of them. */
  readonly columns: number;
}

/** Seconds that the outline shows. */
export const OUTLINE_SEC = 8;
/** Seconds in each of its columns. */
export const OUTLINE_COLUMN_SEC = 0.02;
const OUTLINE_COLUMNS = Math.round(OUTLINE_SEC / OUTLINE_COLUMN_SEC);

/** In columns. */
const RMS_COLUMNS = Math.round(0.3 / OUTLINE_COLUMN_SEC);
const PEAK_COLUMNS = Math.round(1 / OUTLINE_COLUMN_SEC);
const CLIPPING_COLUMNS = Math.round(2 / OUTLINE_COLUMN_SEC);

/** A sample at or above this has nowhere to go: 16-bit converters end at 32767 / 32768. */
const FULL_SCALE = 0.9999;
/** One such sample may be chance, a row of them is a peak cut off. */
const CLIPPED_RUN = 3;
const SILENCE_DBFS = -100;

/** Makes a meter that has heard nothing. Levels are of the loudest channel. */
export function createSoundMeter(): SoundMeter {
  return new ColumnMeter();
}

class ColumnMeter implements SoundMeter {
  /** Rings over the last `OUTLINE_COLUMNS` columns. */
  private readonly extremes = new Float32Array(2 * OUTLINE_COLUMNS);
  private readonly powers = new Float64Array(OUTLINE_COLUMNS);
  private readonly clipped = new Uint8Array(OUTLINE_COLUMNS);
  /** Columns that are complete. */
  private columns = 0;
  private recordedSec = 0;
  /** The column that is being filled. */
  private filled = 0;
  private low = Infinity;
  private high = -Infinity;
  private isClipped = false;
  private squares: Float64Array = new Float64Array(0);
  private runs: Uint32Array = new Uint32Array(0);

  push({ channels, sampleRateHz }: PcmPiece): void {
    const frames = channels[0]?.length ?? 0;
    const columnFrames = Math.max(1, Math.round(OUTLINE_COLUMN_SEC * sampleRateHz));
    if (this.squares.length !== channels.length) {
      this.squares = new Float64Array(channels.length);
      this.runs = new Uint32Array(channels.length);
    }
    let start = 0;
    while (start < frames) {
      const end = Math.min(frames, start + columnFrames - this.filled);
      for (const [channel, samples] of channels.entries()) this.scan(channel, samples.subarray(start, end));
      this.filled += end - start;
      start = end;
      if (this.filled >= columnFrames) this.endColumn();
    }
    this.recordedSec += frames / sampleRateHz;
  }

  readLevel(): SoundLevel {
    let peak = 0;
    this.forLastColumns(PEAK_COLUMNS, (slot) => {
      peak = Math.max(peak, -(this.extremes[2 * slot] ?? 0), this.extremes[2 * slot + 1] ?? 0);
    });
    let power = 0;
    const columns = this.forLastColumns(RMS_COLUMNS, (slot) => {
      power += this.powers[slot] ?? 0;
    });
    let isClipping = false;
    this.forLastColumns(CLIPPING_COLUMNS, (slot) => {
      isClipping ||= this.clipped[slot] === 1;
    });
    return {
      recordedSec: this.recordedSec,
      peakDbfs: toDbfs(peak),
      rmsDbfs: toDbfs(Math.sqrt(power / Math.max(1, columns))),
      isClipping,
    };
  }

  readOutline(): RollingOutline {
    const columns = Math.min(this.columns, OUTLINE_COLUMNS);
    const outline = new Float32Array(2 * columns);
    let written = 2 * columns;
    this.forLastColumns(columns, (slot) => {
      written -= 2;
      outline.set(this.extremes.subarray(2 * slot, 2 * slot + 2), written);
    });
    return { extremes: outline, columns: OUTLINE_COLUMNS };
  }

  private scan(channel: number, samples: Float32Array): void {
    let squares = 0;
    let run = this.runs[channel] ?? 0;
    for (const sample of samples) {
      squares += sample * sample;
      if (sample < this.low) this.low = sample;
      if (sample > this.high) this.high = sample;
      run = Math.abs(sample) >= FULL_SCALE ? run + 1 : 0;
      if (run >= CLIPPED_RUN) this.isClipped = true;
    }
    this.squares[channel] = (this.squares[channel] ?? 0) + squares;
    this.runs[channel] = run;
  }

  private endColumn(): void {
    const slot = this.columns % OUTLINE_COLUMNS;
    this.extremes.set([this.low, this.high], 2 * slot);
    this.powers[slot] = Math.max(...this.squares) / this.filled;
    this.clipped[slot] = this.isClipped ? 1 : 0;
    this.columns++;
    this.filled = 0;
    this.low = Infinity;
    this.high = -Infinity;
    this.isClipped = false;
    this.squares.fill(0);
  }

  /** Visits the slots of the last columns, newest first; returns how many there were. */
  private forLastColumns(count: number, visit: (slot: number) => void): number {
    const columns = Math.min(count, this.columns, OUTLINE_COLUMNS);
    for (let back = 1; back <= columns; back++) visit((this.columns - back) % OUTLINE_COLUMNS);
    return columns;
  }
}

function toDbfs(amplitude: number): number {
  return Math.max(SILENCE_DBFS, 20 * Math.log10(amplitude));
}
