import { describe, expect, it, vi } from 'vitest';
import { UndertoneError } from '../contract/errors';
import type { FeatureMap } from '../contract/features';
import type { LayerSampling } from '../contract/sampling';
import { createDeferred } from '../testing/deferred';
import { createNetworkClient, type NetworkClientParts } from './network-client';
import type { NetworkThread } from './network-thread';
import type { LoadedModel } from './protocol';

const ARGUMENT = { modelFolderUrl: 'https://host.test/model/', backend: 'auto', remembered: null } as const;
const ON_WASM = { backend: 'wasm', reason: 'software-renderer' } as const;
const MODEL = { version: '1', uncertainBelow: 0.5 };
const LOADED: LoadedModel = { ...ON_WASM, model: MODEL, toRemember: null };
const READY = { ...ON_WASM, model: MODEL };
const DEATH = new UndertoneError('worker-died', 'The worker stopped.');

/** Windows told apart by their start. */
function createWindows(count: number): FeatureMap[] {
  return Array.from({ length: count }, (_, index) => ({
    values: new Float32Array(2),
    frames: 1,
    startSec: index,
    endSec: index + 1,
  }));
}

/** Of a layer of a single cell and tap, whose offset tells it from others. */
function createSampling(offset: number): LayerSampling {
  return {
    layer: 'deformable',
    stages: [],
    grid: { kernelSize: [1, 1], strides: [1, 1], dilations: [1, 1], padBefore: [0, 0] },
    inputSize: [1, 1],
    outputSize: [1, 1],
    offsets: Float32Array.of(offset, offset),
    modulation: Float32Array.of(1),
  };
}

function createOptions() {
  return { signal: new AbortController().signal, onProgress: vi.fn() };
}

/** A thread that loads when told, answers each window with its start, and dies when told. */
function createFakeThread() {
  const loading = createDeferred<LoadedModel>();
  let alive = true;
  let reportShare: (share: number) => void = () => undefined;
  const thread = {
    get isAlive() {
      return alive;
    },
    load: vi.fn<NetworkThread['load']>((_, onProgress) => {
      reportShare = onProgress;
      return loading.promise;
    }),
    classify: vi.fn<NetworkThread['classify']>(async (windows, onProgress) => {
      if (!alive) throw DEATH;
      onProgress({ done: windows.length, total: windows.length, probabilities: [windows.at(-1)?.startSec ?? NaN] });
      return { probabilities: windows.map(({ startSec }) => [startSec]), ...ON_WASM };
    }),
    readSampling: vi.fn<NetworkThread['readSampling']>(async ({ startSec }) => {
      if (!alive) throw DEATH;
      return [createSampling(startSec)];
    }),
    cancel: vi.fn(),
    dispose: vi.fn(),
  } satisfies NetworkThread;
  return {
    thread,
    loading,
    reportShare: (share: number) => {
      reportShare(share);
    },
    die: () => {
      alive = false;
    },
  };
}

function createTestClient() {
  const threads = [createFakeThread(), createFakeThread()] as const;
  let started = 0;
  const remember = vi.fn<NetworkClientParts['remember']>();
  const client = createNetworkClient({
    describeLoad: () => ARGUMENT,
    remember,
    start: () => {
      const fake = threads[started++];
      if (fake === undefined) throw new Error('More threads were started than the test expects.');
      return Promise.resolve(fake.thread);
    },
  });
  return { client, threads, remember };
}

