/** The gradient of max pooling, and of an excitation gate, channels last. */
import { FLOAT_BYTES, VECTOR_BYTES } from './sizes';

/**
 * Hands the gradient of each pooled value to the first cell under the window that has it.
 * @param dy `[batch, outputHeight, outputWidth, channels]`, as is `y`, the pooled values
 * @param x `[batch, height, width, channels]`, what was pooled
 * @param dx receives the same
 */
export function maxPoolGradient(
  dy: usize,
  x: usize,
  y: usize,
  dx: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  outputHeight: i32,
  outputWidth: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  padTop: i32,
  padLeft: i32,
): void {
  const cellBytes = <usize>channels * FLOAT_BYTES;
  const pictureBytes = <usize>(height * width) * cellBytes;
  const vectorised = cellBytes & ~(VECTOR_BYTES - 1);
  const toDx = dx - x;
  memory.fill(dx, 0, <usize>batch * pictureBytes);
  for (let picture = 0; picture < batch; picture++, x += pictureBytes) {
    for (let outputRow = 0; outputRow < outputHeight; outputRow++) {
      const top = outputRow * strideHeight - padTop;
      const firstRow = max(0, top);
      const endRow = min(height, top + kernelHeight);
      for (let outputColumn = 0; outputColumn < outputWidth; outputColumn++, y += cellBytes, dy += cellBytes) {
        const left = outputColumn * strideWidth - padLeft;
        const firstColumn = max(0, left);
        const endColumn = min(width, left + kernelWidth);
        let byte: usize = 0;
        for (; byte < vectorised; byte += VECTOR_BYTES) {
          const largest = v128.load(y + byte);
          let upstream = v128.load(dy + byte);
          for (let row = firstRow; row < endRow; row++) {
            for (let column = firstColumn; column < endColumn; column++) {
              const at = x + <usize>(row * width + column) * cellBytes + byte;
              const found = f32x4.eq(v128.load(at), largest);
              v128.store(at + toDx, f32x4.add(v128.load(at + toDx), v128.and(upstream, found)));
              upstream = v128.andnot(upstream, found);
            }
          }
        }
        for (; byte < cellBytes; byte += FLOAT_BYTES) {
          const largest = load<f32>(y + byte);
          let upstream = load<f32>(dy + byte);
          for (let row = firstRow; row < endRow; row++) {
            for (let column = firstColumn; column < endColumn; column++) {
              const at = x + <usize>(row * width + column) * cellBytes + byte;
              if (load<f32>(at) !== largest) continue;
              store<f32>(at + toDx, load<f32>(at + toDx) + upstream);
              upstream = 0;
            }
          }
        }
      }
    }
  }
}
