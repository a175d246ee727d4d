/**
 * Both gradients of an undilated convolution, channels last, one picture at a time: its columns, `[positions, taps ·
 * channels]`, stay in the second-level cache. columns = im2col(x); dFilter = columnsᵀ · dy; dx = col2im(dy · filterᵀ).
 */
import { multiplyPanels, multiplyTransposed, packTransposedPanels } from './products';
import { FLOAT_BYTES, VECTOR_BYTES } from './sizes';

// The geometry, set by `setConvolution`.
let height: i32 = 0;
let width: i32 = 0;
let channels: i32 = 0;
let filters: i32 = 0;
let outputHeight: i32 = 0;
let outputWidth: i32 = 0;
let kernelHeight: i32 = 0;
let kernelWidth: i32 = 0;
let strideHeight: i32 = 0;
let strideWidth: i32 = 0;
let padTop: i32 = 0;
let padLeft: i32 = 0;

/** Says what the next calls are about. */
export function setConvolution(
  height_: i32,
  width_: i32,
  channels_: i32,
  filters_: i32,
  outputHeight_: i32,
  outputWidth_: i32,
  kernelHeight_: i32,
  kernelWidth_: i32,
  strideHeight_: i32,
  strideWidth_: i32,
  padTop_: i32,
  padLeft_: i32,
): void {
  height = height_;
  width = width_;
  channels = channels_;
  filters = filters_;
  outputHeight = outputHeight_;
  outputWidth = outputWidth_;
  kernelHeight = kernelHeight_;
  kernelWidth = kernelWidth_;
  strideHeight = strideHeight_;
  strideWidth = strideWidth_;
  padTop = padTop_;
  padLeft = padLeft_;
}

/** Copies, for each output position, the cells under the kernel side by side; cells outside the picture count as 0. */
function im2col(x: usize, columns: usize): void {
  const cellBytes = <usize>channels * FLOAT_BYTES;
  const runBytes = <usize>kernelWidth * cellBytes;
  for (let outputRow = 0; outputRow < outputHeight; outputRow++) {
    const top = outputRow * strideHeight - padTop;
    for (let outputColumn = 0; outputColumn < outputWidth; outputColumn++) {
      const left = outputColumn * strideWidth - padLeft;
      const firstBytes = <usize>max(0, -left) * cellBytes;
      const endBytes = <usize>max(0, min(kernelWidth, width - left)) * cellBytes;
      for (let row = top; row < top + kernelHeight; row++, columns += runBytes) {
        if (row < 0 || row >= height || firstBytes >= endBytes) {
          memory.fill(columns, 0, runBytes);
          continue;
        }
        const source = x + <usize>(row * width) * cellBytes + <usize>(left * <i32>cellBytes);
        if (endBytes - firstBytes < runBytes) {
          memory.fill(columns, 0, firstBytes);
          memory.fill(columns + endBytes, 0, runBytes - endBytes);
        }
        copyFloats(columns + firstBytes, source + firstBytes, endBytes - firstBytes);
      }
    }
  }
}

/** Adds the columns back to the cells that they were copied from. */
function col2im(columns: usize, x: usize): void {
  const cellBytes = <usize>channels * FLOAT_BYTES;
  const runBytes = <usize>kernelWidth * cellBytes;
  memory.fill(x, 0, <usize>(height * width) * cellBytes);
  for (let outputRow = 0; outputRow < outputHeight; outputRow++) {
    const top = outputRow * strideHeight - padTop;
    for (let outputColumn = 0; outputColumn < outputWidth; outputColumn++) {
      const left = outputColumn * strideWidth - padLeft;
      const firstBytes = <usize>max(0, -left) * cellBytes;
      const endBytes = <usize>max(0, min(kernelWidth, width - left)) * cellBytes;
      for (let row = top; row < top + kernelHeight; row++, columns += runBytes) {
        if (row < 0 || row >= height || firstBytes >= endBytes) continue;
        const target = x + <usize>(row * width) * cellBytes + <usize>(left * <i32>cellBytes);
        addFloats(target + firstBytes, columns + firstBytes, endBytes - firstBytes);
      }
    }
  }
}

function copyFloats(target: usize, source: usize, bytes: usize): void {
  const vectorised = bytes & ~(VECTOR_BYTES - 1);
  let byte: usize = 0;
  for (; byte < vectorised; byte += VECTOR_BYTES) v128.store(target + byte, v128.load(source + byte));
  for (; byte < bytes; byte += FLOAT_BYTES) store<f32>(target + byte, load<f32>(source + byte));
}

function addFloats(target: usize, source: usize, bytes: usize): void {
  const vectorised = bytes & ~(VECTOR_BYTES - 1);
  let byte: usize = 0;
  for (; byte < vectorised; byte += VECTOR_BYTES) {
    v128.store(target + byte, f32x4.add(v128.load(target + byte), v128.load(source + byte)));
  }
  for (; byte < bytes; byte += FLOAT_BYTES) {
    store<f32>(target + byte, load<f32>(target + byte) + load<f32>(source + byte));
  }
}

/**
 * @param dy `[batch, outputHeight, outputWidth, filters]`
 * @param filter `[taps · channels, filters]`
 * @param dx receives `[batch, height, width, channels]`
 * @param columns scratch for `positions · taps · channels` values, of one picture
 * @param panels scratch for `⌈taps · channels / 8⌉ · 8 · filters` values
 */
export function convolutionInputGradient(
  dy: usize,
  filter: usize,
  dx: usize,
  columns: usize,
  panels: usize,
  batch: i32,
): void {
  const positions = outputHeight * outputWidth;
  const inner = kernelHeight * kernelWidth * channels;
  packTransposedPanels(filter, filters, inner, panels);
  for (let picture = 0; picture < batch; picture++) {
    multiplyPanels(dy, <usize>filters * FLOAT_BYTES, FLOAT_BYTES, panels, columns, positions, filters, inner, false);
    col2im(columns, dx);
    dy += <usize>(positions * filters) * FLOAT_BYTES;
    dx += <usize>(height * width * channels) * FLOAT_BYTES;
  }
}

/**
 * @param x `[batch, height, width, channels]`
 * @param dy `[batch, outputHeight, outputWidth, filters]`
 * @param dFilter receives `[taps · channels, filters]`
 * @param columns scratch for `positions · taps · channels` values, of one picture
 * @param panels scratch for `⌈filters / 8⌉ · 8 · 64` values
 */
export function convolutionFilterGradient(
  x: usize,
  dy: usize,
  dFilter: usize,
  columns: usize,
  panels: usize,
  batch: i32,
): void {
  const positions = outputHeight * outputWidth;
  const inner = kernelHeight * kernelWidth * channels;
  for (let picture = 0; picture < batch; picture++) {
    im2col(x, columns);
    multiplyTransposed(columns, dy, dFilter, panels, inner, positions, filters, picture > 0);
    x += <usize>(height * width * channels) * FLOAT_BYTES;
    dy += <usize>(positions * filters) * FLOAT_BYTES;
  }
}
