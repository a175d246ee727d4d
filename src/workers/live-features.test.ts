import { describe, expect, it } from 'vitest';
import { extractWindows } from '../features/extract-recording';
import { LinkedWorker } from '../testing/linked-worker';
import { SYNTHETIC_SIGNALS } from '../testing/synthetic-signals';
import { createLiveHandlers } from './live-features';
import type { LiveFeaturesCalls } from './protocol';
import { serveCalls } from './serve-calls';
import { WorkerConnection } from './worker-connection';

const RATE_HZ = 11_025;

function connect(): WorkerConnection<LiveFeaturesCalls> {
  const worker = new LinkedWorker();
  serveCalls<LiveFeaturesCalls>(worker.scope, createLiveHandlers());
  return new WorkerConnection({
    worker,
    stop: () => {
      worker.terminate();
    },
  });
}

function makeVoice(): Float32Array {
  const voice = SYNTHETIC_SIGNALS['voice-like']?.();
  if (voice === undefined) throw new Error('Expected the signal voice-like.');
  return voice;
}

async function push(connection: WorkerConnection<LiveFeaturesCalls>, samples: Float32Array, sampleRateHz = RATE_HZ) {
  for (let start = 0; start < samples.length; start += 500) {
    await connection.call('pushLive', { channels: [samples.slice(start, start + 500)], sampleRateHz });
  }
}

describe('live features', () => {
  it('are those of the same three seconds in a file', async () => {
    const connection = connect();
    const voice = makeVoice();
    await connection.call('beginLive', { sampleRateHz: RATE_HZ, channelCount: 1 });
    await push(connection, new Float32Array(RATE_HZ).fill(0.01));
    await push(connection, voice);
    const { startSec, endSec, features } = await connection.call('readLive', null);
    expect([startSec, endSec]).toEqual([1, 4]);
    const [expected] = extractWindows({ samples: voice, sampleRateHz: RATE_HZ });
    expect(features?.values).toEqual(expected?.values);
    expect(features?.startSec).toBeCloseTo(1 + (expected?.startSec ?? NaN), 9);
  });

  it('take pieces that follow the beginning at once, at another rate and in stereo', async () => {
    const connection = connect();
    const begun = connection.call('beginLive', { sampleRateHz: 48_000, channelCount: 2 });
    const channels = [1, 2].map(() => new Float32Array(48_000).fill(0.1));
    const pushed = connection.call('pushLive', { channels, sampleRateHz: 48_000 });
    await Promise.all([begun, pushed]);
    const { endSec } = await connection.call('readLive', null);
    // The resampler keeps its filter's half width back, 12 ms at 48 kHz.
    expect(endSec).toBeGreaterThan(0.98);
    expect(endSec).toBeLessThanOrEqual(1);
  });

  it('tell each block of level once, around its own mean', async () => {
    const connection = connect();
    await connection.call('beginLive', { sampleRateHz: RATE_HZ, channelCount: 1 });
    await push(connection, new Float32Array(1024).fill(0.5));
    const { levelsDbfs, levelHopSec, features } = await connection.call('readLive', null);
    expect([...levelsDbfs]).toEqual([-120, -120]);
    expect(levelHopSec).toBeCloseTo(512 / RATE_HZ, 12);
    // A constant is no sound, and 0.09 s are too little for a picture.
    expect(features).toBeNull();
    await push(
      connection,
      Float32Array.from({ length: 512 }, (_, n) => (n % 2 === 0 ? 0.1 : -0.1)),
    );
    const next = await connection.call('readLive', null);
    expect(next.levelsDbfs).toHaveLength(1);
    expect(next.levelsDbfs[0]).toBeCloseTo(-20, 4);
  });

  it('refuse what no session was begun for, and forget the one before', async () => {
    const connection = connect();
    await expect(connection.call('readLive', null)).rejects.toMatchObject({ code: 'unexpected' });
    await connection.call('beginLive', { sampleRateHz: RATE_HZ, channelCount: 1 });
    await push(connection, makeVoice());
    await connection.call('beginLive', { sampleRateHz: RATE_HZ, channelCount: 1 });
    expect(await connection.call('readLive', null)).toMatchObject({ startSec: 0, endSec: 0, features: null });
  });
});
