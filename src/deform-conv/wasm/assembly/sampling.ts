/**
 * The sampling pass and its gradient with 128-bit SIMD: what `../sample-taps.ts` and `../sample-taps-gradient.ts` do on
 * typed arrays, four channels at a time. This is AssemblyScript; `npm run build:wasm` compiles it into
 * `../sampling-module.ts`, and `../simd-sampling.ts` calls it.
 *
 * It has no memory of its own but imports that of tfjs's wasm backend, so that no tensor is copied: a `usize` is the
 * address of a float32 there. It allocates nothing and has no static data, which would lie on top of the backend's.
 *
 * A neighbour outside the picture is read at the picture's edge with weight zero: one loop serves interior and border.
 */

const FLOAT_BYTES: usize = 4;
const VECTOR_BYTES: usize = 16;
const ONE: f32 = 1;

// What `locate` found, of the latest tap. Addresses of its four neighbours in the picture:
let topLeft: usize = 0;
let topRight: usize = 0;
let bottomLeft: usize = 0;
let bottomRight: usize = 0;
// how far the sample lies below and right of the upper left one, 0…1:
let down: f32 = 0;
let right: f32 = 0;
// and 1 for rows and columns that exist, else 0:
let hasTop: f32 = 0;
let hasBottom: f32 = 0;
let hasLeft: f32 = 0;
let hasRight: f32 = 0;

/** Finds the neighbours of a sample; false when all four lie outside the picture. */
function locate(picture: usize, row: f64, column: f64, height: i32, width: i32, channelBytes: usize): bool {
  // Asked before rounding: what lies far outside would not fit into an integer, and NaN lies nowhere.
  if (!(row > -1 && row < <f64>height && column > -1 && column < <f64>width)) return false;
  const top = <i32>Math.floor(row);
  const left = <i32>Math.floor(column);
  down = <f32>(row - <f64>top);
  right = <f32>(column - <f64>left);
  hasTop = <f32>(top >= 0);
  hasBottom = <f32>(top < height - 1);
  hasLeft = <f32>(left >= 0);
  hasRight = <f32>(left < width - 1);
  const rowBytes = <usize>width * channelBytes;
  const topRow = picture + <usize>max(top, 0) * rowBytes;
  const bottomRow = picture + <usize>min(top + 1, height - 1) * rowBytes;
  const leftBytes = <usize>max(left, 0) * channelBytes;
  const rightBytes = <usize>min(left + 1, width - 1) * channelBytes;
  topLeft = topRow + leftBytes;
  topRight = topRow + rightBytes;
  bottomLeft = bottomRow + leftBytes;
  bottomRight = bottomRow + rightBytes;
  return true;
}

function at(array: usize, index: i32): usize {
  return array + <usize>index * FLOAT_BYTES;
}

function sumLanes(lanes: v128): f32 {
  return (
    f32x4.extract_lane(lanes, 0) +
    f32x4.extract_lane(lanes, 1) +
    (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3))
  );
}

/** Adds `weights · values` to four floats at `target`. */
function accumulate(target: usize, weights: v128, values: v128): void {
  v128.store(target, f32x4.add(v128.load(target), f32x4.mul(weights, values)));
}

/**
 * Samples the picture at every position and tap into the matrix of columns.
 *
 * @param x `[batch, height, width, channels]`
 * @param offset `[positions, taps, 2]`, (dy, dx) in input cells
 * @param modulationMask `[positions, taps]`, or 0 for ones
 * @param columns receives `[positions, taps, channels]`; every element is written
 */
