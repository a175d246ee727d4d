import { describe, expect, it, vi } from 'vitest';
import type { FeatureMap } from '../contract/features';
import type { BackendName } from '../contract/prediction';
import { LinkedWorker } from '../testing/linked-worker';
import { startNetworkThread, type NetworkThread } from './network-thread';
import type { NetworkCalls } from './protocol';
import { serveCalls } from './serve-calls';

const MODEL = { version: '1', uncertainBelow: 0.5 };
const LOAD_ARGUMENT = { modelFolderUrl: 'https://host.test/model/', backend: 'auto', remembered: null } as const;
const WINDOW = { values: new Float32Array(4), frames: 1, startSec: 0, endSec: 1 };
const SAMPLING = {
  layer: 'deformable',
  stages: [],
  grid: { kernelSize: [1, 1], strides: [1, 1], dilations: [1, 1], padBefore: [0, 0] },
  inputSize: [1, 1],
  outputSize: [1, 1],
  offsets: new Float32Array(2),
  modulation: new Float32Array(1),
} as const;
const IGNORE = (): void => undefined;

/** A browser whose page, given the network, finds `fasterOnPage` the faster backend; its workers run wasm. */
async function start(
  backend: BackendName | 'auto',
  workerHasWebgl: boolean,
  pageHasWebgl: boolean,
  fasterOnPage: BackendName = 'webgl',
  read: (window: FeatureMap) => readonly number[] = () => [1],
) {
  const workers: LinkedWorker[] = [];
  const load = vi.fn(() => ({
    result: { backend: 'wasm', reason: 'forced', model: MODEL, toRemember: null } as const,
  }));
  const pageThread = {
    isAlive: true,
    load: vi.fn<NetworkThread['load']>(() =>
      Promise.resolve({ backend: fasterOnPage, reason: 'measured', model: MODEL, toRemember: null }),
    ),
    classify: vi.fn<NetworkThread['classify']>(() =>
      Promise.resolve({ probabilities: [[0.5]], backend: fasterOnPage, reason: 'measured' }),
    ),
    readSampling: vi.fn<NetworkThread['readSampling']>(() => Promise.resolve([])),
    cancel: vi.fn(),
    dispose: vi.fn(),
  } satisfies NetworkThread;
  const thread = await startNetworkThread(backend, {
    startWorker: () => {
      const worker = new LinkedWorker();
      workers.push(worker);
      serveCalls<NetworkCalls>(worker.scope, {
        probeWebgl: () => ({ result: workerHasWebgl }),
        load,
        classify: (windows) => ({
          result: { probabilities: windows.map(read), backend: 'wasm', reason: 'forced', windows },
          transfer: windows.map(({ values }) => values.buffer),
        }),
        readSampling: () => ({ result: [SAMPLING] }),
        cancel: () => ({ result: null }),
      });
      return {
        worker,
        stop: () => {
          worker.terminate();
        },
      };
    },
    startOnPage: () => Promise.resolve(pageThread),
    hasPageWebgl: () => pageHasWebgl,
  });
  return { thread, pageThread, workers, load };
}

describe('network thread', () => {
  it.each([
    ['webgl', true, true],
    ['auto', true, true],
    ['auto', false, false],
    ['webgl', false, false],
    ['wasm', false, true],
  ] as const)('is a worker for %s (WebGL 2 in workers: %s, on the page: %s)', async (backend, inWorker, onPage) => {
    const { thread, pageThread } = await start(backend, inWorker, onPage);
    const { probabilities } = await thread.classify([WINDOW], IGNORE);
    expect(probabilities).toEqual([[1]]);
    expect(WINDOW.values.length, 'the caller keeps its windows').toBe(4);
    expect(await thread.readSampling(WINDOW)).toEqual([SAMPLING]);
    expect(pageThread.classify).not.toHaveBeenCalled();
    thread.dispose();
    expect(thread.isAlive).toBe(false);
  });

  it('sends windows of any size, one after the other, in arrays that come back', async () => {
    const { thread } = await start('wasm', false, false, 'wasm', ({ values }) => [...values]);
    const windows = [Float32Array.of(1, 2), Float32Array.of(3, 4), Float32Array.of(5), Float32Array.of(6, 7)];
    for (const values of windows) {
      const { probabilities } = await thread.classify([{ ...WINDOW, values }], IGNORE);
      expect(probabilities).toEqual([[...values]]);
    }
    expect(windows.map(({ length }) => length)).toEqual([2, 2, 1, 2]);
  });

  it.each(['webgl', 'auto'] as const)('is the page for %s where only the page has WebGL 2', async (backend) => {
    const { thread, pageThread, workers } = await start(backend, false, true);
    expect(workers.map((worker) => worker.isTerminated)).toEqual([true]);
    expect((await thread.load({ ...LOAD_ARGUMENT, backend }, IGNORE)).backend).toBe('webgl');
    expect((await thread.classify([WINDOW], IGNORE)).probabilities).toEqual([[0.5]]);
    thread.dispose();
    expect(pageThread.dispose).toHaveBeenCalledTimes(1);
  });

  it('moves from the page to a worker when wasm is faster there, and still says why', async () => {
    const { thread, pageThread, workers, load } = await start('auto', false, true, 'wasm');
    expect(await thread.load(LOAD_ARGUMENT, IGNORE)).toMatchObject({ backend: 'wasm', reason: 'measured' });
    expect(pageThread.dispose).toHaveBeenCalledTimes(1);
    expect(load).toHaveBeenCalledWith({ ...LOAD_ARGUMENT, backend: 'wasm' }, expect.any(Function));
    expect(await thread.classify([WINDOW], IGNORE)).toEqual({
      probabilities: [[1]],
      backend: 'wasm',
      reason: 'measured',
    });
    thread.dispose();
    expect(workers.map((worker) => worker.isTerminated)).toEqual([true, true]);
  });
});
