/** Choosing an output cell of a layer, by a point on a picture or by the keyboard. */
import type { LayerSampling } from '../../contract/sampling';
import { findNearestCell, type GridPoint } from '../../explain/sampling-geometry';

/** Cells that may be chosen; ends included. */
export interface CellRange {
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/**
 * The cells of a layer that lie over a window's sound and not over its padding.
 * @param firstFrame column of the network's picture where the sound begins
 * @param frames of sound
 */
export function findCellRange(sampling: LayerSampling, firstFrame: number, frames: number): CellRange {
  const [first, last] = [firstFrame, firstFrame + frames - 1].map(
    (column) => findNearestCell(sampling, { row: 0, column }).column,
  );
  return { lastRow: sampling.outputSize[0] - 1, firstColumn: first ?? 0, lastColumn: last ?? 0 };
}

/** The nearest cell that may be chosen. */
export function clampCell({ row, column }: GridPoint, { lastRow, firstColumn, lastColumn }: CellRange): GridPoint {
  return {
    row: Math.min(lastRow, Math.max(0, row)),
    column: Math.min(lastColumn, Math.max(firstColumn, column)),
  };
}

/** Where a key leads, `null` for keys that lead nowhere. Up is towards higher rows, as the pictures are drawn. */
export function moveCell({ row, column }: GridPoint, key: string, range: CellRange): GridPoint | null {
  switch (key) {
    case 'ArrowUp':
      return clampCell({ row: row + 1, column }, range);
    case 'ArrowDown':
      return clampCell({ row: row - 1, column }, range);
    case 'ArrowRight':
      return clampCell({ row, column: column + 1 }, range);
    case 'ArrowLeft':
      return clampCell({ row, column: column - 1 }, range);
    case 'Home':
      return { row, column: range.firstColumn };
    case 'End':
      return { row, column: range.lastColumn };
    default:
      return null;
  }
}