export function sampleTaps(
  x: usize,
  offset: usize,
  modulationMask: usize,
  columns: usize,
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
  dilationHeight: i32,
  dilationWidth: i32,
  padTop: i32,
  padLeft: i32,
): void {
  const channelBytes = <usize>channels * FLOAT_BYTES;
  const vectorisedBytes = channelBytes & ~(VECTOR_BYTES - 1);
  let target = columns;
  let field = 0;
  for (let batchIndex = 0; batchIndex < batch; batchIndex++) {
    const picture = x + <usize>(batchIndex * height * width) * channelBytes;
    for (let outputRow = 0; outputRow < outputHeight; outputRow++) {
      for (let outputColumn = 0; outputColumn < outputWidth; outputColumn++) {
        for (let tapRow = 0; tapRow < kernelHeight; tapRow++) {
          const gridRow = outputRow * strideHeight - padTop + tapRow * dilationHeight;
          for (let tapColumn = 0; tapColumn < kernelWidth; tapColumn++, field++, target += channelBytes) {
            const gridColumn = outputColumn * strideWidth - padLeft + tapColumn * dilationWidth;
            const row = <f64>gridRow + <f64>load<f32>(at(offset, 2 * field));
            const column = <f64>gridColumn + <f64>load<f32>(at(offset, 2 * field + 1));
            if (!locate(picture, row, column, height, width, channelBytes)) {
              memory.fill(target, 0, channelBytes);
              continue;
            }
            const modulation = modulationMask === 0 ? ONE : load<f32>(at(modulationMask, field));
            const topWeight = (ONE - down) * hasTop * modulation;
            const bottomWeight = down * hasBottom * modulation;
            const leftWeight = (ONE - right) * hasLeft;
            const rightWeight = right * hasRight;
            const weightTopLeft = f32x4.splat(topWeight * leftWeight);
            const weightTopRight = f32x4.splat(topWeight * rightWeight);
            const weightBottomLeft = f32x4.splat(bottomWeight * leftWeight);
            const weightBottomRight = f32x4.splat(bottomWeight * rightWeight);
            let byte: usize = 0;
            for (; byte < vectorisedBytes; byte += VECTOR_BYTES) {
              const top = f32x4.add(
                f32x4.mul(weightTopLeft, v128.load(topLeft + byte)),
                f32x4.mul(weightTopRight, v128.load(topRight + byte)),
              );
              const bottom = f32x4.add(
                f32x4.mul(weightBottomLeft, v128.load(bottomLeft + byte)),
                f32x4.mul(weightBottomRight, v128.load(bottomRight + byte)),
              );
              v128.store(target + byte, f32x4.add(top, bottom));
            }
            // Up to three channels that do not fill a vector.
            for (; byte < channelBytes; byte += FLOAT_BYTES) {
              const top = leftWeight * load<f32>(topLeft + byte) + rightWeight * load<f32>(topRight + byte);
              const bottom = leftWeight * load<f32>(bottomLeft + byte) + rightWeight * load<f32>(bottomRight + byte);
              store<f32>(target + byte, topWeight * top + bottomWeight * bottom);
            }
          }
        }
      }
    }
  }
}

/**
 * Carries the gradient of the columns back to everything they were sampled from; formulas in
 * `../sample-taps-gradient.ts`.
 *
 * @param columnsGradient `[positions, taps, channels]`
 * @param x `[batch, height, width, channels]`
 * @param offset `[positions, taps, 2]`
 * @param modulationMask `[positions, taps]`, or 0 for ones
 * @param xGradient receives `[batch, height, width, channels]`
 * @param offsetGradient receives `[positions, taps, 2]`
 * @param maskGradient receives `[positions, taps]`, or 0 when there is no mask
 */
