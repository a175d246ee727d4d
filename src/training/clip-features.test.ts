import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { extractTrimmedLevels, extractWindowLevels } from '../features/extract-recording';
import { expectAllClose } from '../testing/all-close';
import { SYNTHETIC_SIGNALS } from '../testing/synthetic-signals';
import { loadCorpus, type LoadedCorpus } from './clip-features';
import { writeFileBelow, writeRecording } from './test-recordings';

let folder = '';
let cacheFolder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-clips-'));
  cacheFolder = join(await mkdtemp(join(tmpdir(), 'undertone-cache-')), 'features');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(dirname(cacheFolder), { recursive: true, force: true });
});

function render(name: string): Float32Array {
  const signal = SYNTHETIC_SIGNALS[name];
  if (!signal) throw new Error(`No signal is called ${name}.`);
  return signal();
}

/** Loads the folder; also tells how many files were read for it. */
async function load(): Promise<LoadedCorpus & { readonly filesRead: number }> {
  let filesRead = 0;
  const corpus = await loadCorpus(folder, cacheFolder, (done, total) => {
    filesRead++;
    expect(done).toBe(filesRead);
    expect(total).toBeGreaterThanOrEqual(done);
  });
  return { ...corpus, filesRead };
}

describe('loadCorpus', () => {
  it('reads every labelled recording as the page does', async () => {
    const voice = render('voice-like');
    await writeRecording(folder, 'Actor_02/03-01-05-01-01-01-02.wav', voice);
    await writeRecording(folder, 'happy/someone.WAV', render('short-0.3s'));
    const { clips, skipped, filesRead } = await load();
    expect(filesRead).toBe(2);
    expect(skipped).toEqual([]);
    expect(clips.map(({ clip }) => [clip.corpus, clip.speaker, clip.emotion])).toEqual([
      ['ravdess', 'ravdess/02', 'angry'],
      ['folder', null, 'happy'],
    ]);
    const pcm = { samples: voice, sampleRateHz: SAMPLE_RATE_HZ };
    // The file has 16 bits: its rounding moves the quietest bands, 60 dB below the loudest, by some hundredths of a dB.
    expectAllClose(clips[0]?.levels ?? [], extractTrimmedLevels(pcm), 0.5);
    expect(clips[0]?.windows.map(({ startSec, endSec }) => ({ startSec, endSec }))).toEqual(
      extractWindowLevels(pcm).map(({ startSec, endSec }) => ({ startSec, endSec })),
    );
  });

  it('names what it cannot use and goes on', async () => {
    await writeRecording(folder, 'happy/good.wav', render('short-0.3s'));
    await writeRecording(folder, 'notes/unlabelled.wav', render('short-0.3s'));
    await writeRecording(folder, 'sad/silent.wav', new Float32Array(SAMPLE_RATE_HZ));
    await writeRecording(folder, 'sad/short.wav', render('short-0.3s').slice(0, 1000));
    await writeFileBelow(folder, 'sad/broken.wav', new TextEncoder().encode('this is no recording'));
    await writeFileBelow(folder, 'sad/readme.txt', new TextEncoder().encode('not looked at'));
    const { clips, skipped } = await load();
    expect(clips.map(({ clip }) => clip.path)).toEqual(['happy/good.wav']);
    expect(skipped.map(({ path }) => path)).toEqual([
      'notes/unlabelled.wav',
      'sad/broken.wav',
      'sad/short.wav',
      'sad/silent.wav',
    ]);
    const reasons = skipped.map(({ reason }) => reason);
    expect(reasons[0]).toMatch(/named after an emotion/);
    expect(reasons[1]).toMatch(/readable audio file/);
    expect(reasons[2]).toMatch(/at least 0.2 s/);
    expect(reasons[3]).toMatch(/loudest part/);
  });

  it('reads the second time from its cache, to the bit', async () => {
    await writeRecording(folder, 'happy/one.wav', render('voice-like'));
    await writeRecording(folder, 'sad/two.wav', render('short-0.3s'));
    await writeFileBelow(folder, 'sad/broken.wav', new Uint8Array(3));
    const first = await load();
    const second = await load();
    expect(second).toEqual({ ...first, filesRead: 0 });
  });

  it('reads anew when the list of files changes', async () => {
    await writeRecording(folder, 'happy/one.wav', render('short-0.3s'));
    await load();
    await writeRecording(folder, 'happy/two.wav', render('voice-like'));
    const { clips, filesRead } = await load();
    expect(filesRead).toBe(2);
    expect(clips).toHaveLength(2);
  });

  it('reads anew when a file was replaced under its name', async () => {
    await writeRecording(folder, 'happy/one.wav', render('voice-like'));
    const first = await load();
    await writeRecording(folder, 'happy/one.wav', render('short-0.3s'));
    const second = await load();
    expect(second.filesRead).toBe(1);
    expect(second.clips[0]?.levels.length).toBeLessThan(first.clips[0]?.levels.length ?? 0);
  });

  it('reads anew when it was killed while it wrote the cache', async () => {
    await writeRecording(folder, 'happy/one.wav', render('short-0.3s'));
    const first = await load();
    const index = (await readdir(cacheFolder)).find((name) => name.endsWith('.json')) ?? '';
    await rm(join(cacheFolder, index));
    expect(await load()).toEqual(first);
  });

  it('refuses a folder without labelled recordings, and one that is not there', async () => {
    await writeRecording(folder, 'notes/unlabelled.wav', render('short-0.3s'));
    await expect(load()).rejects.toThrow(/Expected labelled recordings/);
    await expect(loadCorpus(join(folder, 'nowhere'), cacheFolder, () => undefined)).rejects.toThrow(/ENOENT/);
  });
});
