import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { expectAllClose } from '../../testing/all-close';
import { startNodeBackend } from '../../testing/node-backend';
import { createUniformValues } from '../../testing/seeded-random';
import { computeSamplingGeometry } from '../geometry';
import { SAMPLING_SOURCE_SHA256 } from './sampling-module';
import { openSimdSampling, TYPED_ARRAY_SAMPLING } from './simd-sampling';

/** Both compute samples of magnitude ≤ 2 from the same weights, one of them rounded to float32 earlier. */
const TOLERANCE = 1e-6;

describe('the SIMD sampling module', () => {
  beforeAll(() => startNodeBackend('wasm'));

  test('was compiled from the source that lies beside it', async () => {
    const { readFile } = await import('node:fs/promises');
    const { createHash } = await import('node:crypto');
    const source = await readFile(new URL('./assembly/sampling.ts', import.meta.url));
    // Else: npm run build:wasm
    expect(SAMPLING_SOURCE_SHA256).toBe(createHash('sha256').update(source).digest('hex'));
  });

  test('opens once inside the memory of the wasm backend', () => {
    const sampling = openSimdSampling(tf.backend());
    expect(sampling).not.toBeNull();
    expect(openSimdSampling(tf.backend())).toBe(sampling);
  });

  test('writes nothing but its output', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const sampling = openSimdSampling({ wasm: { asm: { memory } } });
    const geometry = computeSamplingGeometry([1, 4, 5, 7], {
      kernelSize: [3, 3],
      strides: [1, 1],
      padding: 'same',
      dilations: [1, 1],
    });
    const { positions, taps, channels } = geometry;
    const marker = 0.5;
    const everything = new Float32Array(memory.buffer).fill(marker);
    const xLength = 4 * 5 * channels;
    const x = everything.subarray(0, xLength);
    const offset = everything.subarray(xLength, xLength + 2 * positions * taps);
    x.set(createUniformValues(x.length, -1, 1, 1));
    offset.set(createUniformValues(offset.length, -3, 3, 2));
    const columnsStart = xLength + offset.length + 10;
    const columns = everything.subarray(columnsStart, columnsStart + positions * taps * channels);
    const before = everything.slice();
    sampling?.sampleTaps(x, offset, null, geometry, columns);

    const expected = new Float32Array(columns.length);
    TYPED_ARRAY_SAMPLING.sampleTaps(x, offset, null, geometry, expected);
    expectAllClose(columns, expected, TOLERANCE);
    before.set(columns, columnsStart);
    expectAllClose(everything, before, 0);
  });

  test('stays away from memory it cannot use', () => {
    const shared = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    expect(openSimdSampling({ wasm: { asm: { memory: shared } } })).toBeNull();
    expect(openSimdSampling({ wasm: {} })).toBeNull();
    expect(openSimdSampling({})).toBeNull();
  });

  test('leaves engines without SIMD to JavaScript', () => {
    const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const memory = new WebAssembly.Memory({ initial: 1 });
    expect(openSimdSampling({ wasm: { asm: { memory } } })).toBeNull();
    validate.mockRestore();
  });
});
