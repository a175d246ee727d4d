/**
 * Level of successive blocks of a stream of samples, each around its own mean (a constant offset is no sound): what tells
 * a voice from a quiet room, without regard to what else is in the recording.
 */
import { FEATURE_CONFIG } from '../contract/features';

/** Samples in a block: a frame of the features, 46 ms. */
export const LEVEL_BLOCK_LENGTH = FEATURE_CONFIG.nFft;

const QUIETEST_DBFS = -120;

/** Measures a stream; the levels do not depend on how it is cut. */
export class BlockLevels {
  private sum = 0;
  private squares = 0;
  private filled = 0;

  /**
   * @param samples the next ones, finite
   * @returns the level of each block that is complete now, in dB relative to full scale (a full-scale sine is at −3),
   *   at least −120.
   */
  push(samples: Float32Array): number[] {
    const levels: number[] = [];
    for (const sample of samples) {
      this.sum += sample;
      this.squares += sample * sample;
      if (++this.filled < LEVEL_BLOCK_LENGTH) continue;
      const mean = this.sum / LEVEL_BLOCK_LENGTH;
      const power = this.squares / LEVEL_BLOCK_LENGTH - mean * mean;
      levels.push(Math.max(QUIETEST_DBFS, 10 * Math.log10(Math.max(power, Number.MIN_VALUE))));
      this.sum = 0;
      this.squares = 0;
      this.filled = 0;
    }
    return levels;
  }
}
