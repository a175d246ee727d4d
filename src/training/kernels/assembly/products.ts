/**
 * Matrix products. The right-hand side is packed into panels of eight columns, so that a tile of four rows by eight
 * columns is kept in registers and reads one line of the panel per step, as in Goto and van de Geijn 2008, "Anatomy of
 * High-Performance Matrix Multiplication". Products are added with the fused instruction of relaxed SIMD, which rounds
 * once; processors without it round twice.
 */

import { FLOAT_BYTES } from './sizes';

const PANEL_COLUMNS: i32 = 8;
const PANEL_ROW_BYTES: usize = 32;
const TILE_ROWS: i32 = 4;
/** Rows of both operands that `multiplyTransposed` takes at once: their panels stay in the first-level cache. */
const BLOCK_ROWS: i32 = 64;

/** Packs `b` `[inner, columns]` into panels `[⌈columns / 8⌉, inner, 8]`, zeros behind the last column. */
function packPanels(b: usize, inner: i32, columns: i32, panels: usize): void {
  const rowBytes = <usize>columns * FLOAT_BYTES;
  for (let column = 0; column < columns; column += PANEL_COLUMNS) {
    let source = b + <usize>column * FLOAT_BYTES;
    const present = min(PANEL_COLUMNS, columns - column);
    for (let k = 0; k < inner; k++, source += rowBytes, panels += PANEL_ROW_BYTES) {
      if (present === PANEL_COLUMNS) {
        v128.store(panels, v128.load(source));
        v128.store(panels, v128.load(source, 16), 16);
      } else {
        memory.copy(panels, source, <usize>present * FLOAT_BYTES);
        memory.fill(panels + <usize>present * FLOAT_BYTES, 0, <usize>(PANEL_COLUMNS - present) * FLOAT_BYTES);
      }
    }
  }
}

/** The same of the transpose of `b` `[columns, inner]`. */
export function packTransposedPanels(b: usize, inner: i32, columns: i32, panels: usize): void {
  const rowBytes = <usize>inner * FLOAT_BYTES;
  for (let column = 0; column < columns; column += PANEL_COLUMNS, panels += <usize>inner * PANEL_ROW_BYTES) {
    for (let j = 0; j < PANEL_COLUMNS; j++) {
      const source = b + <usize>(column + j) * rowBytes;
      let target = panels + <usize>j * FLOAT_BYTES;
      const isPresent = column + j < columns;
      for (let k = 0; k < inner; k++, target += PANEL_ROW_BYTES) {
        store<f32>(target, isPresent ? load<f32>(source + <usize>k * FLOAT_BYTES) : 0);
      }
    }
  }
}

