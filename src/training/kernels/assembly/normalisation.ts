/**
 * Batch normalisation with leaky ReLU, forward and backward; formulas in `../batch-norm.ts`. Sums run over blocks of rows
 * that stay in the first-level cache, four channels at a time.
 */
import { FLOAT_BYTES, VECTOR_BYTES } from './sizes';

const DOUBLE_BYTES: usize = 8;
const BLOCK_ROWS: i32 = 64;

function loadDouble(array: usize, index: i32): f64 {
  return load<f64>(array + <usize>index * DOUBLE_BYTES);
}

function addDouble(array: usize, index: i32, value: f64): void {
  const at = array + <usize>index * DOUBLE_BYTES;
  store<f64>(at, load<f64>(at) + value);
}

function addDoubles(array: usize, index: i32, values: v128): void {
  const at = array + <usize>index * DOUBLE_BYTES;
  v128.store(at, f64x2.add(v128.load(at), values));
}

/** The upper two of four floats, as doubles. */
function promoteUpper(values: v128): v128 {
  return f64x2.promote_low_f32x4(
    i8x16.shuffle(values, values, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15),
  );
}

function leak(values: v128, by: v128, slope: v128): v128 {
  return v128.bitselect(values, f32x4.mul(slope, values), f32x4.gt(by, f32x4.splat(0)));
}

/**
 * @param x `[rows, channels]`
 * @param y receives the same
 * @param mean receives `[channels]`
 * @param variance receives `[channels]`
 * @param scratch for `5 · channels` floats, at a multiple of 8 bytes
 */
export function batchNormForward(
  x: usize,
  gamma: usize,
  beta: usize,
  y: usize,
  mean: usize,
  variance: usize,
  scratch: usize,
  rows: i32,
  channels: i32,
  epsilon: f64,
  slope: f32,
): void {
  const rowBytes = <usize>channels * FLOAT_BYTES;
  const vectorised = channels & ~3;
  const sums = scratch;
  const squares = sums + <usize>channels * DOUBLE_BYTES;
  const scale = squares + <usize>channels * DOUBLE_BYTES;
  memory.fill(sums, 0, 2 * <usize>channels * DOUBLE_BYTES);
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const block = x + <usize>start * rowBytes;
    const end = block + <usize>min(BLOCK_ROWS, rows - start) * rowBytes;
    let c = 0;
    for (; c < vectorised; c += 4) {
      let sumLower = f64x2.splat(0);
      let sumUpper = sumLower;
      let squareLower = sumLower;
      let squareUpper = sumLower;
      for (let at = block + <usize>c * FLOAT_BYTES; at < end; at += rowBytes) {
        const values = v128.load(at);
        const lower = f64x2.promote_low_f32x4(values);
        const upper = promoteUpper(values);
        sumLower = f64x2.add(sumLower, lower);
        sumUpper = f64x2.add(sumUpper, upper);
        squareLower = f64x2.add(squareLower, f64x2.mul(lower, lower));
        squareUpper = f64x2.add(squareUpper, f64x2.mul(upper, upper));
      }
      addDoubles(sums, c, sumLower);
      addDoubles(sums, c + 2, sumUpper);
      addDoubles(squares, c, squareLower);
      addDoubles(squares, c + 2, squareUpper);
    }
    for (; c < channels; c++) {
      for (let at = block + <usize>c * FLOAT_BYTES; at < end; at += rowBytes) {
        const value = <f64>load<f32>(at);
        addDouble(sums, c, value);
        addDouble(squares, c, value * value);
      }
    }
  }
  for (let c = 0; c < channels; c++) {
    const byte = <usize>c * FLOAT_BYTES;
    const m = loadDouble(sums, c) / rows;
    const v = max(0, loadDouble(squares, c) / rows - m * m);
    store<f32>(mean + byte, <f32>m);
    store<f32>(variance + byte, <f32>v);
    store<f32>(scale + byte, <f32>(load<f32>(gamma + byte) / Math.sqrt(v + epsilon)));
  }
  const slopes = f32x4.splat(slope);
  const end = x + <usize>rows * rowBytes;
  for (; x < end; x += rowBytes, y += rowBytes) {
    let byte: usize = 0;
    for (; byte < <usize>vectorised * FLOAT_BYTES; byte += VECTOR_BYTES) {
      const centred = f32x4.sub(v128.load(x + byte), v128.load(mean + byte));
      const z = f32x4.add(f32x4.mul(v128.load(scale + byte), centred), v128.load(beta + byte));
      v128.store(y + byte, leak(z, z, slopes));
    }
    for (; byte < rowBytes; byte += FLOAT_BYTES) {
      const z = load<f32>(scale + byte) * (load<f32>(x + byte) - load<f32>(mean + byte)) + load<f32>(beta + byte);
      store<f32>(y + byte, z > 0 ? z : slope * z);
    }
  }
}

