/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the geometry */
/**
 * The gradient of `sampleTaps` on typed arrays: input, offset and mask jointly, in one walk over the taps.
 *
 * With `s(corner) = Σ_channels columnsGradient · x(corner)`, the sample's gradient along y is
 * `mask · ((1 − right)(s_bl − s_tl) + right (s_br − s_tr))`, along x likewise, and the mask's is the bilinear blend of
 * the four sums; the input receives `columnsGradient` scattered by the bilinear weights.
 * At whole-numbered positions, where bilinear sampling has a kink, this is the derivative towards larger coordinates.
 */
import type { SamplingGeometry } from '../geometry';

/** Where `sampleTapsGradient` writes; every element of each array is written. */
export interface SamplingGradients {
  /** `[batch, height, width, channels]` */
  readonly x: Float32Array;
  /** `[positions, taps, 2]` */
  readonly offset: Float32Array;
  /** `[positions, taps]`, `null` when there is no mask. */
  readonly modulationMask: Float32Array | null;
}

/**
 * Carries the gradient of the columns back to everything they were sampled from.
 *
 * @param columnsGradient `[positions, taps, channels]`
 * @param x `[batch, height, width, channels]`
 * @param offset `[positions, taps, 2]`
 * @param modulationMask `[positions, taps]`, or `null` for ones
 */
export function sampleTapsGradient(
  columnsGradient: Float32Array,
  x: Float32Array,
  offset: Float32Array,
  modulationMask: Float32Array | null,
  geometry: SamplingGeometry,
  gradients: SamplingGradients,
): void {
  const { inputHeight, inputWidth, channels, outputHeight, outputWidth, kernelHeight, kernelWidth } = geometry;
  const rowLength = inputWidth * channels;
  const xGradient = gradients.x.fill(0);
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
            const source = field * channels;
            const topLeft = pictureStart + top * rowLength + left * channels;
            const topRight = topLeft + channels;
            const bottomLeft = topLeft + rowLength;
            const bottomRight = bottomLeft + channels;
            const weightTopLeft = (1 - down) * (1 - right) * modulation;
            const weightTopRight = (1 - down) * right * modulation;
            const weightBottomLeft = down * (1 - right) * modulation;
            const weightBottomRight = down * right * modulation;

            let sumTopLeft = 0;
            let sumTopRight = 0;
            let sumBottomLeft = 0;
            let sumBottomRight = 0;
            if (top >= 0 && top < inputHeight - 1 && left >= 0 && left < inputWidth - 1) {
              for (let channel = 0; channel < channels; channel++) {
                const upstream = columnsGradient[source + channel]!;
                sumTopLeft += upstream * x[topLeft + channel]!;
                sumTopRight += upstream * x[topRight + channel]!;
                sumBottomLeft += upstream * x[bottomLeft + channel]!;
                sumBottomRight += upstream * x[bottomRight + channel]!;
                xGradient[topLeft + channel]! += weightTopLeft * upstream;
                xGradient[topRight + channel]! += weightTopRight * upstream;
                xGradient[bottomLeft + channel]! += weightBottomLeft * upstream;
                xGradient[bottomRight + channel]! += weightBottomRight * upstream;
              }
            } else {
              const hasTop = top >= 0 && top < inputHeight;
              const hasBottom = top >= -1 && top < inputHeight - 1;
              const hasLeft = left >= 0 && left < inputWidth;
              const hasRight = left >= -1 && left < inputWidth - 1;
              for (let channel = 0; channel < channels; channel++) {
                const upstream = columnsGradient[source + channel]!;
                if (hasTop && hasLeft) {
                  sumTopLeft += upstream * x[topLeft + channel]!;
                  xGradient[topLeft + channel]! += weightTopLeft * upstream;
                }
                if (hasTop && hasRight) {
                  sumTopRight += upstream * x[topRight + channel]!;
                  xGradient[topRight + channel]! += weightTopRight * upstream;
                }
                if (hasBottom && hasLeft) {
                  sumBottomLeft += upstream * x[bottomLeft + channel]!;
                  xGradient[bottomLeft + channel]! += weightBottomLeft * upstream;
                }
                if (hasBottom && hasRight) {
                  sumBottomRight += upstream * x[bottomRight + channel]!;
                  xGradient[bottomRight + channel]! += weightBottomRight * upstream;
                }
              }
            }

            const alongLeft = sumBottomLeft - sumTopLeft;
            const alongRight = sumBottomRight - sumTopRight;
            gradients.offset[2 * field] = modulation * ((1 - right) * alongLeft + right * alongRight);
            const alongTop = sumTopRight - sumTopLeft;
            const alongBottom = sumBottomRight - sumBottomLeft;
            gradients.offset[2 * field + 1] = modulation * ((1 - down) * alongTop + down * alongBottom);
            if (gradients.modulationMask !== null) {
              gradients.modulationMask[field] =
                (1 - down) * ((1 - right) * sumTopLeft + right * sumTopRight) +
                down * ((1 - right) * sumBottomLeft + right * sumBottomRight);
            }
          }
        }
      }
    }
  }
}
