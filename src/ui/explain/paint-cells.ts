/** Painting a window's cells as they are: no pooling, so that marks laid over them hit the very cell. */
import type { WindowPicture } from '../../explain/window-pictures';
import { colourIndex, type ColourMap } from '../pictures/colour-map';

/** Rows and columns of bare ground around a window: taps reach into the padding there. */
export interface Margin {
  readonly rows: number;
  readonly columns: number;
}

/** A place as shares 0…1 of a picture's box, from the left and from the top. */
export interface BoxPoint {
  readonly x: number;
  readonly y: number;
}

/** Where a place on a window lies in its box; row and column count from the window's first, whole numbers are middles. */
export function toBox(
  { rows, frames }: Pick<WindowPicture, 'rows' | 'frames'>,
  margin: Margin,
  row: number,
  column: number,
): BoxPoint {
  return {
    x: (column + 0.5 + margin.columns) / (frames + 2 * margin.columns),
    y: 1 - (row + 0.5 + margin.rows) / (rows + 2 * margin.rows),
  };
}

/** The place that lies at a point of the box; the inverse of `toBox`. */
export function fromBox(
  { rows, frames }: Pick<WindowPicture, 'rows' | 'frames'>,
  margin: Margin,
  { x, y }: BoxPoint,
): { readonly row: number; readonly column: number } {
  return {
    row: (1 - y) * (rows + 2 * margin.rows) - margin.rows - 0.5,
    column: x * (frames + 2 * margin.columns) - margin.columns - 0.5,
  };
}

/** Red, green and blue of a value, 0…255. */
export type Colouring = (value: number) => readonly [number, number, number];

/** Colours from a map between two values. */
export function colourBy(map: ColourMap, low: number, high: number): Colouring {
  return (value) => {
    const start = 4 * colourIndex(value, low, high);
    return [map[start] ?? 0, map[start + 1] ?? 0, map[start + 2] ?? 0];
  };
}

/** Paints the cells of a picture into a box of device pixels, row 0 at the bottom, without smoothing. */
export function paintCells(
  context: CanvasRenderingContext2D,
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  { values, rows, frames }: WindowPicture,
  colouring: Colouring,
): void {
  const image = new ImageData(frames, rows);
  for (let row = 0; row < rows; row++) {
    for (let frame = 0; frame < frames; frame++) {
      const target = 4 * ((rows - 1 - row) * frames + frame);
      image.data.set([...colouring(values[row * frames + frame] ?? 0), 255], target);
    }
  }
  const cells = document.createElement('canvas');
  cells.width = frames;
  cells.height = rows;
  cells.getContext('2d')?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(cells, box.left, box.top, box.width, box.height);
}

/** The box of the window itself within a canvas that has margins. */
export function findInnerBox(
  width: number,
  height: number,
  { rows, frames }: Pick<WindowPicture, 'rows' | 'frames'>,
  margin: Margin,
): { left: number; top: number; width: number; height: number } {
  const [cellWidth, cellHeight] = [width / (frames + 2 * margin.columns), height / (rows + 2 * margin.rows)];
  return {
    left: margin.columns * cellWidth,
    top: margin.rows * cellHeight,
    width: frames * cellWidth,
    height: rows * cellHeight,
  };
}
