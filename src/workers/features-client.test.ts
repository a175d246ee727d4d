import { describe, expect, it, vi } from 'vitest';
import { UndertoneError } from '../contract/errors';
import type { PcmPiece } from '../contract/pcm';
import type { RecordingFeatures } from '../features/extract-recording';
import { LinkedWorker } from '../testing/linked-worker';
import { createFeaturesClient, type ExtractOptions } from './features-client';
import type { FeaturesCalls } from './protocol';
import { serveCalls } from './serve-calls';

const FEATURES: RecordingFeatures = {
  windows: [],
  durationSec: 1,
  pictures: {
    waveform: { extremes: new Float32Array(2) },
    logMelDb: { values: new Float32Array(1), rows: 1, frames: 1, hopSec: 1 },
    mfcc: { values: new Float32Array(1), rows: 1, frames: 1, hopSec: 1 },
    descriptors: {
      hopSec: 1,
      loudnessDbfs: new Float32Array(1),
      centroidHz: new Float32Array(1),
      zeroCrossingsPerSec: new Float32Array(1),
    },
  },
};
const FILE = new File(['speech'], 'speech.opus');
const never = (): Promise<never> => new Promise(() => undefined);

/** What the workers of a test do, by their number from 1 on. */
interface Behaviour {
  readonly read?: (
    number: number,
    reportProgress: (doneSec: number) => void,
  ) => Promise<{ readonly isRead: boolean; readonly sampleRateHz: number | null }>;
  readonly finish?: (number: number) => Promise<RecordingFeatures>;
}

/** A client whose workers log their calls; the page's decoder yields two pieces of stereo. */
function createTestClient({ read, finish }: Behaviour = {}) {
  const workers: LinkedWorker[] = [];
  const log: string[] = [];
  const client = createFeaturesClient({
    start: () => {
      const worker = new LinkedWorker();
      const number = workers.push(worker);
      serveCalls<FeaturesCalls>(worker.scope, {
        read: async (_, reportProgress) => {
          log.push(`${number} read`);
          return { result: (await read?.(number, reportProgress)) ?? { isRead: true, sampleRateHz: 8000 } };
        },
        begin: ({ sampleRateHz, channelCount }) => {
          log.push(`${number} begin ${sampleRateHz} ${channelCount}`);
          return { result: null };
        },
        push: ({ channels }) => {
          log.push(`${number} push ${channels.map((channel) => channel.length).join()}`);
          return { result: null };
        },
        finish: async () => {
          log.push(`${number} finish`);
          return { result: (await finish?.(number)) ?? FEATURES };
        },
      });
      return {
        worker,
        stop: () => {
          worker.terminate();
        },
      };
    },
    async *decodeOnPage(file, sampleRateHz): AsyncGenerator<PcmPiece> {
      log.push(`page decodes ${file.name} at ${sampleRateHz ?? 'any'} Hz`);
      for (const length of [3, 2]) {
        yield await Promise.resolve({
          channels: [new Float32Array(length), new Float32Array(length)],
          sampleRateHz: sampleRateHz ?? 48_000,
        });
      }
    },
    silenceDeadlineMs: 200,
  });
  const controller = new AbortController();
  const options: ExtractOptions = { signal: controller.signal, onStage: (stage) => log.push(stage) };
  return { client, workers, log, controller, options };
}

describe('features client', () => {
  it('lets one worker read all files', async () => {
    const { client, workers, log, options } = createTestClient();
    expect(await client.extract(FILE, options)).toEqual(FEATURES);
    await client.extract(new File([''], 'second.wav'), options);
    expect(log).toEqual([
      'decoding',
      '1 read',
      'extracting-features',
      '1 finish',
      'decoding',
      '1 read',
      'extracting-features',
      '1 finish',
    ]);
    expect(workers).toHaveLength(1);
  });

  it('decodes on the page, at the rate that the worker found, what the worker cannot read', async () => {
    const { client, log, options } = createTestClient({
      read: () => Promise.resolve({ isRead: false, sampleRateHz: 22_050 }),
    });
    expect(await client.extract(FILE, options)).toEqual(FEATURES);
    expect(log).toEqual([
      'decoding',
      '1 read',
      'page decodes speech.opus at 22050 Hz',
      '1 begin 22050 2',
      '1 push 3,3',
      '1 push 2,2',
      'extracting-features',
      '1 finish',
    ]);
  });

  it('ends a worker that hangs, and decodes on the page', async () => {
    const { client, workers, log, options } = createTestClient({ read: never });
    expect(await client.extract(FILE, options)).toEqual(FEATURES);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
    expect(log).toContain('page decodes speech.opus at any Hz');
    expect(log.at(-1)).toBe('2 finish');
  });

  it('is patient with a worker that takes long but tells how far it is', async () => {
    const { client, workers, options } = createTestClient({
      read: async (_, reportProgress) => {
        for (let doneSec = 1; doneSec <= 10; doneSec++) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          reportProgress(doneSec);
        }
        return { isRead: true, sampleRateHz: 8000 };
      },
    });
    expect(await client.extract(FILE, options)).toEqual(FEATURES);
    expect(workers).toHaveLength(1);
  });

  it.each(['read', 'finish'] as const)('reads the file once more, anew, when the worker dies in %s', async (call) => {
    const crashOnce = (number: number): Promise<never> | undefined => {
      if (number > 1) return undefined;
      setting.workers[0]?.crash();
      return never();
    };
    const setting = createTestClient({
      [call]: (number: number) => crashOnce(number) ?? Promise.resolve(undefined),
    });
    const { client, log, options } = setting;
    expect(await client.extract(FILE, options)).toEqual(FEATURES);
    expect(log.slice(-4)).toEqual(['decoding', '2 read', 'extracting-features', '2 finish']);
  });

  it('gives up when the worker dies twice, and recovers for the next file', async () => {
    const setting = createTestClient({
      finish: (number) => {
        if (number > 2) return Promise.resolve(FEATURES);
        setting.workers[number - 1]?.crash();
        return never();
      },
    });
    const { client, workers, options } = setting;
    await expect(client.extract(FILE, options)).rejects.toMatchObject({ code: 'worker-died' });
    expect(workers).toHaveLength(2);
    expect(await client.extract(FILE, options)).toEqual(FEATURES);
  });

  it.each([
    ['read', 1],
    ['finish', 2],
  ] as const)('ends the worker on abort in %s, rejects with the reason, and starts another', async (call, stages) => {
    const { client, workers, log, controller, options } = createTestClient({
      [call]: (number: number) => (number === 1 ? never() : Promise.resolve(undefined)),
    });
    const aborted = client.extract(FILE, options);
    await vi.waitFor(() => {
      expect(log).toHaveLength(2 * stages);
    });
    controller.abort(new Error('superseded'));
    await expect(aborted).rejects.toThrow('superseded');
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true]);
    await client.extract(FILE, { ...options, signal: new AbortController().signal });
    expect(log.at(-1)).toBe('2 finish');
  });

  it('starts no other worker after its end', async () => {
    const { client, workers, log, options } = createTestClient({ finish: never });
    const ended = client.extract(FILE, options);
    await vi.waitFor(() => {
      expect(log).toHaveLength(4);
    });
    client.dispose();
    await expect(ended).rejects.toMatchObject({ code: 'worker-died' });
    expect(workers).toHaveLength(1);
  });

  it('passes on what the worker finds', async () => {
    const { client, options } = createTestClient({
      finish: () => Promise.reject(new UndertoneError('silent', 'Expected speech.')),
    });
    await expect(client.extract(FILE, options)).rejects.toMatchObject({ code: 'silent' });
  });
});
