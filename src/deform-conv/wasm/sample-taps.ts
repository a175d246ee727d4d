/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the geometry */
/**
 * The sampling pass on typed arrays; reference counterpart: `reference/reference-deform-conv2d.ts`.
 *
 * A tap whose four neighbours all lie inside the picture takes the fast path: one loop over the channels, which are
 * contiguous in memory. At the borders each neighbour that exists is added on its own.
 */
import type { SamplingGeometry } from '../geometry';

/**
 * Samples the picture at every position and tap into the matrix of columns.
 *
 * @param x `[batch, height, width, channels]`
 * @param offset `[positions, taps, 2]`, (dy, dx) in input cells
 * @param modulationMask `[positions, taps]`, or `null` for ones
 * @param columns receives `[positions, taps, channels]`; every element is written
 */
export function sampleTaps(
  x: Float32Array,
  offset: Float32Array,
  modulationMask: Float32Array | null,
  geometry: SamplingGeometry,
  columns: Float32Array,
): void {
  const { inputHeight, inputWidth, channels, outputHeight, outputWidth, kernelHeight, kernelWidth } = geometry;
  const rowLength = inputWidth * channels;
  let field = 0;
  for (let batchIndex = 0; batchIndex < geometry.batch; batchIndex++) {
    const pictureStart = batchIndex * inputHeight * rowLength;
    for (let outputRow = 0; outputRow < outputHeight; outputRow++) {
      const gridTop = outputRow * geometry.strideHeight - geometry.padTop;
      for (let outputColumn = 0; outputColumn < outputWidth; outputColumn++) {
        const gridLeft = outputColumn * geometry.strideWidth - geometry.padLeft;
        for (let tapRow = 0; tapRow < kernelHeight; tapRow++) {
          const gridRow = gridTop + tapRow * geometry.dilationHeight;
          for (let tapColumn = 0; tapColumn < kernelWidth; tapColumn++, field++) {
            const row = gridRow + offset[2 * field]!;
            const column = gridLeft + tapColumn * geometry.dilationWidth + offset[2 * field + 1]!;
            const modulation = modulationMask === null ? 1 : modulationMask[field]!;
            const top = Math.floor(row);
            const left = Math.floor(column);
            const down = row - top;
            const right = column - left;
            const target = field * channels;

            if (top >= 0 && top < inputHeight - 1 && left >= 0 && left < inputWidth - 1) {
              const weightTopLeft = (1 - down) * (1 - right) * modulation;
              const weightTopRight = (1 - down) * right * modulation;
              const weightBottomLeft = down * (1 - right) * modulation;
              const weightBottomRight = down * right * modulation;
              const topLeft = pictureStart + top * rowLength + left * channels;
              const topRight = topLeft + channels;
              const bottomLeft = topLeft + rowLength;
              const bottomRight = bottomLeft + channels;
              for (let channel = 0; channel < channels; channel++) {
                columns[target + channel] =
                  weightTopLeft * x[topLeft + channel]! +
                  weightTopRight * x[topRight + channel]! +
                  weightBottomLeft * x[bottomLeft + channel]! +
                  weightBottomRight * x[bottomRight + channel]!;
              }
              continue;
            }

            columns.fill(0, target, target + channels);
            for (let corner = 0; corner < 4; corner++) {
              const cellRow = top + (corner >> 1);
              const cellColumn = left + (corner & 1);
              const isInside = cellRow >= 0 && cellRow < inputHeight && cellColumn >= 0 && cellColumn < inputWidth;
              if (!isInside) continue;
              const weight = (corner >> 1 ? down : 1 - down) * (corner & 1 ? right : 1 - right) * modulation;
              const source = pictureStart + cellRow * rowLength + cellColumn * channels;
              for (let channel = 0; channel < channels; channel++) {
                columns[target + channel]! += weight * x[source + channel]!;
              }
            }
          }
        }
      }
    }
  }
}
