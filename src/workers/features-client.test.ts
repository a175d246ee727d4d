import { describe, expect, it, vi } from 'vitest';
import { UndertoneError } from '../contract/errors';
import type { TimeSpan } from '../contract/features';
import type { PcmPiece } from '../contract/pcm';
import type { ScannedRecording, SurveyedRecording } from '../features/extract-recording';
import { LinkedWorker } from '../testing/linked-worker';
import { createFeaturesClient, type SurveyOptions, type SurveyProgress } from './features-client';
import type { FeaturesCalls, ReadProgress } from './protocol';
import { serveCalls } from './serve-calls';

const SURVEY: SurveyedRecording = {
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
const SCAN: ScannedRecording = { windows: [], durationSec: 1, fingerprint: 'of its sound' };
const PART: TimeSpan = { startSec: 2, endSec: 4 };
const FILE = new File(['speech'], 'speech.opus');
const never = (): Promise<never> => new Promise(() => undefined);

/** What the workers of a test do, by their number from 1 on. */
interface Behaviour {
  readonly read?: (
    number: number,
    reportProgress: (progress: ReadProgress) => void,
  ) => Promise<{ readonly isRead: boolean; readonly sampleRateHz: number | null }>;
  readonly finish?: (number: number) => Promise<SurveyedRecording>;
  /** What `findWindows` and `drawWindows` wait for. */
  readonly answer?: (number: number) => Promise<void>;
}

/** A client whose workers log their calls; the page's decoder yields two pieces of stereo. */
function createTestClient({ read, finish, answer }: Behaviour = {}) {
  const workers: LinkedWorker[] = [];
  const log: string[] = [];
  const client = createFeaturesClient({
    start: () => {
      const worker = new LinkedWorker();
      const number = workers.push(worker);
      serveCalls<FeaturesCalls>(worker.scope, {
        read: async ({ isDrawn }, reportProgress) => {
          log.push(`${number} read${isDrawn ? '' : ' undrawn'}`);
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
          return { result: (await finish?.(number)) ?? SURVEY };
        },
        finishUndrawn: () => {
          log.push(`${number} finish undrawn`);
          return { result: SCAN };
        },
        findWindows: async (part) => {
          log.push(`${number} find in ${part.startSec}`);
          await answer?.(number);
          return { result: [part] };
        },
        drawWindows: async ({ spans, spare }) => {
          log.push(`${number} draw ${spans.length}${spare.length > 0 ? `, ${spare.length} spare` : ''}`);
          await answer?.(number);
          return { result: spans.map((span) => ({ ...span, values: new Float32Array(2), frames: 1 })) };
        },
        drawSpan: (span) => {
          log.push(`${number} draw for the eye from ${span.startSec}`);
          return { result: { ...span, ...SURVEY.pictures } };
        },
        readLevels: async (span) => {
          log.push(`${number} levels at ${span.startSec}`);
          await answer?.(number);
          return { result: { ...span, levels: new Float32Array(40) } };
        },
        forget: () => {
          log.push(`${number} forget`);
          return { result: null };
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
  const told: SurveyProgress[] = [];
  const options: SurveyOptions = {
    signal: controller.signal,
    onProgress: (progress) => {
      const stage = progress.stage;
      if (progress.stage === 'decoding' ? progress.doneSec === 0 : progress.share === 0) log.push(stage);
      told.push(progress);
    },
  };
  return { client, workers, log, told, controller, options };
}

describe('features client', () => {
  it('lets one worker read all files', async () => {
    const { client, workers, log, options } = createTestClient();
    expect(await client.survey(FILE, options)).toEqual(SURVEY);
    await client.survey(new File([''], 'second.wav'), options);
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

  it('draws nothing of what is only scanned, and its windows can be drawn all the same', async () => {
    const { client, log, controller } = createTestClient();
    expect(await client.scan(FILE, controller.signal)).toEqual(SCAN);
    expect(await client.drawWindows(FILE, [PART], controller.signal)).toMatchObject([PART]);
    expect(log).toEqual(['1 read undrawn', '1 finish undrawn', '1 draw 1']);
  });

  it('decodes on the page, at the rate that the worker found, what the worker cannot read', async () => {
    const { client, log, options } = createTestClient({
      read: () => Promise.resolve({ isRead: false, sampleRateHz: 22_050 }),
    });
    expect(await client.survey(FILE, options)).toEqual(SURVEY);
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
    expect(await client.survey(FILE, options)).toEqual(SURVEY);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
    expect(log).toContain('page decodes speech.opus at any Hz');
    expect(log.at(-1)).toBe('2 finish');
  });

  it('is patient with a worker that takes long but tells how far it is', async () => {
    const { client, workers, options } = createTestClient({
      read: async (_, reportProgress) => {
        for (let doneSec = 1; doneSec <= 10; doneSec++) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          reportProgress({ doneSec, totalSec: 10 });
        }
        return { isRead: true, sampleRateHz: 8000 };
      },
    });
    expect(await client.survey(FILE, options)).toEqual(SURVEY);
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
    expect(await client.survey(FILE, options)).toEqual(SURVEY);
    expect(log.slice(-4)).toEqual(['decoding', '2 read', 'extracting-features', '2 finish']);
  });

  it('tells how much is decoded and drawn, on the page without an end in sight', async () => {
    const inWorker = createTestClient({
      read: (_, reportProgress) => {
        reportProgress({ doneSec: 1.4, totalSec: 5 });
        return Promise.resolve({ isRead: true, sampleRateHz: 8000 });
      },
    });
    await inWorker.client.survey(FILE, inWorker.options);
    expect(inWorker.told).toEqual([
      { stage: 'decoding', doneSec: 0, totalSec: null },
      { stage: 'decoding', doneSec: 1.4, totalSec: 5 },
      { stage: 'extracting-features', share: 0 },
    ]);
    const onPage = createTestClient({ read: () => Promise.resolve({ isRead: false, sampleRateHz: 10 }) });
    await onPage.client.survey(FILE, onPage.options);
    expect(onPage.told.slice(1, 3)).toEqual([
      { stage: 'decoding', doneSec: 0.3, totalSec: null },
      { stage: 'decoding', doneSec: 0.5, totalSec: null },
    ]);
  });

  it('gives up when the worker dies twice, and recovers for the next file', async () => {
    const setting = createTestClient({
      finish: (number) => {
        if (number > 2) return Promise.resolve(SURVEY);
        setting.workers[number - 1]?.crash();
        return never();
      },
    });
    const { client, workers, options } = setting;
    await expect(client.survey(FILE, options)).rejects.toMatchObject({ code: 'worker-died' });
    expect(workers).toHaveLength(2);
    expect(await client.survey(FILE, options)).toEqual(SURVEY);
  });

  it.each([
    ['read', 1],
    ['finish', 2],
  ] as const)('ends the worker on abort in %s, rejects with the reason, and starts another', async (call, stages) => {
    const { client, workers, log, controller, options } = createTestClient({
      [call]: (number: number) => (number === 1 ? never() : Promise.resolve(undefined)),
    });
    const aborted = client.survey(FILE, options);
    await vi.waitFor(() => {
      expect(log).toHaveLength(2 * stages);
    });
    controller.abort(new Error('superseded'));
    await expect(aborted).rejects.toThrow('superseded');
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true]);
    await client.survey(FILE, { ...options, signal: new AbortController().signal });
    expect(log.at(-1)).toBe('2 finish');
  });

  it('starts no other worker after its end', async () => {
    const { client, workers, log, options } = createTestClient({ finish: never });
    const ended = client.survey(FILE, options);
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
    await expect(client.survey(FILE, options)).rejects.toMatchObject({ code: 'silent' });
  });
});

describe('windows of a file', () => {
  it('are found and drawn by the worker that surveyed the file, which reads it no second time', async () => {
    const { client, workers, log, controller, options } = createTestClient();
    await client.survey(FILE, options);
    log.length = 0;
    expect(await client.findWindows(FILE, PART, controller.signal)).toEqual([PART]);
    expect(await client.drawWindows(FILE, [PART, PART], controller.signal)).toMatchObject([PART, PART]);
    expect(await client.readLevels(FILE, PART, controller.signal)).toMatchObject(PART);
    expect(log).toEqual(['1 find in 2', '1 draw 2', '1 levels at 2']);
    expect(workers).toHaveLength(1);
  });

  it.each([
    ['another file was surveyed since', async ({ client, options }) => client.survey(new File([''], 'b.wav'), options)],
    [
      'its samples were forgotten',
      async ({ client }) => {
        client.forget();
      },
    ],
    [
      'the worker died at rest',
      async ({ workers }) => {
        workers[0]?.crash();
      },
    ],
  ] satisfies [string, (setting: ReturnType<typeof createTestClient>) => Promise<unknown>][])(
    'are drawn of the file read anew when %s',
    async (_, loseSamples) => {
      const setting = createTestClient();
      const { client, log, controller, options } = setting;
      await client.survey(FILE, options);
      await loseSamples(setting);
      log.length = 0;
      expect(await client.drawWindows(FILE, [PART], controller.signal)).toHaveLength(1);
      expect(log.filter((entry) => entry !== '1 forget').map((entry) => entry.slice(2))).toEqual([
        'read',
        'finish',
        'draw 1',
      ]);
    },
  );

  it('are drawn after all when the worker dies over them', async () => {
    const setting = createTestClient({
      answer: (number) => {
        if (number > 1) return Promise.resolve();
        setting.workers[0]?.crash();
        return never();
      },
    });
    const { client, log, controller, options } = setting;
    await client.survey(FILE, options);
    // Arrays to be written over are the first worker's, and gone with it.
    const spare = [new Float32Array(2)];
    expect(await client.drawWindows(FILE, [PART], controller.signal, spare)).toHaveLength(1);
    expect(spare[0]).toHaveLength(0);
    expect(log.slice(-4)).toEqual(['1 draw 1, 1 spare', '2 read', '2 finish', '2 draw 1']);
  });

  it('are nobody’s after an abort, but the worker and its samples stay', async () => {
    const { client, workers, controller, options } = createTestClient();
    await client.survey(FILE, options);
    const drawn = client.drawWindows(FILE, [PART], controller.signal);
    controller.abort(new Error('superseded'));
    await expect(drawn).rejects.toThrow('superseded');
    expect(await client.drawWindows(FILE, [PART], new AbortController().signal)).toHaveLength(1);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([false]);
  });
});

describe('a part of a file, drawn for the eye', () => {
  it('comes from the worker that has its samples', async () => {
    const { client, log, options } = createTestClient();
    await client.survey(FILE, options);
    expect(await client.drawSpan(FILE, PART)).toEqual({ ...PART, ...SURVEY.pictures });
    expect(log.at(-1)).toBe('1 draw for the eye from 2');
  });

  it('is not worth reading a file again', async () => {
    const { client, workers, log, options } = createTestClient();
    expect(await client.drawSpan(FILE, PART)).toBeNull();
    await client.survey(FILE, options);
    log.length = 0;
    expect(await client.drawSpan(new File([''], 'other.wav'), PART)).toBeNull();
    workers[0]?.crash();
    expect(await client.drawSpan(FILE, PART)).toBeNull();
    await client.survey(FILE, options);
    client.forget();
    expect(await client.drawSpan(FILE, PART)).toBeNull();
    expect(log.filter((entry) => entry.includes('eye'))).toEqual([]);
  });
});
