/**
 * The deformable convolution composed of stock tfjs ops: what one would write without kernels of one's own.
 * It is only measured against; about 150 passes on WebGL, and not trainable, as gathering has no gradient by its indices.
 */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SamplingGeometry } from '../src/deform-conv/geometry';

/** The regular grid that offsets are added to, each `[1, outHeight · outWidth · taps]`, float32. */
export interface SamplingGrid {
  readonly rows: Tensor2D;
  readonly columns: Tensor2D;
}

/** Computes the grid of a geometry once, as a layer would; the caller disposes both tensors. */
export function createSamplingGrid(geometry: SamplingGeometry): SamplingGrid {
  const rows: number[] = [];
  const columns: number[] = [];
  for (let outputRow = 0; outputRow < geometry.outputHeight; outputRow++) {
    for (let outputColumn = 0; outputColumn < geometry.outputWidth; outputColumn++) {
      for (let tap = 0; tap < geometry.taps; tap++) {
        const tapRow = Math.floor(tap / geometry.kernelWidth);
        const tapColumn = tap % geometry.kernelWidth;
        rows.push(outputRow * geometry.strideHeight - geometry.padTop + tapRow * geometry.dilationHeight);
        columns.push(outputColumn * geometry.strideWidth - geometry.padLeft + tapColumn * geometry.dilationWidth);
      }
    }
  }
  return { rows: tf.tensor2d(rows, [1, rows.length]), columns: tf.tensor2d(columns, [1, columns.length]) };
}

/** Same inputs and result as `deformConv2d`, with the geometry and its grid given. */
export function composedDeformConv2d(
  x: Tensor4D,
  filter: Tensor4D,
  offset: Tensor4D,
  modulationMask: Tensor4D,
  geometry: SamplingGeometry,
  grid: SamplingGrid,
): Tensor4D {
  const { batch, inputHeight, inputWidth, channels, outputHeight, outputWidth, taps, positions } = geometry;
  return tf.tidy(() => {
    const pairs = tf.reshape(offset, [batch, outputHeight * outputWidth * taps, 2]);
    const rows = tf.add(tf.squeeze(tf.slice(pairs, [0, 0, 0], [-1, -1, 1]), [2]), grid.rows);
    const columns = tf.add(tf.squeeze(tf.slice(pairs, [0, 0, 1], [-1, -1, 1]), [2]), grid.columns);
    const top = tf.floor(rows);
    const left = tf.floor(columns);
    const down = tf.sub(rows, top);
    const right = tf.sub(columns, left);
    const cells = tf.reshape(x, [batch * inputHeight * inputWidth, channels]);
    const pictureStarts = tf.mul(tf.reshape(tf.range(0, batch, 1, 'float32'), [batch, 1]), inputHeight * inputWidth);

    const gatherCorner = (below: 0 | 1, beside: 0 | 1): Tensor => {
      const row = tf.add(top, below);
      const column = tf.add(left, beside);
      const isInside = tf.logicalAnd(
        tf.logicalAnd(tf.greaterEqual(row, 0), tf.less(row, inputHeight)),
        tf.logicalAnd(tf.greaterEqual(column, 0), tf.less(column, inputWidth)),
      );
      const safeRow = tf.clipByValue(row, 0, inputHeight - 1);
      const safeColumn = tf.clipByValue(column, 0, inputWidth - 1);
      const index = tf.add(tf.add(tf.mul(safeRow, inputWidth), safeColumn), pictureStarts);
      const values = tf.gather(cells, tf.reshape(tf.cast(index, 'int32'), [-1]));
      const rowWeight = below === 1 ? down : tf.sub(1, down);
      const columnWeight = beside === 1 ? right : tf.sub(1, right);
      const weight = tf.mul(tf.mul(rowWeight, columnWeight), tf.cast(isInside, 'float32'));
      return tf.mul(values, tf.reshape(weight, [-1, 1]));
    };

    const topSamples = tf.add(gatherCorner(0, 0), gatherCorner(0, 1));
    const bottomSamples = tf.add(gatherCorner(1, 0), gatherCorner(1, 1));
    const samples = tf.mul(tf.add(topSamples, bottomSamples), tf.reshape(modulationMask, [-1, 1]));
    const [kernelHeight, kernelWidth, , outChannels] = filter.shape;
    const inner = kernelHeight * kernelWidth * channels;
    const product = tf.matMul(tf.reshape(samples, [positions, inner]), tf.reshape(filter, [inner, outChannels]));
    return tf.reshape(product, [batch, outputHeight, outputWidth, outChannels]);
  });
}