describe('network client', () => {
  it('loads once for all callers and tells each the share', async () => {
    const { client, threads } = createTestClient();
    const early = client.load();
    await vi.waitFor(() => {
      expect(threads[0].thread.load).toHaveBeenCalledTimes(1);
    });
    threads[0].reportShare(0.25);
    const shares: number[] = [];
    const late = client.load((share) => shares.push(share));
    threads[0].reportShare(0.75);
    threads[0].loading.resolve(LOADED);
    expect(await Promise.all([early, late])).toEqual([READY, READY]);
    expect(shares).toEqual([0.25, 0.75]);
    await client.load((share) => shares.push(share));
    expect(shares).toHaveLength(2);
    expect(threads[0].thread.load).toHaveBeenCalledTimes(1);
  });

  it('keeps what was measured, and only that', async () => {
    const { client, threads, remember } = createTestClient();
    const measured = { modelVersion: '1', renderer: 'Apple M2', backend: 'webgl' } as const;
    threads[0].loading.resolve({ backend: 'webgl', reason: 'measured', model: MODEL, toRemember: measured });
    await client.load();
    expect(remember.mock.calls).toEqual([[measured]]);
    client.dispose();
    threads[1].loading.resolve(LOADED);
    await client.load();
    expect(remember).toHaveBeenCalledTimes(1);
  });

  it('ends the thread of a failed load and tries again at the next call', async () => {
    const { client, threads } = createTestClient();
    threads[0].loading.reject(new UndertoneError('model-unavailable', 'Expected a model, got 404.'));
    await expect(client.load()).rejects.toMatchObject({ code: 'model-unavailable' });
    expect(threads[0].thread.dispose).toHaveBeenCalledTimes(1);
    threads[1].loading.resolve(LOADED);
    expect(await client.load()).toEqual(READY);
  });

  it('sends many windows in parts and counts them together', async () => {
    const { client, threads } = createTestClient();
    threads[0].loading.resolve(LOADED);
    const windows = createWindows(40);
    const options = createOptions();
    const classification = await client.classify(windows, options);
    expect(classification).toEqual({ probabilities: windows.map(({ startSec }) => [startSec]), ...ON_WASM });
    expect(options.onProgress.mock.calls).toEqual(
      [16, 32, 40].map((done) => [{ done, total: 40, probabilities: [done - 1] }]),
    );
  });

  it('starts anew after the death of its worker', async () => {
    const { client, threads } = createTestClient();
    threads[0].loading.resolve(LOADED);
    await client.load();
    threads[0].die();
    threads[1].loading.resolve(LOADED);
    await client.classify(createWindows(1), createOptions());
    expect(threads[0].thread.classify).not.toHaveBeenCalled();
    expect(threads[1].thread.classify).toHaveBeenCalledTimes(1);
  });

  it('replaces a worker that dies on the way, and asks only for what was lost', async () => {
    const { client, threads } = createTestClient();
    const [first, second] = threads;
    first.loading.resolve(LOADED);
    second.loading.resolve(LOADED);
    const windows = createWindows(40);
    const options = createOptions();
    options.onProgress.mockImplementationOnce(first.die);
    const { probabilities } = await client.classify(windows, options);
    expect(probabilities).toEqual(windows.map(({ startSec }) => [startSec]));
    expect(first.thread.classify).toHaveBeenCalledTimes(1);
    expect(second.thread.classify.mock.calls.map(([part]) => part.length)).toEqual([16, 8]);
  });

  it('replaces a worker that dies in the middle of a part', async () => {
    const { client, threads } = createTestClient();
    const [first, second] = threads;
    first.loading.resolve(LOADED);
    second.loading.resolve(LOADED);
    first.thread.classify.mockImplementationOnce(async () => {
      first.die();
      throw DEATH;
    });
    expect((await client.classify(createWindows(1), createOptions())).probabilities).toEqual([[0]]);
    expect(second.thread.classify).toHaveBeenCalledTimes(1);
  });

  it('replaces a worker that dies while it loads, once', async () => {
    const { client, threads } = createTestClient();
    threads[0].loading.reject(DEATH);
    threads[1].loading.reject(DEATH);
    await expect(client.load()).rejects.toMatchObject({ code: 'worker-died' });
    expect(threads[0].thread.load).toHaveBeenCalledTimes(1);
    expect(threads[1].thread.load).toHaveBeenCalledTimes(1);
  });

  it('lets the dead rest when disposed of', async () => {
    const { client, threads } = createTestClient();
    threads[0].loading.resolve(LOADED);
    await client.load();
    threads[0].thread.classify.mockImplementationOnce(async () => {
      client.dispose();
      threads[0].die();
      throw DEATH;
    });
    await expect(client.classify(createWindows(1), createOptions())).rejects.toMatchObject({ code: 'worker-died' });
    expect(threads[1].thread.load).not.toHaveBeenCalled();
  });

  it('cancels the running classification on abort and rejects with the reason', async () => {
    const { client, threads } = createTestClient();
    const { thread, loading } = threads[0];
    loading.resolve(LOADED);
    const running = createDeferred<never>();
    thread.classify.mockReturnValueOnce(running.promise);
    thread.cancel.mockImplementation(() => {
      running.reject(new Error('cancelled in the worker'));
    });
    const controller = new AbortController();
    const classified = client.classify(createWindows(1), { ...createOptions(), signal: controller.signal });
    await vi.waitFor(() => {
      expect(thread.classify).toHaveBeenCalled();
    });
    controller.abort(new Error('superseded'));
    await expect(classified).rejects.toThrow('superseded');
  });

  it('tells where a window was sampled, after the death of a worker too, and nobody after an abort', async () => {
    const { client, threads } = createTestClient();
    for (const { loading } of threads) loading.resolve(LOADED);
    const [window = expect.fail('Expected a window.')] = createWindows(1);
    const controller = new AbortController();
    threads[0].thread.readSampling.mockImplementationOnce(async () => {
      threads[0].die();
      throw DEATH;
    });
    expect(await client.readSampling({ ...window, startSec: 4 }, controller.signal)).toEqual([createSampling(4)]);
    expect(threads[1].thread.readSampling).toHaveBeenCalledTimes(1);
    const unwanted = client.readSampling(window, controller.signal);
    controller.abort(new Error('another window'));
    await expect(unwanted).rejects.toThrow('another window');
  });

  it('refuses to read nothing', async () => {
    await expect(createTestClient().client.classify([], createOptions())).rejects.toThrow(RangeError);
  });

  it('frees the thread when disposed of', async () => {
    const { client, threads } = createTestClient();
    threads[0].loading.resolve(LOADED);
    await client.load();
    client.dispose();
    await vi.waitFor(() => {
      expect(threads[0].thread.dispose).toHaveBeenCalledTimes(1);
    });
  });
});
