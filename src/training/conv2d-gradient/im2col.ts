/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the geometry */
/**
 * Plain im2col and its transpose on typed arrays, channels last; rows are output positions, columns tap-major.
 * Both walk the same loops; sharing them through a callback made training a third slower.
 */
import type { SamplingGeometry } from '../../deform-conv/geometry';

/**
 * Copies, for each output position, the input cells under the kernel side by side; cells outside count as 0.
 * @param x `[batch, height, width, channels]`
 * @param geometry undilated
 * @param columns receives `[positions, taps · channels]`
 */
export function im2col(x: Float32Array, geometry: SamplingGeometry, columns: Float32Array): void {
  const { inputHeight, inputWidth, channels, kernelHeight, kernelWidth } = geometry;
  const run = kernelWidth * channels;
  let column = 0;
  for (let batchIndex = 0; batchIndex < geometry.batch; batchIndex++) {
    for (let outputRow = 0; outputRow < geometry.outputHeight; outputRow++) {
      const top = outputRow * geometry.strideHeight - geometry.padTop;
      for (let outputColumn = 0; outputColumn < geometry.outputWidth; outputColumn++) {
        const left = outputColumn * geometry.strideWidth - geometry.padLeft;
        const first = Math.max(0, -left) * channels;
        const end = Math.min(kernelWidth, inputWidth - left) * channels;
        for (let row = top; row < top + kernelHeight; row++, column += run) {
          const source = ((batchIndex * inputHeight + row) * inputWidth + left) * channels;
          if (row < 0 || row >= inputHeight) {
            for (let i = 0; i < run; i++) columns[column + i] = 0;
            continue;
          }
          for (let i = 0; i < first; i++) columns[column + i] = 0;
          for (let i = first; i < end; i++) columns[column + i] = x[source + i]!;
          for (let i = end; i < run; i++) columns[column + i] = 0;
        }
      }
    }
  }
}

/**
 * Adds the columns back to the input cells they were copied from: the gradient of `im2col`.
 * @param columns `[positions, taps · channels]`
 * @param geometry undilated
 * @param x receives `[batch, height, width, channels]`
 */
export function col2im(columns: Float32Array, geometry: SamplingGeometry, x: Float32Array): void {
  const { inputHeight, inputWidth, channels, kernelHeight, kernelWidth } = geometry;
  const run = kernelWidth * channels;
  x.fill(0);
  let column = 0;
  for (let batchIndex = 0; batchIndex < geometry.batch; batchIndex++) {
    for (let outputRow = 0; outputRow < geometry.outputHeight; outputRow++) {
      const top = outputRow * geometry.strideHeight - geometry.padTop;
      for (let outputColumn = 0; outputColumn < geometry.outputWidth; outputColumn++) {
        const left = outputColumn * geometry.strideWidth - geometry.padLeft;
        const first = Math.max(0, -left) * channels;
        const end = Math.min(kernelWidth, inputWidth - left) * channels;
        for (let row = top; row < top + kernelHeight; row++, column += run) {
          if (row < 0 || row >= inputHeight) continue;
          const target = ((batchIndex * inputHeight + row) * inputWidth + left) * channels;
          for (let i = first; i < end; i++) x[target + i]! += columns[column + i]!;
        }
      }
    }
  }
}
