import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { NETWORK_CONFIG } from '../src/network/build';
import { publishRandomNetwork } from '../src/network/test-published-network';
import { startNodeBackend } from '../src/testing/node-backend';
import { BATCH_SIZES, measureBatches } from './measure-network';

describe('measureBatches', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it('relates every batch to a batch of one, and leaves nothing behind', async () => {
    const readFile = await publishRandomNetwork({ ...NETWORK_CONFIG, widths: [8, 8, 8, 8] });
    const tensorsBefore = tf.memory().numTensors;
    const measurements = await measureBatches(['wasm'], readFile, 2);
    expect(measurements.map(({ batchSize }) => batchSize)).toEqual([...BATCH_SIZES]);
    expect(measurements[0]?.perWindowRatioToOne).toBe(1);
    for (const { batchSize, medianMs, windowsPerSec, ratioToFirst } of measurements) {
      expect(medianMs).toBeGreaterThan(0);
      expect(windowsPerSec * (medianMs / 1000)).toBeCloseTo(batchSize, 6);
      expect(ratioToFirst).toBe(1);
    }
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });
});
