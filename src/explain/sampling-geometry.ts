/**
 * Where the taps of a deformable layer lie on the network's picture.
 *
 * A layer's cell stands for the middle of what its fixed grid reads: through a stage with kernel k, stride s, dilation d
 * and p cells of padding before the first, cell o is centred on cell o·s − p + d·(k − 1)/2 of the input (Araujo, Norris
 * and Sim 2019, "Computing Receptive Fields of Convolutional Neural Networks", Distill). The same holds between cells,
 * where offsets lead. Only the middle is mapped: what a tap reads there has an extent (`measureReach`), and its features
 * were gated by averages of the whole picture.
 */
import type { GridStage, LayerSampling } from '../contract/sampling';

/** A place on a grid of cells; the middle of row r and column c is (r, c), between them lie fractions. */
export interface GridPoint {
  readonly row: number;
  readonly column: number;
}

/** One tap of one output cell; places are in cells of the picture. */
export interface SampledTap {
  /** Row and column in the kernel, from 0. */
  readonly kernelRow: number;
  readonly kernelColumn: number;
  /** Where a plain convolution would have read. */
  readonly fixed: GridPoint;
  /** Where it read. */
  readonly sampled: GridPoint;
  /** What its reading was multiplied with, 0…2. */
  readonly modulation: number;
  /** Whether it lies so far outside of the layer's input that it read nothing but zeros. */
  readonly isOutside: boolean;
}

/** The middle of what a stage reads for a cell of its output, in cells of its input. */
export function mapThroughStage({ row, column }: GridPoint, stage: GridStage): GridPoint {
  const { kernelSize, strides, dilations, padBefore } = stage;
  return {
    row: row * strides[0] - padBefore[0] + (dilations[0] * (kernelSize[0] - 1)) / 2,
    column: column * strides[1] - padBefore[1] + (dilations[1] * (kernelSize[1] - 1)) / 2,
  };
}

/**
 * A place on the output of some stages, in cells of the picture; it may lie outside.
 * @param stages from the picture on, first to last
 */
export function mapToPicture(point: GridPoint, stages: readonly GridStage[]): GridPoint {
  return stages.reduceRight(mapThroughStage, point);
}

/** Rows and columns of the picture between neighbouring cells of the output of some stages. */
export function measureSpacing(stages: readonly GridStage[]): readonly [rows: number, columns: number] {
  return [
    stages.reduce((spacing, { strides }) => spacing * strides[0], 1),
    stages.reduce((spacing, { strides }) => spacing * strides[1], 1),
  ];
}

/** Rows and columns of the picture that one cell of the output of some stages depends on, were all their grids fixed. */
export function measureReach(stages: readonly GridStage[]): readonly [rows: number, columns: number] {
  const reach = (axis: 0 | 1): number =>
    stages.reduceRight(
      (extent, { kernelSize, strides, dilations }) =>
        (extent - 1) * strides[axis] + dilations[axis] * (kernelSize[axis] - 1) + 1,
      1,
    );
  return [reach(0), reach(1)];
}

/** Taps of a layer's kernel. */
export function countTaps({ grid: { kernelSize } }: LayerSampling): number {
  return kernelSize[0] * kernelSize[1];
}

/**
 * The taps of one output cell, row by row of the kernel.
 * @throws RangeError when the layer has no such cell
 */
export function listTaps(sampling: LayerSampling, row: number, column: number): SampledTap[] {
  const { outputSize, stages } = sampling;
  const isCell = Number.isInteger(row) && Number.isInteger(column) && row >= 0 && column >= 0;
  if (!isCell || row >= outputSize[0] || column >= outputSize[1]) {
    throw new RangeError(`Expected a cell of ${outputSize.join(' × ')}, got row ${row}, column ${column}.`);
  }
  return Array.from({ length: countTaps(sampling) }, (_, tap) => {
    const { fixed, sampled, modulation } = locateTap(sampling, row, column, tap);
    return {
      kernelRow: Math.floor(tap / sampling.grid.kernelSize[1]),
      kernelColumn: tap % sampling.grid.kernelSize[1],
      fixed: mapToPicture(fixed, stages),
      sampled: mapToPicture(sampled, stages),
      modulation,
      isOutside: isOutside(sampled, sampling.inputSize),
    };
  });
}

