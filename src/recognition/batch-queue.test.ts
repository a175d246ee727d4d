import { describe, expect, it, vi } from 'vitest';
import { UndertoneError } from '../contract/errors';
import { createDeferred } from '../testing/deferred';
import type { FeaturesClient } from '../workers/features-client';
import type { NetworkClient } from '../workers/network-client';
import { createBatchQueue } from './batch-queue';
import type { BatchQueue } from './batch-queue';
import type { RecognizerTools } from './recognizer-tools';

type Survey = Awaited<ReturnType<FeaturesClient['survey']>>;

const CALM = [0, 1, 0, 0, 0, 0, 0, 0];
const ON_WASM = { backend: 'wasm', reason: 'measured' } as const;

function createSurvey(): Survey {
  const values = new Float32Array(1);
  const picture = { values, rows: 1, frames: 1, hopSec: 1 };
  return {
    windows: [{ startSec: 0, endSec: 1 }],
    durationSec: 1,
    pictures: {
      waveform: { extremes: new Float32Array(2) },
      logMelDb: picture,
      mfcc: picture,
      descriptors: { hopSec: 1, loudnessDbfs: values, centroidHz: values, zeroCrossingsPerSec: values },
    },
  };
}

/** A queue whose files are read when the test lets them: `release` the one of a name, or let it fail. */
function createSetting() {
  const readings = new Map<string, ReturnType<typeof createDeferred<Survey>>>();
  const survey = vi.fn<FeaturesClient['survey']>((file, { signal, onProgress }) => {
    onProgress({ stage: 'decoding', doneSec: 0, totalSec: 10 });
    const reading = createDeferred<Survey>();
    readings.set(file.name, reading);
    signal.addEventListener('abort', () => {
      if (readings.get(file.name) === reading) readings.delete(file.name);
      reading.reject(signal.reason as Error);
    });
    return reading.promise;
  });
  const disposals: string[] = [];
  const startTools = vi.fn((): RecognizerTools => ({
    features: {
      survey,
      scan: vi.fn<FeaturesClient['scan']>(),
      findWindows: vi.fn<FeaturesClient['findWindows']>(),
      drawSpan: vi.fn<FeaturesClient['drawSpan']>(),
      drawWindows: (_, spans) =>
        Promise.resolve(spans.map((span) => ({ ...span, values: new Float32Array(4), frames: 1 }))),
      readLevels: vi.fn<FeaturesClient['readLevels']>(),
      forget: vi.fn(),
      dispose: () => disposals.push('features'),
    },
    network: {
      load: () => Promise.resolve({ ...ON_WASM, model: { version: '1', uncertainBelow: 0.5 } }),
      classify: vi.fn<NetworkClient['classify']>((windows) =>
        Promise.resolve({ probabilities: windows.map(() => CALM), ...ON_WASM }),
      ),
      readSampling: vi.fn<NetworkClient['readSampling']>(),
      dispose: () => disposals.push('network'),
    },
    whenIdle: vi.fn(),
  }));
  const queue = createBatchQueue(startTools);
  return {
    queue,
    startTools,
    survey,
    disposals,
    /** Lets a file be read as soon as it is its turn. */
    release: async (name: string): Promise<void> => {
      await vi.waitFor(() => {
        expect(readings.has(name)).toBe(true);
      });
      readings.get(name)?.resolve(createSurvey());
      readings.delete(name);
    },
    fail: async (name: string): Promise<void> => {
      await vi.waitFor(() => {
        expect(readings.has(name)).toBe(true);
      });
      readings.get(name)?.reject(new UndertoneError('decode-error', 'Expected sound.'));
      readings.delete(name);
    },
  };
}

function addFiles(queue: BatchQueue, ...names: string[]): void {
  queue.add(names.map((name) => ({ file: new File(['sound'], name), path: name })));
}

function listStates({ store }: BatchQueue): string[] {
  return store.getState().items.map(({ path, state }) => `${path} ${state.status}`);
}

async function expectStates(queue: BatchQueue, ...states: string[]): Promise<void> {
  await vi.waitFor(() => {
    expect(listStates(queue)).toEqual(states);
  });
}

describe('createBatchQueue', () => {
  it('works through a list, and a bad file stops nothing', async () => {
    const { queue, release, fail, startTools, disposals } = createSetting();
    addFiles(queue, 'a', 'b', 'c');
    await expectStates(queue, 'a reading', 'b waiting', 'c waiting');
    await release('a');
    await expectStates(queue, 'a done', 'b reading', 'c waiting');
    await fail('b');
    await release('c');
    await expectStates(queue, 'a done', 'b failed', 'c done');
    const [a, b] = queue.store.getState().items;
    expect(a?.state).toMatchObject({ analysis: { fileName: 'a', emotion: 'calm' } });
    expect(b?.state).toMatchObject({ error: { code: 'decode-error' } });
    expect(startTools).toHaveBeenCalledTimes(1);
    await vi.waitFor(() => {
      expect(disposals.sort()).toEqual(['features', 'network']);
    });
  });

  it('cancels the file under way and goes on with the next', async () => {
    const { queue, release } = createSetting();
    addFiles(queue, 'a', 'b');
    await expectStates(queue, 'a reading', 'b waiting');
    queue.cancel(queue.store.getState().items[0]?.id ?? NaN);
    await expectStates(queue, 'a cancelled', 'b reading');
    await release('b');
    await expectStates(queue, 'a cancelled', 'b done');
  });

  it('never begins a file that was cancelled while it waited', async () => {
    const { queue, release, survey } = createSetting();
    addFiles(queue, 'a', 'b', 'c');
    queue.cancel(queue.store.getState().items[1]?.id ?? NaN);
    await release('a');
    await release('c');
    await expectStates(queue, 'a done', 'b cancelled', 'c done');
    expect(survey.mock.calls.map(([file]) => file.name)).toEqual(['a', 'c']);
  });

  it('cancels all that is not done, and retries what failed or was cancelled', async () => {
    const { queue, release, fail, startTools } = createSetting();
    addFiles(queue, 'a', 'b', 'c', 'd');
    await release('a');
    await fail('b');
    await expectStates(queue, 'a done', 'b failed', 'c reading', 'd waiting');
    queue.cancelAll();
    await expectStates(queue, 'a done', 'b failed', 'c cancelled', 'd cancelled');
    queue.retryAll();
    for (const name of ['b', 'c', 'd']) await release(name);
    await expectStates(queue, 'a done', 'b done', 'c done', 'd done');
    expect(startTools.mock.calls.length).toBeGreaterThan(0);
  });

  it('retries one file alone, even right after cancelling it', async () => {
    const { queue, release } = createSetting();
    addFiles(queue, 'a', 'b');
    await expectStates(queue, 'a reading', 'b waiting');
    const [a] = queue.store.getState().items;
    queue.cancel(a?.id ?? NaN);
    queue.retry(a?.id ?? NaN);
    await release('b');
    await release('a');
    await expectStates(queue, 'a done', 'b done');
  });

  it('takes files while it is at work, and forgets all of them', async () => {
    const { queue, release } = createSetting();
    addFiles(queue, 'a');
    await expectStates(queue, 'a reading');
    addFiles(queue, 'b');
    await release('a');
    await expectStates(queue, 'a done', 'b reading');
    queue.clear();
    expect(listStates(queue)).toEqual([]);
    addFiles(queue, 'c');
    await release('c');
    await expectStates(queue, 'c done');
  });
});