export function sampleTapsGradient(
  columnsGradient: usize,
  x: usize,
  offset: usize,
  modulationMask: usize,
  xGradient: usize,
  offsetGradient: usize,
  maskGradient: usize,
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
  dilationHeight: i32,
  dilationWidth: i32,
  padTop: i32,
  padLeft: i32,
): void {
  const channelBytes = <usize>channels * FLOAT_BYTES;
  const vectorisedBytes = channelBytes & ~(VECTOR_BYTES - 1);
  const pictureBytes = <usize>(height * width) * channelBytes;
  const none = f32x4.splat(0);
  memory.fill(xGradient, 0, <usize>batch * pictureBytes);
  let source = columnsGradient;
  let field = 0;
  for (let batchIndex = 0; batchIndex < batch; batchIndex++) {
    const picture = x + <usize>batchIndex * pictureBytes;
    for (let outputRow = 0; outputRow < outputHeight; outputRow++) {
      for (let outputColumn = 0; outputColumn < outputWidth; outputColumn++) {
        for (let tapRow = 0; tapRow < kernelHeight; tapRow++) {
          const gridRow = outputRow * strideHeight - padTop + tapRow * dilationHeight;
          for (let tapColumn = 0; tapColumn < kernelWidth; tapColumn++, field++, source += channelBytes) {
            const gridColumn = outputColumn * strideWidth - padLeft + tapColumn * dilationWidth;
            const row = <f64>gridRow + <f64>load<f32>(at(offset, 2 * field));
            const column = <f64>gridColumn + <f64>load<f32>(at(offset, 2 * field + 1));
            if (!locate(picture, row, column, height, width, channelBytes)) {
              store<f32>(at(offsetGradient, 2 * field), 0);
              store<f32>(at(offsetGradient, 2 * field + 1), 0);
              if (maskGradient !== 0) store<f32>(at(maskGradient, field), 0);
              continue;
            }
            const modulation = modulationMask === 0 ? ONE : load<f32>(at(modulationMask, field));
            const topWeight = (ONE - down) * hasTop * modulation;
            const bottomWeight = down * hasBottom * modulation;
            const leftWeight = (ONE - right) * hasLeft;
            const rightWeight = right * hasRight;
            const weightTopLeft = f32x4.splat(topWeight * leftWeight);
            const weightTopRight = f32x4.splat(topWeight * rightWeight);
            const weightBottomLeft = f32x4.splat(bottomWeight * leftWeight);
            const weightBottomRight = f32x4.splat(bottomWeight * rightWeight);
            // From a cell of the picture to the same cell of its gradient.
            const toGradient = xGradient - x;
            let sumsTopLeft = none;
            let sumsTopRight = none;
            let sumsBottomLeft = none;
            let sumsBottomRight = none;
            let byte: usize = 0;
            for (; byte < vectorisedBytes; byte += VECTOR_BYTES) {
              const upstream = v128.load(source + byte);
              sumsTopLeft = f32x4.add(sumsTopLeft, f32x4.mul(upstream, v128.load(topLeft + byte)));
              sumsTopRight = f32x4.add(sumsTopRight, f32x4.mul(upstream, v128.load(topRight + byte)));
              sumsBottomLeft = f32x4.add(sumsBottomLeft, f32x4.mul(upstream, v128.load(bottomLeft + byte)));
              sumsBottomRight = f32x4.add(sumsBottomRight, f32x4.mul(upstream, v128.load(bottomRight + byte)));
              // One after the other: at the edge two of the four may be the same cell.
              accumulate(topLeft + toGradient + byte, weightTopLeft, upstream);
              accumulate(topRight + toGradient + byte, weightTopRight, upstream);
              accumulate(bottomLeft + toGradient + byte, weightBottomLeft, upstream);
              accumulate(bottomRight + toGradient + byte, weightBottomRight, upstream);
            }
            let sumTopLeft = sumLanes(sumsTopLeft);
            let sumTopRight = sumLanes(sumsTopRight);
            let sumBottomLeft = sumLanes(sumsBottomLeft);
            let sumBottomRight = sumLanes(sumsBottomRight);
            // Up to three channels that do not fill a vector.
            for (; byte < channelBytes; byte += FLOAT_BYTES) {
              const upstream = load<f32>(source + byte);
              sumTopLeft += upstream * load<f32>(topLeft + byte);
              sumTopRight += upstream * load<f32>(topRight + byte);
              sumBottomLeft += upstream * load<f32>(bottomLeft + byte);
              sumBottomRight += upstream * load<f32>(bottomRight + byte);
              const a = topLeft + toGradient + byte;
              store<f32>(a, load<f32>(a) + topWeight * leftWeight * upstream);
              const b = topRight + toGradient + byte;
              store<f32>(b, load<f32>(b) + topWeight * rightWeight * upstream);
              const c = bottomLeft + toGradient + byte;
              store<f32>(c, load<f32>(c) + bottomWeight * leftWeight * upstream);
              const d = bottomRight + toGradient + byte;
              store<f32>(d, load<f32>(d) + bottomWeight * rightWeight * upstream);
            }
            sumTopLeft *= hasTop * hasLeft;
            sumTopRight *= hasTop * hasRight;
            sumBottomLeft *= hasBottom * hasLeft;
            sumBottomRight *= hasBottom * hasRight;

            const alongColumns = (ONE - right) * (sumBottomLeft - sumTopLeft) + right * (sumBottomRight - sumTopRight);
            const alongRows = (ONE - down) * (sumTopRight - sumTopLeft) + down * (sumBottomRight - sumBottomLeft);
            store<f32>(at(offsetGradient, 2 * field), modulation * alongColumns);
            store<f32>(at(offsetGradient, 2 * field + 1), modulation * alongRows);
            if (maskGradient !== 0) {
              const top = (ONE - right) * sumTopLeft + right * sumTopRight;
              const bottom = (ONE - right) * sumBottomLeft + right * sumBottomRight;
              store<f32>(at(maskGradient, field), (ONE - down) * top + down * bottom);
            }
          }
        }
      }
    }
  }
}
