import { describe, expect, it } from 'vitest';
import { LinkedWorker } from '../testing/linked-worker';
import { startNetworkThread, type NetworkThread } from './network-thread';
import type { NetworkCalls } from './protocol';
import { serveCalls } from './serve-calls';

const PAGE_THREAD: NetworkThread = {
  isAlive: true,
  load: () => Promise.resolve('webgl'),
  classify: () => Promise.reject(new Error('not called here')),
  cancel: () => undefined,
  dispose: () => undefined,
};

async function start(backend: 'webgl' | 'wasm' | 'auto', workerHasWebgl: boolean, pageHasWebgl: boolean) {
  const worker = new LinkedWorker();
  serveCalls<NetworkCalls>(worker.scope, {
    probeWebgl: () => ({ result: workerHasWebgl }),
    load: () => ({ result: 'wasm' }),
    classify: (windows) => ({ result: { probabilities: windows.map(() => [1]), backend: 'wasm' } }),
    cancel: () => ({ result: null }),
  });
  const thread = await startNetworkThread(backend, {
    startWorker: () => ({
      worker,
      stop: () => {
        worker.terminate();
      },
    }),
    startOnPage: () => Promise.resolve(PAGE_THREAD),
    hasPageWebgl: () => pageHasWebgl,
  });
  return { worker, thread };
}

describe('network thread', () => {
  it.each([
    ['webgl', true, true],
    ['auto', true, true],
    ['auto', false, false],
    ['webgl', false, false],
    ['wasm', false, true],
  ] as const)('is a worker for %s (WebGL 2 in workers: %s, on the page: %s)', async (backend, inWorker, onPage) => {
    const { thread } = await start(backend, inWorker, onPage);
    expect(thread).not.toBe(PAGE_THREAD);
    const values = new Float32Array(4);
    const windows = [{ values, frames: 1, startSec: 0, endSec: 1 }];
    const { probabilities } = await thread.classify(windows, () => undefined);
    expect(probabilities).toEqual([[1]]);
    expect(values.length, 'the buffer was moved').toBe(0);
    thread.dispose();
    expect(thread.isAlive).toBe(false);
  });

  it.each(['webgl', 'auto'] as const)('is the page for %s where only the page has WebGL 2', async (backend) => {
    const { worker, thread } = await start(backend, false, true);
    expect(thread).toBe(PAGE_THREAD);
    expect(worker.isTerminated).toBe(true);
  });
});