/** Stores, or adds, up to eight values of a row of the product. */
function writeRow(target: usize, left: v128, right: v128, present: i32, accumulate: bool): void {
  if (present === PANEL_COLUMNS) {
    if (accumulate) {
      left = f32x4.add(left, v128.load(target));
      right = f32x4.add(right, v128.load(target, 16));
    }
    v128.store(target, left);
    v128.store(target, right, 16);
  } else {
    for (let j = 0; j < present; j++, target += FLOAT_BYTES) {
      const value = f32x4.extract_lane(left, 0);
      store<f32>(target, accumulate ? load<f32>(target) + value : value);
      // Rotates the eight values.
      left = i8x16.shuffle(left, right, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
      right = i8x16.shuffle(right, right, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3);
    }
  }
}

/** Four rows of `a` with any strides, times a panel. */
function multiplyTile(
  a: usize,
  rowStride: usize,
  innerStride: usize,
  panel: usize,
  inner: i32,
  product: usize,
  productRowBytes: usize,
  present: i32,
  accumulate: bool,
): void {
  let a0 = a;
  let a1 = a + rowStride;
  let a2 = a1 + rowStride;
  let a3 = a2 + rowStride;
  let left0 = f32x4.splat(0);
  let left1 = left0;
  let left2 = left0;
  let left3 = left0;
  let right0 = left0;
  let right1 = left0;
  let right2 = left0;
  let right3 = left0;
  const end = panel + <usize>inner * PANEL_ROW_BYTES;
  for (; panel < end; panel += PANEL_ROW_BYTES) {
    const left = v128.load(panel);
    const right = v128.load(panel, 16);
    const value0 = v128.load32_splat(a0);
    left0 = f32x4.relaxed_madd(value0, left, left0);
    right0 = f32x4.relaxed_madd(value0, right, right0);
    const value1 = v128.load32_splat(a1);
    left1 = f32x4.relaxed_madd(value1, left, left1);
    right1 = f32x4.relaxed_madd(value1, right, right1);
    const value2 = v128.load32_splat(a2);
    left2 = f32x4.relaxed_madd(value2, left, left2);
    right2 = f32x4.relaxed_madd(value2, right, right2);
    const value3 = v128.load32_splat(a3);
    left3 = f32x4.relaxed_madd(value3, left, left3);
    right3 = f32x4.relaxed_madd(value3, right, right3);
    a0 += innerStride;
    a1 += innerStride;
    a2 += innerStride;
    a3 += innerStride;
  }
  writeRow(product, left0, right0, present, accumulate);
  product += productRowBytes;
  writeRow(product, left1, right1, present, accumulate);
  product += productRowBytes;
  writeRow(product, left2, right2, present, accumulate);
  product += productRowBytes;
  writeRow(product, left3, right3, present, accumulate);
}

/** One row of `a`, times a panel. */
function multiplyRow(
  a: usize,
  innerStride: usize,
  panel: usize,
  inner: i32,
  product: usize,
  present: i32,
  accumulate: bool,
): void {
  let left = f32x4.splat(0);
  let right = left;
  const end = panel + <usize>inner * PANEL_ROW_BYTES;
  for (; panel < end; panel += PANEL_ROW_BYTES, a += innerStride) {
    const value = v128.load32_splat(a);
    left = f32x4.relaxed_madd(value, v128.load(panel), left);
    right = f32x4.relaxed_madd(value, v128.load(panel, 16), right);
  }
  writeRow(product, left, right, present, accumulate);
}

/** All rows of `a` times packed panels. */
export function multiplyPanels(
  a: usize,
  rowStride: usize,
  innerStride: usize,
  panels: usize,
  product: usize,
  rows: i32,
  inner: i32,
  columns: i32,
  accumulate: bool,
): void {
  const panelBytes = <usize>inner * PANEL_ROW_BYTES;
  const productRowBytes = <usize>columns * FLOAT_BYTES;
  let row = 0;
  for (; row + TILE_ROWS <= rows; row += TILE_ROWS) {
    const tile = a + <usize>row * rowStride;
    const target = product + <usize>row * productRowBytes;
    let panel = panels;
    for (let column = 0; column < columns; column += PANEL_COLUMNS, panel += panelBytes) {
      const present = min(PANEL_COLUMNS, columns - column);
      const at = target + <usize>column * FLOAT_BYTES;
      multiplyTile(tile, rowStride, innerStride, panel, inner, at, productRowBytes, present, accumulate);
    }
  }
  for (; row < rows; row++) {
    const target = product + <usize>row * productRowBytes;
    let panel = panels;
    for (let column = 0; column < columns; column += PANEL_COLUMNS, panel += panelBytes) {
      const present = min(PANEL_COLUMNS, columns - column);
      const at = target + <usize>column * FLOAT_BYTES;
      multiplyRow(a + <usize>row * rowStride, innerStride, panel, inner, at, present, accumulate);
    }
  }
}

/**
 * `product = a · b`
 * @param a `[rows, inner]`
 * @param b `[inner, columns]`, or when `isTransposed` `[columns, inner]`, of which the transpose is taken
 * @param product receives `[rows, columns]`
 * @param panels scratch for `⌈columns / 8⌉ · 8 · inner` values
 */
export function multiply(
  a: usize,
  b: usize,
  isTransposed: bool,
  product: usize,
  panels: usize,
  rows: i32,
  inner: i32,
  columns: i32,
): void {
  if (isTransposed) packTransposedPanels(b, inner, columns, panels);
  else packPanels(b, inner, columns, panels);
  multiplyPanels(a, <usize>inner * FLOAT_BYTES, FLOAT_BYTES, panels, product, rows, inner, columns, false);
}

/**
 * `product = aᵀ · b`, or with `accumulate` added to what is there.
 * @param a `[inner, rows]`
 * @param b `[inner, columns]`
 * @param product receives `[rows, columns]`
 * @param panels scratch for `⌈columns / 8⌉ · 8 · 64` values
 */
export function multiplyTransposed(
  a: usize,
  b: usize,
  product: usize,
  panels: usize,
  rows: i32,
  inner: i32,
  columns: i32,
  accumulate: bool,
): void {
  const rowBytes = <usize>rows * FLOAT_BYTES;
  for (let k = 0; k < inner; k += BLOCK_ROWS) {
    const count = min(BLOCK_ROWS, inner - k);
    packPanels(b + <usize>(k * columns) * FLOAT_BYTES, count, columns, panels);
    multiplyPanels(
      a + <usize>k * rowBytes,
      FLOAT_BYTES,
      rowBytes,
      panels,
      product,
      rows,
      count,
      columns,
      accumulate || k > 0,
    );
  }
}
