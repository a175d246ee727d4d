import { describe, expect, it, vi } from 'vitest';
import { UndertoneError } from '../contract/errors';
import type { BackendName } from '../contract/prediction';
import { createDeferred } from '../testing/deferred';
import { createNetworkClient } from './network-client';
import type { NetworkThread } from './network-thread';

const ARGUMENT = { modelFolderUrl: 'https://host.test/model/', backend: 'auto' } as const;

/** A thread that loads when told and dies when told. */
function createFakeThread() {
  const loading = createDeferred<BackendName>();
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
    classify: vi.fn<NetworkThread['classify']>(() => Promise.resolve({ probabilities: [[1]], backend: 'wasm' })),
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
  const client = createNetworkClient(ARGUMENT, () => {
    const fake = threads[started++];
    if (fake === undefined) throw new Error('More threads were started than the test expects.');
    return Promise.resolve(fake.thread);
  });
  return { client, threads };
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
    threads[0].loading.resolve('wasm');
    expect(await Promise.all([early, late])).toEqual(['wasm', 'wasm']);
    expect(shares).toEqual([0.25, 0.75]);
    await client.load((share) => shares.push(share));
    expect(shares).toHaveLength(2);
    expect(threads[0].thread.load).toHaveBeenCalledTimes(1);
  });

  it('ends the thread of a failed load and tries again at the next call', async () => {
    const { client, threads } = createTestClient();
    threads[0].loading.reject(new UndertoneError('model-unavailable', 'Expected a model, got 404.'));
    await expect(client.load()).rejects.toMatchObject({ code: 'model-unavailable' });
    expect(threads[0].thread.dispose).toHaveBeenCalledTimes(1);
    threads[1].loading.resolve('webgl');
    expect(await client.load()).toBe('webgl');
  });

  it('starts anew after the death of its worker', async () => {
    const { client, threads } = createTestClient();
    threads[0].loading.resolve('wasm');
    await client.load();
    threads[0].die();
    threads[1].loading.resolve('wasm');
    await client.classify([], { signal: new AbortController().signal, onProgress: () => undefined });
    expect(threads[0].thread.classify).not.toHaveBeenCalled();
    expect(threads[1].thread.classify).toHaveBeenCalledTimes(1);
  });

  it('cancels the running classification on abort and rejects with the reason', async () => {
    const { client, threads } = createTestClient();
    const { thread, loading } = threads[0];
    loading.resolve('wasm');
    const running = createDeferred<never>();
    thread.classify.mockReturnValueOnce(running.promise);
    thread.cancel.mockImplementation(() => {
      running.reject(new Error('cancelled in the worker'));
    });
    const controller = new AbortController();
    const classified = client.classify([], { signal: controller.signal, onProgress: () => undefined });
    await vi.waitFor(() => {
      expect(thread.classify).toHaveBeenCalled();
    });
    controller.abort(new Error('superseded'));
    await expect(classified).rejects.toThrow('superseded');
  });

  it('frees the thread when disposed of', async () => {
    const { client, threads } = createTestClient();
    threads[0].loading.resolve('wasm');
    await client.load();
    client.dispose();
    await vi.waitFor(() => {
      expect(threads[0].thread.dispose).toHaveBeenCalledTimes(1);
    });
  });
});
