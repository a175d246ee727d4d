/** From cells of the network's picture to what a person reads: seconds, hertz, and rows of tables. */
import { FEATURE_CONFIG } from '../contract/features';
import { bandToHz } from '../features/mel-filter-bank';
import type { MelRegion } from './hide-cells';
import type { SampledTap } from './sampling-geometry';
import { FRAME_SEC } from './window-pictures';

const { nMels } = FEATURE_CONFIG;

/** Seconds since the window's start of a column of the network's picture; below 0 in the padding before it. */
export function columnToSec(column: number, firstColumn: number): number {
  return (column - firstColumn) * FRAME_SEC;
}

/** Frequency of a row of the log-mel picture in Hz; `null` outside of it. */
export function rowToHz(row: number): number | null {
  return row < -0.5 || row > nMels - 0.5 ? null : bandToHz(row);
}

/** A tap as a row of a table. */
export interface TapRow {
  /** From 1, row by row of the kernel: its lowest row first. */
  readonly number: number;
  /** From where a plain convolution would have read, in cells of the picture. */
  readonly rowsOff: number;
  readonly columnsOff: number;
  /** The same along time. */
  readonly secondsOff: number;
  /** The same in the log-mel picture; `null` where one of both lies outside of it. */
  readonly hertzOff: number | null;
  readonly modulation: number;
  readonly isOutside: boolean;
}

/** Tells the taps of one cell, as `listTaps` lists them. */
export function describeTaps(taps: readonly SampledTap[]): TapRow[] {
  return taps.map(({ fixed, sampled, modulation, isOutside }, index) => {
    const [from, to] = [rowToHz(fixed.row), rowToHz(sampled.row)];
    return {
      number: index + 1,
      rowsOff: sampled.row - fixed.row,
      columnsOff: sampled.column - fixed.column,
      secondsOff: (sampled.column - fixed.column) * FRAME_SEC,
      hertzOff: from === null || to === null ? null : to - from,
      modulation,
      isOutside,
    };
  });
}

/** Where a region of mel cells lies: seconds since the window's start, and hertz. */
export interface RegionPlace {
  readonly startSec: number;
  readonly endSec: number;
  readonly lowHz: number;
  readonly highHz: number;
}

/** Tells a region in seconds and hertz: half-way to the neighbouring frames and bands. */
export function describeRegion({ firstBand, endBand, firstFrame, endFrame }: MelRegion): RegionPlace {
  return {
    startSec: Math.max(0, (firstFrame - 0.5) * FRAME_SEC),
    endSec: (endFrame - 0.5) * FRAME_SEC,
    lowHz: bandToHz(firstBand - 0.5),
    highHz: bandToHz(endBand - 0.5),
  };
}
