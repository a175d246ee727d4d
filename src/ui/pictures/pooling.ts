import type { Spectrogram, TimeSpan } from '../../contract/features';
import type { Waveform } from '../../contract/prediction';

/**
 * Reduces a long signal to as many columns as the screen has pixels, so that drawing costs what the screen costs.
 */

/** How the frames that fall on one pixel become one value: the loudest stays visible, or the middle is shown. */
export type Pooling = 'max' | 'mean';

/**
 * Pools a spectrogram to columns of equal time. Frame `f` is centred at `f · hopSec`; a column shows the frames whose
 * centres fall on it, or the nearest one where columns are narrower than frames.
 *
 * @param columns columns of the outcome, at least 1
 * @param span time that the columns cover together
 * @returns `rows × columns` values, row-major
 */
export function poolSpectrogram(
  { values, rows, frames, hopSec }: Spectrogram,
  columns: number,
  { startSec, endSec }: TimeSpan,
  pooling: Pooling,
): Float32Array {
  const pooled = new Float32Array(rows * columns);
  if (frames === 0) return pooled;
  const firstFrame = startSec / hopSec;
  const framesPerColumn = (endSec - startSec) / hopSec / columns;
  for (let column = 0; column < columns; column++) {
    const first = clamp(Math.round(firstFrame + column * framesPerColumn), 0, frames - 1);
    const last = clamp(Math.round(firstFrame + (column + 1) * framesPerColumn) - 1, first, frames - 1);
    for (let row = 0; row < rows; row++) {
      let maximum = -Infinity;
      let sum = 0;
      for (let frame = first; frame <= last; frame++) {
        const value = values[row * frames + frame] ?? 0;
        sum += value;
        if (value > maximum) maximum = value;
      }
      pooled[row * columns + column] = pooling === 'max' ? maximum : sum / (last - first + 1);
    }
  }
  return pooled;
}

/**
 * Pools a waveform to columns of equal width.
 *
 * @param columns columns of the outcome, at least 1
 * @param from where the first column begins, and where the last one ends: shares 0…1 of the waveform
 * @returns `[low, high]` pairs, one for each column
 */
export function poolWaveform({ extremes }: Waveform, columns: number, from = 0, to = 1): Float32Array {
  const stretches = extremes.length / 2;
  const pooled = new Float32Array(2 * columns);
  if (stretches === 0) return pooled;
  const findStretch = (column: number): number => Math.floor((from + ((to - from) * column) / columns) * stretches);
  for (let column = 0; column < columns; column++) {
    const first = clamp(findStretch(column), 0, stretches - 1);
    // One stretch beyond, so that neighbouring columns touch and the line has no gaps.
    const last = clamp(findStretch(column + 1), first, stretches - 1);
    let low = Infinity;
    let high = -Infinity;
    for (let stretch = first; stretch <= last; stretch++) {
      low = Math.min(low, extremes[2 * stretch] ?? 0);
      high = Math.max(high, extremes[2 * stretch + 1] ?? 0);
    }
    pooled[2 * column] = low;
    pooled[2 * column + 1] = high;
  }
  return pooled;
}

/** The largest magnitude of a waveform, 0 for none. */
export function measurePeak({ extremes }: Waveform): number {
  return extremes.reduce((peak, extreme) => Math.max(peak, Math.abs(extreme)), 0);
}

/**
 * Standardises each row over its columns, as the network's first channel is over its frames: mean 0, deviation 1
 * (`deviation + 1e-5`). Without it the first coefficient, hundreds of times larger, would leave the others in one
 * colour.
 *
 * @param values `rows × columns`, row-major
 */
export function standardiseRows(values: Float32Array, rows: number): Float32Array {
  const columns = values.length / rows;
  const standardised = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const source = values.subarray(row * columns, (row + 1) * columns);
    let sum = 0;
    for (const value of source) sum += value;
    const mean = sum / columns;
    let squares = 0;
    for (const value of source) squares += (value - mean) ** 2;
    const scale = 1 / (Math.sqrt(squares / columns) + 1e-5);
    source.forEach((value, column) => {
      standardised[row * columns + column] = (value - mean) * scale;
    });
  }
  return standardised;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
