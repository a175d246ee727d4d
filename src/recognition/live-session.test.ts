import { describe, expect, it, vi } from 'vitest';
import { UndertoneError } from '../contract/errors';
import type { FeatureMap } from '../contract/features';
import { createDeferred } from '../testing/deferred';
import { LinkedWorker } from '../testing/linked-worker';
import type { NetworkClient, ReadyModel } from '../workers/network-client';
import type { Classification, LiveFeaturesCalls, LiveWindow } from '../workers/protocol';
import { serveCalls } from '../workers/serve-calls';
import { WorkerConnection } from '../workers/worker-connection';
import { createLiveSession } from './live-session';
import type { LiveState } from './live-state';

const RATE_HZ = 8000;
const HAPPY = [0, 0, 0, 0, 1, 0, 0, 0];
const CALM = [0, 1, 0, 0, 0, 0, 0, 0];
const READY: ReadyModel = { backend: 'wasm', reason: 'measured', model: { version: '1', uncertainBelow: 0.5 } };
const FEATURES: FeatureMap = { startSec: 0, endSec: 1, values: new Float32Array(4), frames: 1 };

/** A session whose worker hears what the test says, and a network that answers `HAPPY`. */
function createSetting() {
  const load = vi.fn<NetworkClient['load']>(() => Promise.resolve(READY));
  const classify = vi.fn<NetworkClient['classify']>(() =>
    Promise.resolve({ probabilities: [HAPPY], backend: 'wasm', reason: 'measured' }),
  );
  const workers: LinkedWorker[] = [];
  const heard = { frames: 0, isVoice: true };
  const connectToFeatures = () => {
    const worker = new LinkedWorker();
    workers.push(worker);
    serveCalls<LiveFeaturesCalls>(worker.scope, {
      beginLive: () => {
        heard.frames = 0;
        return { result: null };
      },
      pushLive: ({ channels }) => {
        heard.frames += channels[0]?.length ?? 0;
        return { result: null };
      },
      readLive: () => {
        // A voice of syllables over a floor of −70, or that floor alone.
        const levelsDbfs = Float32Array.from({ length: 10 }, (_, i) => (heard.isVoice && i % 2 === 0 ? -20 : -70));
        const endSec = heard.frames / RATE_HZ;
        const result: LiveWindow = { startSec: endSec - 3, endSec, levelsDbfs, levelHopSec: 0.05, features: FEATURES };
        return { result };
      },
    });
    return new WorkerConnection<LiveFeaturesCalls>({
      worker,
      stop: () => {
        worker.terminate();
      },
    });
  };
  const session = createLiveSession({ connectToFeatures, network: { load, classify } });
  const states: LiveState[] = [];
  session.store.subscribe((state) => states.push(state));
  const speak = (durationSec: number): void => {
    session.push({ channels: [new Float32Array(durationSec * RATE_HZ)], sampleRateHz: RATE_HZ });
  };
  const begin = async (): Promise<void> => {
    session.begin(RATE_HZ, 1);
    await vi.waitFor(() => {
      expect(session.store.getState().phase).toBe('listening');
    });
  };
  const waitForWindow = (endSec: number): Promise<void> =>
    vi.waitFor(() => {
      expect(session.store.getState()).toMatchObject({ reading: { endSec } });
    });
  return { session, states, load, classify, workers, heard, speak, begin, waitForWindow };
}