/** The middle of what an output cell would read with a fixed grid, in cells of the picture. */
export function mapCellToPicture({ grid, stages }: LayerSampling, row: number, column: number): GridPoint {
  return mapToPicture({ row, column }, [...stages, grid]);
}

/** The output cell whose middle on the picture is nearest to a place there. */
export function findNearestCell(sampling: LayerSampling, { row, column }: GridPoint): GridPoint {
  const first = mapCellToPicture(sampling, 0, 0);
  const [rowSpacing, columnSpacing] = measureSpacing([...sampling.stages, sampling.grid]);
  const clamp = (value: number, size: number): number => Math.min(size - 1, Math.max(0, Math.round(value)));
  return {
    row: clamp((row - first.row) / rowSpacing, sampling.outputSize[0]),
    column: clamp((column - first.column) / columnSpacing, sampling.outputSize[1]),
  };
}

/**
 * How much a layer read of each cell of its input with all its taps, against a plain convolution: readings of the cell,
 * weighted by bilinear share and modulation, divided by those of the fixed grid. Where the fixed grid reads a cell nine
 * times at 1, so does a fresh layer: 1.
 * @returns `inputSize` values, row-major; 0 where nothing was read, above 1 where more was than on the fixed grid
 */
export function measureDensity(sampling: LayerSampling): Float32Array {
  const { inputSize, outputSize } = sampling;
  const taps = countTaps(sampling);
  const read = new Float32Array(inputSize[0] * inputSize[1]);
  const regular = new Float32Array(read.length);
  for (let row = 0; row < outputSize[0]; row++) {
    for (let column = 0; column < outputSize[1]; column++) {
      for (let tap = 0; tap < taps; tap++) {
        const { fixed, sampled, modulation } = locateTap(sampling, row, column, tap);
        addReading(read, inputSize, sampled, modulation);
        addReading(regular, inputSize, fixed, 1);
      }
    }
  }
  // A cell that the fixed grid never reads, as a stride beyond the kernel would leave some, is told by its readings alone.
  return read.map((sum, cell) => sum / Math.max(1, regular[cell] ?? 0));
}

/** One tap, in cells of the layer's input. */
function locateTap(
  { grid, outputSize, offsets, modulation }: LayerSampling,
  row: number,
  column: number,
  tap: number,
): { readonly fixed: GridPoint; readonly sampled: GridPoint; readonly modulation: number } {
  const { kernelSize, strides, dilations, padBefore } = grid;
  const place = (row * outputSize[1] + column) * kernelSize[0] * kernelSize[1] + tap;
  const fixed = {
    row: row * strides[0] - padBefore[0] + Math.floor(tap / kernelSize[1]) * dilations[0],
    column: column * strides[1] - padBefore[1] + (tap % kernelSize[1]) * dilations[1],
  };
  const sampled = {
    row: fixed.row + (offsets[2 * place] ?? NaN),
    column: fixed.column + (offsets[2 * place + 1] ?? NaN),
  };
  return { fixed, sampled, modulation: modulation[place] ?? NaN };
}

/** Whether a place is a cell or more away from every cell of a grid: its bilinear weights are then zero. */
function isOutside({ row, column }: GridPoint, [rows, columns]: readonly [number, number]): boolean {
  return row <= -1 || row >= rows || column <= -1 || column >= columns;
}

/** Adds a reading between cells to the four around it, by their bilinear shares. */
function addReading(
  sums: Float32Array,
  [rows, columns]: readonly [number, number],
  { row, column }: GridPoint,
  weight: number,
): void {
  const [top, left] = [Math.floor(row), Math.floor(column)];
  for (const cellRow of [top, top + 1]) {
    for (const cellColumn of [left, left + 1]) {
      if (cellRow < 0 || cellRow >= rows || cellColumn < 0 || cellColumn >= columns) continue;
      const share = (1 - Math.abs(row - cellRow)) * (1 - Math.abs(column - cellColumn));
      const cell = cellRow * columns + cellColumn;
      sums[cell] = (sums[cell] ?? 0) + weight * share;
    }
  }
}
