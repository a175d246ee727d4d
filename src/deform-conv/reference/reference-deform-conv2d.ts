/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the geometry */
/**
 * The deformable convolution written down as its definition says, in float64: slow, readable, the yardstick of every
 * backend. Gradients are checked against finite differences of it.
 */
import type { SamplingGeometry } from '../geometry';

/** The four tensors as flat row-major arrays, laid out as `deformConv2d` describes them. */
export interface ReferenceInputs {
  readonly x: ArrayLike<number>;
  readonly filter: ArrayLike<number>;
  readonly offset: ArrayLike<number>;
  /** `null` stands for ones. */
  readonly modulationMask: ArrayLike<number> | null;
}

/**
 * Deformable convolution (Dai et al. 2017, eq. 2; with the mask Zhu et al. 2019, eq. 1).
 *
 * @returns `[batch, outputHeight, outputWidth, outChannels]`, row-major
 */
export function referenceDeformConv2d(
  { x, filter, offset, modulationMask }: ReferenceInputs,
  geometry: SamplingGeometry,
  outChannels: number,
): Float64Array {
  const { outputHeight, outputWidth, taps, channels, positions } = geometry;
  const output = new Float64Array(positions * outChannels);
  for (let position = 0; position < positions; position++) {
    const batchIndex = Math.floor(position / (outputHeight * outputWidth));
    const outputRow = Math.floor(position / outputWidth) % outputHeight;
    const outputColumn = position % outputWidth;
    for (let tap = 0; tap < taps; tap++) {
      const tapRow = Math.floor(tap / geometry.kernelWidth);
      const tapColumn = tap % geometry.kernelWidth;
      const field = position * taps + tap;
      const row =
        outputRow * geometry.strideHeight - geometry.padTop + tapRow * geometry.dilationHeight + offset[2 * field]!;
      const column =
        outputColumn * geometry.strideWidth -
        geometry.padLeft +
        tapColumn * geometry.dilationWidth +
        offset[2 * field + 1]!;
      const modulation = modulationMask === null ? 1 : modulationMask[field]!;
      for (let channel = 0; channel < channels; channel++) {
        const sample = modulation * sampleBilinear(x, geometry, batchIndex, row, column, channel);
        const filterStart = (tap * channels + channel) * outChannels;
        for (let outChannel = 0; outChannel < outChannels; outChannel++) {
          output[position * outChannels + outChannel]! += sample * filter[filterStart + outChannel]!;
        }
      }
    }
  }
  return output;
}

/**
 * The picture between its cells: the four neighbours weighted by `max(0, 1 − |distance|)` along each axis
 * (Dai et al. 2017, eq. 3 and 4), cells outside the picture counting as zero.
 */
function sampleBilinear(
  x: ArrayLike<number>,
  { inputHeight, inputWidth, channels }: SamplingGeometry,
  batchIndex: number,
  row: number,
  column: number,
  channel: number,
): number {
  let sum = 0;
  for (const cellRow of [Math.floor(row), Math.floor(row) + 1]) {
    for (const cellColumn of [Math.floor(column), Math.floor(column) + 1]) {
      if (cellRow < 0 || cellRow >= inputHeight || cellColumn < 0 || cellColumn >= inputWidth) continue;
      const weight = Math.max(0, 1 - Math.abs(row - cellRow)) * Math.max(0, 1 - Math.abs(column - cellColumn));
      sum += weight * x[((batchIndex * inputHeight + cellRow) * inputWidth + cellColumn) * channels + channel]!;
    }
  }
  return sum;
}
