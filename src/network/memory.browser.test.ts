/** Nothing stays behind: not a tensor, not a byte on the GPU, however many windows are read. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from './backend';
import { NETWORK_CONFIG } from './build';
import { loadClassifier } from './classifier';
import type { ReadModelFile } from './load-network';
import { createRandomWindows, publishRandomNetwork } from './test-published-network';
import { WASM_ADDRESSES } from './wasm-addresses';

const TIMEOUT_MS = 300_000;
/** The same layers as the network that ships, thinner: a software renderer reads hundreds of windows in the time. */
const THIN_CONFIG = { ...NETWORK_CONFIG, widths: [8, 8, 8, 8] } as const;

const networks: Record<'shipped' | 'thin', ReadModelFile | null> = { shipped: null, thin: null };

/** What tfjs knows of; the WebGL backend adds what lies on the GPU, in use and kept for reuse. */
function measureMemory() {
  const memory = tf.memory();
  const { numTensors, numDataBuffers, numBytes } = memory;
  const { numBytesInGPU = 0, numBytesInGPUAllocated = 0 } = memory as {
    numBytesInGPU?: number;
    numBytesInGPUAllocated?: number;
  };
  return { numTensors, numDataBuffers, numBytes, numBytesInGPU, numBytesInGPUAllocated };
}

beforeAll(async () => {
  await startWasm(WASM_ADDRESSES);
  networks.shipped = await publishRandomNetwork(NETWORK_CONFIG);
  networks.thin = await publishRandomNetwork(THIN_CONFIG);
});

describe.each([
  ['wasm', 'shipped', 500],
  ['webgl', 'thin', 500],
  ['webgl', 'shipped', 20],
] as const)('on %s, the %s network', (backend, size, count) => {
  it(
    `is the same after ${count} windows, and gone after dispose`,
    async () => {
      const readFile = networks[size];
      if (readFile === null) throw new Error('Expected a published network.');
      await startWasm(WASM_ADDRESSES);
      const before = measureMemory();
      const classifier = await loadClassifier({
        readFile,
        backend,
        wasmPaths: WASM_ADDRESSES,
        onProgress: () => undefined,
      });
      const windows = createRandomWindows(4);
      await classifier.classify(windows);
      const loaded = measureMemory();
      if (backend === 'webgl') expect(loaded.numBytesInGPU).toBeGreaterThan(0);
      for (let done = 0; done < count; done += windows.length) await classifier.classify(windows);
      expect(measureMemory()).toEqual(loaded);
      expect(classifier.backend).toBe(backend);
      classifier.dispose();
      await startWasm(WASM_ADDRESSES);
      expect(measureMemory()).toEqual(before);
    },
    TIMEOUT_MS,
  );
});
