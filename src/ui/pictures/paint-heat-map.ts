import type { Spectrogram, TimeSpan } from '../../contract/features';
import { colourIndex, type ColourMap } from './colour-map';
import { poolSpectrogram, standardiseRows, type Pooling } from './pooling';

/** How values become colours. */
export interface HeatMapStyle {
  readonly map: ColourMap;
  readonly low: number;
  readonly high: number;
  readonly pooling: Pooling;
  /** Whether each row is drawn in its own standard deviations, over the columns that are drawn. */
  readonly standardise: boolean;
}

/**
 * Paints a part of a spectrogram over a whole canvas, row 0 at the bottom; cells that are not finite stay as they are.
 * The work is `rows × width` after one pass over the frames, however long the recording is.
 */
export function paintHeatMap(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  spectrogram: Spectrogram,
  /** Counted from the spectrogram's first frame. */
  span: TimeSpan,
  { map, low, high, pooling, standardise }: HeatMapStyle,
): void {
  const { rows } = spectrogram;
  const pooled = poolSpectrogram(spectrogram, width, span, pooling);
  // After pooling: averages of many frames differ little, and a long recording would fade to one colour.
  const values = standardise ? standardiseRows(pooled, rows) : pooled;
  const strip = new ImageData(width, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column] ?? low;
      if (!Number.isFinite(value)) continue;
      const colour = 4 * colourIndex(value, low, high);
      strip.data.set(map.subarray(colour, colour + 4), 4 * ((rows - 1 - row) * width + column));
    }
  }
  // One pixel a row, then stretched by the canvas without smoothing: rows stay crisp.
  const stripCanvas = document.createElement('canvas');
  stripCanvas.width = width;
  stripCanvas.height = rows;
  stripCanvas.getContext('2d')?.putImageData(strip, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(stripCanvas, 0, 0, width, height);
}