describe('live session', () => {
  it('reads a window every half second, whatever the pieces', async () => {
    const { session, classify, speak, begin, waitForWindow } = createSetting();
    await begin();
    for (let window = 1; window <= 3; window++) {
      for (let piece = 0; piece < 5; piece++) speak(0.1);
      await waitForWindow(window / 2);
    }
    expect(classify).toHaveBeenCalledTimes(3);
    expect(session.store.getState()).toMatchObject({
      phase: 'listening',
      reading: { verdict: 'happy', probabilities: HAPPY },
      timeline: [{ startSec: 0, endSec: 1.5, verdict: 'happy' }],
      dropped: 0,
      backend: 'wasm',
    });
  });

  it('smooths, and is uncertain in between', async () => {
    const { session, classify, speak, begin, waitForWindow } = createSetting();
    await begin();
    speak(0.5);
    await waitForWindow(0.5);
    classify.mockResolvedValue({ probabilities: [CALM], backend: 'webgl', reason: 'measured' });
    speak(0.5);
    await waitForWindow(1);
    // 0.61 of the old, above the threshold yet; then 0.37, and calm at 0.63.
    expect(session.store.getState()).toMatchObject({ reading: { verdict: 'happy' }, backend: 'webgl' });
    speak(0.5);
    await waitForWindow(1.5);
    expect(session.store.getState()).toMatchObject({ reading: { verdict: 'calm' } });
  });

  it('shows silence as silence, and asks the network nothing', async () => {
    const { session, classify, heard, speak, begin, waitForWindow } = createSetting();
    heard.isVoice = false;
    await begin();
    speak(0.5);
    await waitForWindow(0.5);
    expect(session.store.getState()).toMatchObject({ reading: { verdict: 'silence', probabilities: null } });
    expect(classify).not.toHaveBeenCalled();
  });

  it('drops the windows that come while one is being computed, counts them, and goes on with the newest', async () => {
    const { session, classify, speak, begin, waitForWindow } = createSetting();
    const slow = createDeferred<Classification>();
    classify.mockReturnValueOnce(slow.promise);
    await begin();
    speak(0.5);
    await vi.waitFor(() => {
      expect(classify).toHaveBeenCalledTimes(1);
    });
    for (let window = 0; window < 4; window++) speak(0.5);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(session.store.getState()).toMatchObject({ dropped: 4, reading: null });
    expect(classify).toHaveBeenCalledTimes(1);
    slow.resolve({ probabilities: [HAPPY], backend: 'wasm', reason: 'measured' });
    await waitForWindow(0.5);
    speak(0.5);
    await waitForWindow(3);
    expect(classify).toHaveBeenCalledTimes(2);
    expect(session.store.getState()).toMatchObject({
      dropped: 4,
      timeline: [
        { startSec: 0, endSec: 0.5 },
        { startSec: 2.5, endSec: 3 },
      ],
    });
  });

  it('waits for the model without counting what it cannot read yet', async () => {
    const { session, load, speak, waitForWindow } = createSetting();
    const slow = createDeferred<ReadyModel>();
    load.mockImplementationOnce((onProgress) => {
      onProgress?.(0.5);
      return slow.promise;
    });
    session.begin(RATE_HZ, 1);
    expect(session.store.getState()).toEqual({ phase: 'loading-model', share: 0.5 });
    speak(2);
    slow.resolve(READY);
    await vi.waitFor(() => {
      expect(session.store.getState()).toMatchObject({ phase: 'listening', dropped: 0, reading: null });
    });
    speak(0.5);
    await waitForWindow(2.5);
  });

  it.each([
    ['the model does not load', 'model-unavailable'],
    ['the network fails', 'inference-failed'],
    ['the worker dies', 'worker-died'],
  ] as const)('fails when %s, quietly for the recording, and works for the next one', async (_, code) => {
    const { session, load, classify, workers, speak, begin, waitForWindow } = createSetting();
    const error = new UndertoneError(code, 'Expected to go on.');
    if (code === 'model-unavailable') load.mockRejectedValueOnce(error);
    if (code === 'inference-failed') classify.mockRejectedValueOnce(error);
    session.begin(RATE_HZ, 1);
    if (code !== 'model-unavailable') {
      await vi.waitFor(() => {
        expect(session.store.getState().phase).toBe('listening');
      });
    }
    speak(0.5);
    if (code === 'worker-died') workers[0]?.crash();
    await vi.waitFor(() => {
      expect(session.store.getState()).toMatchObject({ phase: 'failed', error: { code } });
    });
    speak(0.5);
    session.end();
    expect(workers[0]?.isTerminated).toBe(true);
    await begin();
    speak(0.5);
    await waitForWindow(0.5);
  });

  it('gives up on a worker that hangs instead of piling sound up', async () => {
    const { session, workers, speak, begin } = createSetting();
    await begin();
    const [worker] = workers;
    if (worker === undefined) throw new Error('Expected a worker.');
    vi.spyOn(worker.scope, 'receive').mockImplementation(() => undefined);
    for (let second = 0; second < 31; second++) speak(1);
    expect(session.store.getState()).toMatchObject({ phase: 'failed', error: { code: 'worker-died' } });
  });

  it('is off after its end, whatever comes late', async () => {
    const { session, states, classify, workers, speak, begin } = createSetting();
    const slow = createDeferred<Classification>();
    classify.mockReturnValueOnce(slow.promise);
    await begin();
    speak(0.5);
    await vi.waitFor(() => {
      expect(classify).toHaveBeenCalledTimes(1);
    });
    session.end();
    expect(classify.mock.calls[0]?.[1].signal.aborted).toBe(true);
    expect(workers[0]?.isTerminated).toBe(true);
    const before = states.length;
    slow.resolve({ probabilities: [HAPPY], backend: 'wasm', reason: 'measured' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(states).toHaveLength(before);
    expect(session.store.getState()).toEqual({ phase: 'off' });
  });
});
