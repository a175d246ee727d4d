import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { extractWindowLevels } from '../features/extract-recording';
import { expectAllClose } from '../testing/all-close';
import { createSpeech } from './augmentation/test-signals';
import { readRecording } from './read-recording';
import { buildRecordingStore, openRecordingStore, type RecordingStore, type RecordingVariant } from './recording-store';
import { writeFileBelow, writeRecording } from './test-recordings';

let folder = '';
let cacheFolder = '';
let filesRead = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-recordings-'));
  cacheFolder = join(await mkdtemp(join(tmpdir(), 'undertone-store-')), 'recordings');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(dirname(cacheFolder), { recursive: true, force: true });
});

async function load(variants: readonly RecordingVariant[] = []): Promise<RecordingStore> {
  filesRead = 0;
  const path = await buildRecordingStore(folder, cacheFolder, variants, () => {
    filesRead++;
  });
  return openRecordingStore(path);
}

const louder: RecordingVariant = {
  name: 'twice as loud',
  make: ({ samples, sampleRateHz }) => Promise.resolve({ samples: samples.map((sample) => 2 * sample), sampleRateHz }),
};

/** Two recordings, the second a hundred times quieter, and two files that are none. */
async function writeFolder(): Promise<void> {
  await writeRecording(folder, 'Actor_02/03-01-05-01-01-01-02.wav', createSpeech(1.5, 1));
  await writeRecording(
    folder,
    'Actor_02/03-01-04-01-01-01-02.flac',
    createSpeech(1.2, 2).map((sample) => sample / 100),
    44_100,
  );
  await writeFileBelow(folder, 'sad/broken.wav', new TextEncoder().encode('this is no recording'));
}

describe('a recording store', () => {
  it('holds every recording, 98 dB below whose peak it is exact', async () => {
    await writeFolder();
    const store = await load();
    expect(store.clips.map(({ path, speaker, emotion }) => [path, speaker, emotion])).toEqual([
      ['Actor_02/03-01-04-01-01-01-02.flac', 'ravdess/02', 'sad'],
      ['Actor_02/03-01-05-01-01-01-02.wav', 'ravdess/02', 'angry'],
    ]);
    expect(store.skipped.map(({ path }) => path)).toEqual(['sad/broken.wav']);
    for (const [i, { path }] of store.clips.entries()) {
      const { samples } = await readRecording(join(folder, path));
      const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
      // Half a step of 32,767 to the peak.
      expectAllClose(store.readSamples(i), samples, (0.51 * peak) / 32_767);
    }
  });

  it('gives the features of the recording itself', async () => {
    await writeFolder();
    const store = await load();
    for (const [i, { path }] of store.clips.entries()) {
      const windows = extractWindowLevels(await readRecording(join(folder, path)));
      const stored = extractWindowLevels({ samples: store.readSamples(i), sampleRateHz: SAMPLE_RATE_HZ });
      expect(stored.map(({ startSec, endSec }) => [startSec, endSec])).toEqual(
        windows.map(({ startSec, endSec }) => [startSec, endSec]),
      );
      // What rounding moves lies at the floor of 80 dB below the loudest cell.
      expectAllClose(stored[0]?.levels ?? [], windows[0]?.levels ?? [], 0.3);
    }
  });

  it('is made once', async () => {
    await writeFolder();
    const first = await load();
    expect(filesRead).toBe(3);
    const second = await load();
    expect(filesRead).toBe(0);
    expect(second.path).toBe(first.path);
    expect(second.readSamples(1)).toEqual(first.readSamples(1));
  });

  it('is made anew when a file or a variant changes', async () => {
    await writeFolder();
    const paths = [(await load()).path];
    await utimes(join(folder, 'Actor_02/03-01-05-01-01-01-02.wav'), 1, 1);
    paths.push((await load()).path);
    paths.push((await load([louder])).path);
    paths.push((await load([{ ...louder, name: 'thrice' }])).path);
    await writeRecording(folder, 'happy/third.wav', createSpeech(1, 3));
    paths.push((await load()).path);
    expect(new Set(paths).size).toBe(5);
  });

  it('holds variants beside each recording', async () => {
    await writeFolder();
    const store = await load([louder, { ...louder, name: 'again' }]);
    for (const recording of [0, 1]) {
      const original = store.readSamples(recording);
      const doubled = original.map((sample) => 2 * sample);
      expectAllClose(store.readSamples(recording, 0), doubled, 1e-4);
      expect(store.readSamples(recording, 1)).toEqual(store.readSamples(recording, 0));
    }
    expect(() => store.readSamples(0, 2)).toThrow(RangeError);
    expect(() => store.readSamples(2)).toThrow(RangeError);
  });

  it('that was being written when the command was killed is no store', async () => {
    await writeFolder();
    const dying: RecordingVariant = {
      name: 'dying',
      make: (pcm, { emotion }) => (emotion === 'angry' ? Promise.reject(new Error('killed')) : Promise.resolve(pcm)),
    };
    await expect(load([dying])).rejects.toThrow('killed');
    expect((await readdir(cacheFolder)).filter((name) => name.endsWith('.json'))).toEqual([]);
    const store = await load([{ ...dying, make: louder.make }]);
    expect(filesRead).toBe(3);
    expectAllClose(
      store.readSamples(1, 0),
      store.readSamples(1).map((sample) => 2 * sample),
      1e-4,
    );
  });

  it('refuses a folder in which nothing can be read', async () => {
    await writeFileBelow(folder, 'sad/broken.wav', new Uint8Array(3));
    await expect(load()).rejects.toThrow(/No labelled recording in .+ could be read/);
    expect((await readdir(cacheFolder)).filter((name) => name.endsWith('.json'))).toEqual([]);
  });
});
