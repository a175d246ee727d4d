import { describe, expect, it } from 'vitest';
import type { GridStage, LayerSampling } from '../contract/sampling';
import { createUniformValues } from '../testing/seeded-random';
import {
  findNearestCell,
  listTaps,
  mapCellToPicture,
  mapToPicture,
  measureDensity,
  measureReach,
  measureSpacing,
  type GridPoint,
} from './sampling-geometry';

/** The stages in front of the two deformable layers of the network that ships, and one with nothing simple in it. */
const HALVING: GridStage = { kernelSize: [3, 3], strides: [2, 2], dilations: [1, 1], padBefore: [0, 1] };
const FIXED: GridStage = { kernelSize: [3, 3], strides: [1, 1], dilations: [1, 1], padBefore: [1, 1] };
const POOL: GridStage = { kernelSize: [2, 2], strides: [2, 2], dilations: [1, 1], padBefore: [0, 0] };
const ODD: GridStage = { kernelSize: [5, 2], strides: [3, 2], dilations: [1, 3], padBefore: [2, 1] };
const WAYS = { first: [HALVING, HALVING], second: [HALVING, HALVING, FIXED, POOL], odd: [ODD, POOL, HALVING] };

/** A layer behind some stages, with the same offset everywhere or offsets of its own. */
function createSampling(stages: readonly GridStage[], inputSize: [number, number], offsets: Float32Array | number = 0) {
  const taps = 9 * inputSize[0] * inputSize[1];
  return {
    layer: 'deformable',
    stages,
    grid: FIXED,
    inputSize,
    outputSize: inputSize,
    offsets: typeof offsets === 'number' ? new Float32Array(2 * taps).fill(offsets) : offsets,
    modulation: new Float32Array(taps).fill(1),
  } satisfies LayerSampling;
}

/** Every picture cell that a cell behind some stages depends on, listed tap by tap. */
function listReceptiveField(row: number, column: number, stages: readonly GridStage[]): GridPoint[] {
  let cells: GridPoint[] = [{ row, column }];
  for (const { kernelSize, strides, dilations, padBefore } of stages.toReversed()) {
    const wider = new Map<string, GridPoint>();
    for (const cell of cells) {
      for (let i = 0; i < kernelSize[0]; i++) {
        for (let j = 0; j < kernelSize[1]; j++) {
          const point = {
            row: cell.row * strides[0] - padBefore[0] + i * dilations[0],
            column: cell.column * strides[1] - padBefore[1] + j * dilations[1],
          };
          wider.set(`${point.row} ${point.column}`, point);
        }
      }
    }
    cells = [...wider.values()];
  }
  return cells;
}

/** The middle and the size of the box around places. */
function measureBox(points: readonly GridPoint[]) {
  const [rows, columns] = [points.map(({ row }) => row), points.map(({ column }) => column)];
  const [top, bottom, left, right] = [Math.min(...rows), Math.max(...rows), Math.min(...columns), Math.max(...columns)];
  return {
    middle: { row: (top + bottom) / 2, column: (left + right) / 2 },
    size: [bottom - top + 1, right - left + 1],
  };
}

describe('mapToPicture and measureReach', () => {
  it.each(Object.entries(WAYS))(
    'find the middle and size of the receptive field, listed cell by cell: %s',
    (_, way) => {
      for (const [row, column] of [
        [0, 0],
        [2, 7],
        [4, 3],
      ] as const) {
        const { middle, size } = measureBox(listReceptiveField(row, column, way));
        expect(mapToPicture({ row, column }, way)).toEqual(middle);
        expect(measureReach(way)).toEqual(size);
      }
    },
  );

  it('knows the network that ships: 4 and 8 cells apart, reading 7 and 19', () => {
    expect(mapToPicture({ row: 0, column: 0 }, WAYS.first)).toEqual({ row: 3, column: 0 });
    expect([measureSpacing(WAYS.first), measureReach(WAYS.first)]).toEqual([
      [4, 4],
      [7, 7],
    ]);
    expect(mapToPicture({ row: 0, column: 0 }, WAYS.second)).toEqual({ row: 5, column: 2 });
    expect([measureSpacing(WAYS.second), measureReach(WAYS.second)]).toEqual([
      [8, 8],
      [19, 19],
    ]);
  });

  it('says where a tap reads: features that hold their own place on the picture give that place back', () => {
    // Averages over each kernel turn a picture of row (or column) numbers into one of the middles of what they read.
    const average = (axis: 'row' | 'column', { row, column }: GridPoint): number => {
      const field = listReceptiveFieldWithRepeats(row, column, WAYS.second);
      return field.reduce((sum, point) => sum + point[axis], 0) / field.length;
    };
    const point = { row: 2.3, column: 9.75 };
    for (const axis of ['row', 'column'] as const) {
      let read = 0;
      for (const [row, rowShare] of [
        [2, 0.7],
        [3, 0.3],
      ] as const) {
        read += rowShare * (0.25 * average(axis, { row, column: 9 }) + 0.75 * average(axis, { row, column: 10 }));
      }
      expect(mapToPicture(point, WAYS.second)[axis]).toBeCloseTo(read, 9);
    }
  });
});

