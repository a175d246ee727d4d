import { describe, expect, it } from 'vitest';
import type { PcmPiece } from '../contract/pcm';
import { LinkedWorker } from '../testing/linked-worker';
import { createFeaturesClient } from './features-client';
import type { ExtractedRecording, FeaturesCalls } from './protocol';
import { serveCalls } from './serve-calls';

const EXTRACTED: ExtractedRecording = {
  windows: [],
  pictures: {
    pcm: { samples: new Float32Array(1), sampleRateHz: 11_025 },
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

/** A client whose workers log their calls; `finish` hangs in the workers whose number is in `hanging`. */
function createTestClient(hanging: readonly number[] = []) {
  const workers: LinkedWorker[] = [];
  const calls: string[] = [];
  const client = createFeaturesClient(() => {
    const worker = new LinkedWorker();
    const number = workers.push(worker);
    serveCalls<FeaturesCalls>(worker.scope, {
      begin: ({ sampleRateHz, channelCount }) => {
        calls.push(`${number} begin ${sampleRateHz} ${channelCount}`);
        return { result: null };
      },
      push: ({ channels }) => {
        calls.push(`${number} push ${channels.map((channel) => channel.length).join()}`);
        return { result: null };
      },
      finish: () => {
        calls.push(`${number} finish`);
        return hanging.includes(number) ? new Promise(() => undefined) : { result: EXTRACTED };
      },
    });
    return {
      worker,
      stop: () => {
        worker.terminate();
      },
    };
  });
  return { client, workers, calls };
}

function createPiece(length: number): PcmPiece {
  return { channels: [new Float32Array(length), new Float32Array(length)], sampleRateHz: 8000 };
}

async function* yieldPieces(...pieces: PcmPiece[]) {
  await Promise.resolve();
  yield* pieces;
}

describe('features client', () => {
  it('hands the pieces over in order, says when the last one went, and uses one worker for all recordings', async () => {
    const { client, workers, calls } = createTestClient();
    const { signal } = new AbortController();
    const onDecoded = () => calls.push('decoded');
    const pieces = [createPiece(3), createPiece(2)];
    expect(await client.extract(yieldPieces(...pieces), { signal, onDecoded })).toEqual(EXTRACTED);
    await client.extract(yieldPieces(createPiece(1)), { signal, onDecoded });
    expect(calls).toEqual([
      '1 begin 8000 2',
      '1 push 3,3',
      '1 push 2,2',
      'decoded',
      '1 finish',
      '1 begin 8000 2',
      '1 push 1,1',
      'decoded',
      '1 finish',
    ]);
    expect(workers).toHaveLength(1);
    expect(pieces[0]?.channels[0]?.length).toBe(0);
  });

  it('ends the worker on abort, rejects with the reason, and starts another for the next recording', async () => {
    const { client, workers, calls } = createTestClient([1]);
    const controller = new AbortController();
    const aborted = client.extract(yieldPieces(createPiece(1)), {
      signal: controller.signal,
      onDecoded: () => {
        controller.abort(new Error('superseded'));
      },
    });
    await expect(aborted).rejects.toThrow('superseded');
    expect(workers[0]?.isTerminated).toBe(true);
    await client.extract(yieldPieces(createPiece(1)), {
      signal: new AbortController().signal,
      onDecoded: () => undefined,
    });
    expect(calls.at(-1)).toBe('2 finish');
  });

  it('rejects with worker-died when the worker crashes, and recovers', async () => {
    const { client, workers } = createTestClient([1]);
    const options = { signal: new AbortController().signal, onDecoded: () => workers[0]?.crash() };
    await expect(client.extract(yieldPieces(createPiece(1)), options)).rejects.toMatchObject({ code: 'worker-died' });
    expect(await client.extract(yieldPieces(createPiece(1)), options)).toEqual(EXTRACTED);
  });

  it('refuses a recording without a piece', async () => {
    const { client } = createTestClient();
    const options = { signal: new AbortController().signal, onDecoded: () => undefined };
    await expect(client.extract(yieldPieces(), options)).rejects.toMatchObject({ code: 'decode-error' });
  });
});