/**
 * @param dy `[rows, channels]`, as are `x` and `y`, the input and output of the forward pass
 * @param mean `[channels]`, as are `variance` and `gamma`
 * @param dx receives `[rows, channels]`
 * @param dGamma receives `[channels]`
 * @param dBeta receives `[channels]`
 * @param scratch for `7 · channels` floats, at a multiple of 8 bytes
 */
export function batchNormBackward(
  dy: usize,
  x: usize,
  y: usize,
  gamma: usize,
  mean: usize,
  variance: usize,
  dx: usize,
  dGamma: usize,
  dBeta: usize,
  scratch: usize,
  rows: i32,
  channels: i32,
  epsilon: f64,
  slope: f32,
): void {
  const rowBytes = <usize>channels * FLOAT_BYTES;
  const vectorised = channels & ~3;
  const slopes = f32x4.splat(slope);
  // From an element of x to the same one of y and dy.
  const toY = y - x;
  const toDy = dy - x;
  const sums = scratch;
  const products = sums + <usize>channels * DOUBLE_BYTES;
  const a = products + <usize>channels * DOUBLE_BYTES;
  const b = a + rowBytes;
  const k = b + rowBytes;
  memory.fill(sums, 0, 2 * <usize>channels * DOUBLE_BYTES);
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const block = x + <usize>start * rowBytes;
    const end = block + <usize>min(BLOCK_ROWS, rows - start) * rowBytes;
    let c = 0;
    for (; c < vectorised; c += 4) {
      const centre = v128.load(mean + <usize>c * FLOAT_BYTES);
      let sum = f32x4.splat(0);
      let product = sum;
      for (let at = block + <usize>c * FLOAT_BYTES; at < end; at += rowBytes) {
        const dz = leak(v128.load(at + toDy), v128.load(at + toY), slopes);
        sum = f32x4.add(sum, dz);
        product = f32x4.add(product, f32x4.mul(dz, f32x4.sub(v128.load(at), centre)));
      }
      addDoubles(sums, c, f64x2.promote_low_f32x4(sum));
      addDoubles(sums, c + 2, promoteUpper(sum));
      addDoubles(products, c, f64x2.promote_low_f32x4(product));
      addDoubles(products, c + 2, promoteUpper(product));
    }
    for (; c < channels; c++) {
      const centre = load<f32>(mean + <usize>c * FLOAT_BYTES);
      for (let at = block + <usize>c * FLOAT_BYTES; at < end; at += rowBytes) {
        const upstream = load<f32>(at + toDy);
        const dz = load<f32>(at + toY) > 0 ? upstream : slope * upstream;
        addDouble(sums, c, dz);
        addDouble(products, c, <f64>dz * <f64>(load<f32>(at) - centre));
      }
    }
  }
  // dx = a · dz + b + k · (x − mean), with the three factors constant per channel.
  for (let c = 0; c < channels; c++) {
    const byte = <usize>c * FLOAT_BYTES;
    const inverse = 1 / Math.sqrt(load<f32>(variance + byte) + epsilon);
    const sum = loadDouble(sums, c);
    const product = loadDouble(products, c);
    const factor = load<f32>(gamma + byte) * inverse;
    store<f32>(dBeta + byte, <f32>sum);
    store<f32>(dGamma + byte, <f32>(product * inverse));
    store<f32>(a + byte, <f32>factor);
    store<f32>(b + byte, <f32>((-factor * sum) / rows));
    store<f32>(k + byte, <f32>((-factor * inverse * inverse * product) / rows));
  }
  const end = x + <usize>rows * rowBytes;
  const toDx = dx - x;
  for (; x < end; x += rowBytes) {
    let byte: usize = 0;
    for (; byte < <usize>vectorised * FLOAT_BYTES; byte += VECTOR_BYTES) {
      const at = x + byte;
      const dz = leak(v128.load(at + toDy), v128.load(at + toY), slopes);
      const ofX = f32x4.mul(v128.load(k + byte), f32x4.sub(v128.load(at), v128.load(mean + byte)));
      const ofDz = f32x4.mul(v128.load(a + byte), dz);
      v128.store(at + toDx, f32x4.add(f32x4.add(ofDz, v128.load(b + byte)), ofX));
    }
    for (; byte < rowBytes; byte += FLOAT_BYTES) {
      const at = x + byte;
      const upstream = load<f32>(at + toDy);
      const dz = load<f32>(at + toY) > 0 ? upstream : slope * upstream;
      const ofX = load<f32>(k + byte) * (load<f32>(at) - load<f32>(mean + byte));
      store<f32>(at + toDx, load<f32>(a + byte) * dz + load<f32>(b + byte) + ofX);
    }
  }
}
