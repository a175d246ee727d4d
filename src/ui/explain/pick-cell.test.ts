import { describe, expect, it } from 'vitest';
import type { LayerSampling } from '../../contract/sampling';
import { clampCell, findCellRange, moveCell } from './pick-cell';

const HALVING = { kernelSize: [3, 3], strides: [2, 2], dilations: [1, 1], padBefore: [0, 1] } as const;
/** Cell (r, c) is centred on row 4r + 3 and column 4c. */
const LAYER: LayerSampling = {
  layer: 'deformable',
  stages: [HALVING, HALVING],
  grid: { kernelSize: [3, 3], strides: [1, 1], dilations: [1, 1], padBefore: [1, 1] },
  inputSize: [10, 44],
  outputSize: [10, 44],
  offsets: new Float32Array(2 * 9 * 440),
  modulation: new Float32Array(9 * 440),
};
const RANGE = findCellRange(LAYER, 41, 91);

describe('choosing a cell', () => {
  it('keeps to the cells over the sound', () => {
    expect(RANGE).toEqual({ lastRow: 9, firstColumn: 10, lastColumn: 33 });
    expect(clampCell({ row: -2, column: 99 }, RANGE)).toEqual({ row: 0, column: 33 });
  });

  it.each([
    ['ArrowUp', { row: 5, column: 20 }],
    ['ArrowDown', { row: 3, column: 20 }],
    ['ArrowRight', { row: 4, column: 21 }],
    ['ArrowLeft', { row: 4, column: 19 }],
    ['Home', { row: 4, column: 10 }],
    ['End', { row: 4, column: 33 }],
    ['a', null],
  ])('%s leads one cell on', (key, cell) => {
    expect(moveCell({ row: 4, column: 20 }, key, RANGE)).toEqual(cell);
  });

  it('stops at the edges', () => {
    expect(moveCell({ row: 9, column: 10 }, 'ArrowUp', RANGE)).toEqual({ row: 9, column: 10 });
    expect(moveCell({ row: 0, column: 10 }, 'ArrowLeft', RANGE)).toEqual({ row: 0, column: 10 });
  });
});