/** As `listReceptiveField`, every path once: averaging layer by layer weighs a cell by its paths. */
function listReceptiveFieldWithRepeats(row: number, column: number, stages: readonly GridStage[]): GridPoint[] {
  let cells: GridPoint[] = [{ row, column }];
  for (const stage of stages.toReversed()) {
    cells = cells.flatMap((cell) => listReceptiveField(cell.row, cell.column, [stage]));
  }
  return cells;
}

describe('listTaps', () => {
  it('lies on the fixed grid where offsets are zero, a spacing apart', () => {
    const taps = listTaps(createSampling(WAYS.second, [5, 22]), 2, 7);
    const middle = mapToPicture({ row: 2, column: 7 }, WAYS.second);
    expect(taps.map(({ sampled }) => sampled)).toEqual(
      [-8, 0, 8].flatMap((down) =>
        [-8, 0, 8].map((across) => ({ row: middle.row + down, column: middle.column + across })),
      ),
    );
    for (const { fixed, sampled, modulation, isOutside } of taps) {
      expect(sampled).toEqual(fixed);
      expect([modulation, isOutside]).toEqual([1, false]);
    }
  });

  it("takes each tap's own offset and modulation, in cells of the layer", () => {
    const sampling = createSampling(WAYS.first, [10, 44], createUniformValues(2 * 9 * 440, -3, 3, 1));
    sampling.modulation.set(createUniformValues(9 * 440, 0, 2, 2));
    const place = 9 * (3 * 44 + 21) + 5;
    const tap = listTaps(sampling, 3, 21)[5] ?? expect.fail('There are nine taps.');
    expect([tap.kernelRow, tap.kernelColumn]).toEqual([1, 2]);
    expect(tap.sampled.row - tap.fixed.row).toBeCloseTo(4 * (sampling.offsets[2 * place] ?? NaN), 9);
    expect(tap.sampled.column - tap.fixed.column).toBeCloseTo(4 * (sampling.offsets[2 * place + 1] ?? NaN), 9);
    expect(tap.modulation).toBe(sampling.modulation[place]);
  });

  it('marks what reads nothing: a whole cell beyond the edge', () => {
    const isOutside = (offset: number) =>
      listTaps(createSampling([], [4, 5], offset), 0, 0).map((tap) => tap.isOutside);
    expect(isOutside(0)).toEqual([true, true, true, true, false, false, true, false, false]);
    expect(isOutside(0.5)).toEqual(new Array(9).fill(false));
    expect(isOutside(9)).toEqual(new Array(9).fill(true));
  });

  it('refuses cells that are not there', () => {
    const sampling = createSampling([], [4, 5]);
    for (const [row, column] of [
      [4, 0],
      [0, 5],
      [-1, 0],
      [0.5, 0],
    ] as const) {
      expect(() => listTaps(sampling, row, column)).toThrow(RangeError);
    }
  });
});

describe('findNearestCell', () => {
  it('finds every cell at its own middle, and the nearest anywhere', () => {
    const sampling = createSampling(WAYS.second, [5, 22]);
    for (let row = 0; row < 5; row++) {
      for (let column = 0; column < 22; column++) {
        expect(findNearestCell(sampling, mapCellToPicture(sampling, row, column))).toEqual({ row, column });
      }
    }
    expect(findNearestCell(sampling, { row: -30, column: 500 })).toEqual({ row: 0, column: 21 });
    expect(findNearestCell(sampling, { row: 5 + 3.9, column: 2 + 4.1 })).toEqual({ row: 0, column: 1 });
  });
});

describe('measureDensity', () => {
  it('is 1 throughout on the fixed grid', () => {
    expect([...measureDensity(createSampling([], [4, 5]))]).toEqual(new Array(20).fill(1));
  });

  it('counts what is read elsewhere, by bilinear share and modulation', () => {
    const sampling = createSampling([], [1, 3]);
    // Only the middle tap of the middle cell reads, half a cell to the right, at double strength.
    sampling.modulation.fill(0);
    const middle = 9 * 1 + 4;
    sampling.modulation[middle] = 2;
    sampling.offsets[2 * middle + 1] = 0.5;
    // The fixed grid reads the outer cells twice and the middle one three times.
    const density = [...measureDensity(sampling)];
    expect(density[0]).toBe(0);
    expect(density[1]).toBeCloseTo(1 / 3, 6);
    expect(density[2]).toBeCloseTo(1 / 2, 6);
  });

  it('loses what is read outside', () => {
    expect([...measureDensity(createSampling([], [4, 5], 9))]).toEqual(new Array(20).fill(0));
  });
});
