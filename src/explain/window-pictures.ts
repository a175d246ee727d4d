/** One window as the network reads it, for the eye, and what its rows and columns mean. */
import { FEATURE_CONFIG } from '../contract/features';
import type { WindowLevels } from '../features/extract-recording';
import { standardise } from '../features/feature-map';
import { relateToLoudest } from '../features/log-mel';
import { computeMfcc } from '../features/mfcc';

const { nMels, nMfcc, frames: COLUMNS, hopLength, sampleRateHz } = FEATURE_CONFIG;

/** Seconds from one frame to the next, 17.4 ms. */
export const FRAME_SEC = hopLength / sampleRateHz;

/** Cells `values[row * frames + frame]`; row 0 is the lowest band, or coefficient 0. */
export interface WindowPicture {
  readonly values: Float32Array;
  readonly rows: number;
  readonly frames: number;
}

/** Both channels of a window, without padding. */
export interface WindowPictures {
  /** dB relative to the loudest cell, −80…0. */
  readonly logMelDb: WindowPicture;
  /** Each coefficient in standard deviations from its own mean. */
  readonly mfcc: WindowPicture;
  /** Column of the network's picture in which the first frame lies; before it is padding. */
  readonly firstColumn: number;
}

/** Draws a window for the eye. */
export function drawWindowPictures({ levels }: WindowLevels): WindowPictures {
  const frames = levels.length / nMels;
  const logMelDb = relateToLoudest(levels);
  const mfcc = computeMfcc(logMelDb);
  for (let row = 0; row < nMfcc; row++) standardise(mfcc.subarray(row * frames, (row + 1) * frames));
  return {
    logMelDb: { values: logMelDb, rows: nMels, frames },
    mfcc: { values: mfcc, rows: nMfcc, frames },
    firstColumn: Math.floor((COLUMNS - frames) / 2),
  };
}
