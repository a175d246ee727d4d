import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAllClose } from '../testing/all-close';
import { startNodeBackend } from '../testing/node-backend';
import { createUniformValues } from '../testing/seeded-random';
import { RowBias } from './row-bias';

const [BATCH, ROWS, TIME, CHANNELS] = [2, 5, 7, 3] as const;
const SHAPE: [number, number, number, number] = [BATCH, ROWS, TIME, CHANNELS];
const x = createUniformValues(BATCH * ROWS * TIME * CHANNELS, -2, 2, 1);
const bias = createUniformValues(ROWS * CHANNELS, -1, 1, 2);

/** Index into the bias of a value of the picture. */
const placeOf = (index: number): number =>
  (Math.floor(index / (TIME * CHANNELS)) % ROWS) * CHANNELS + (index % CHANNELS);

function createLayer(): RowBias {
  const layer = new RowBias();
  layer.build([null, ROWS, null, CHANNELS]);
  return layer;
}

describe.each(['wasm', 'cpu'] as const)('RowBias on %s', (backendName) => {
  beforeAll(() => startNodeBackend(backendName));

  it('changes nothing at first', () => {
    const y = createLayer().call(tf.tensor4d(x, SHAPE));
    expect(Array.from(y.dataSync())).toEqual(Array.from(x));
  });

  it('adds the number of its row and channel to every value', () => {
    const layer = createLayer();
    layer.setWeights([tf.tensor3d(bias, [ROWS, 1, CHANNELS])]);
    const y = layer.call(tf.tensor4d(x, SHAPE));
    expect(y.shape).toEqual(SHAPE);
    // One float32 addition.
    expectAllClose(
      y.dataSync(),
      x.map((value, index) => value + (bias[placeOf(index)] ?? NaN)),
      1e-6,
    );
  });

  it('gathers the gradient of a row and channel over batch and time', () => {
    const layer = createLayer();
    const upstream = createUniformValues(x.length, -1, 1, 3);
    const { grads } = tf.variableGrads(() =>
      tf.sum(tf.mul(layer.call(tf.tensor4d(x, SHAPE)), tf.tensor4d(upstream, SHAPE))),
    );
    const expected = new Float64Array(ROWS * CHANNELS);
    for (const [index, value] of upstream.entries()) expected[placeOf(index)] = (expected[placeOf(index)] ?? 0) + value;
    const [gradient] = Object.values(grads);
    // Float32 sums of fourteen values within one.
    expectAllClose(gradient?.dataSync() ?? [], expected, 1e-5);
  });
});

it('wants to know its rows and channels', () => {
  expect(() => {
    new RowBias().build([null, null, null, CHANNELS]);
  }).toThrow(/known number of rows/);
});
