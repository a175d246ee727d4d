import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAllClose } from '../testing/all-close';
import { startNodeBackend } from '../testing/node-backend';
import { createUniformValues } from '../testing/seeded-random';
import { SeededDropout } from './seeded-dropout';

const SIZE = 4000;

function drop(layer: SeededDropout, seed: number): Float32Array {
  layer.stepSeed = seed;
  return Float32Array.from(layer.call(tf.ones([SIZE]), { training: true }).dataSync());
}

describe.each(['wasm', 'cpu'] as const)('SeededDropout on %s', (backendName) => {
  beforeAll(() => startNodeBackend(backendName));

  it('is a function of the seed', () => {
    const layer = new SeededDropout({ rate: 0.4 });
    for (const seed of [0, 1, 1_000_003]) {
      expect(drop(layer, seed)).toEqual(drop(new SeededDropout({ rate: 0.4 }), seed));
      expect(drop(layer, seed)).not.toEqual(drop(layer, seed + 1));
    }
  });

  it('zeroes its share and scales up the rest', () => {
    const y = drop(new SeededDropout({ rate: 0.4 }), 5);
    const kept = y.filter((value) => value !== 0);
    expectAllClose(kept, new Float32Array(kept.length).fill(1 / 0.6), 1e-6);
    // A standard deviation of 4000 draws is 0.008.
    expect(Math.abs(1 - kept.length / SIZE - 0.4)).toBeLessThan(0.03);
  });

  it('passes its input on in inference', () => {
    const x = createUniformValues(20, -1, 1, 1);
    const layer = new SeededDropout({ rate: 0.4 });
    for (const kwargs of [{}, { training: false }]) {
      expectAllClose(layer.call(tf.tensor1d(x), kwargs).dataSync(), x, 0);
    }
  });

  it('saves its rate, not the seed of a step', () => {
    const layer = new SeededDropout({ rate: 0.4, name: 'dropout' });
    drop(layer, 7);
    expect(layer.getConfig()).toEqual({ name: 'dropout', trainable: true, rate: 0.4 });
  });
});
