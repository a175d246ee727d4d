import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWav } from '../audio/write-wav';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { extractTrimmedLevels, extractWindowLevels } from '../features/extract-recording';
import { expectAllClose } from '../testing/all-close';
import { SYNTHETIC_SIGNALS } from '../testing/synthetic-signals';
import { listRecordings, loadCorpus, type LoadedCorpus } from './clip-features';

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

async function writeFileBelow(path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

async function writeRecording(path: string, samples: Float32Array): Promise<void> {
  const blob = await writeWav([{ channels: [samples], sampleRateHz: SAMPLE_RATE_HZ }]);
  await writeFileBelow(path, new Uint8Array(await blob.arrayBuffer()));
}

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
    await writeRecording('Actor_02/03-01-05-01-01-01-02.wav', voice);
    await writeRecording('happy/someone.WAV', render('short-0.3s'));
    const { clips, skipped, filesRead } = await load();
    expect(filesRead).toBe(2);
    expect(skipped).toEqual([]);
    expect(clips.map(({ clip }) => [clip.corpus, clip.speaker, clip.emotion])).toEqual([
      ['ravdess', 'ravdess/02', 'angry'],
      ['folder', 'folder/unknown', 'happy'],
    ]);
    const pcm = { samples: voice, sampleRateHz: SAMPLE_RATE_HZ };
    // The file has 16 bits: its rounding moves the quietest bands, 60 dB below the loudest, by some hundredths of a dB.
    expectAllClose(clips[0]?.levels ?? [], extractTrimmedLevels(pcm), 0.5);
    expect(clips[0]?.windows.map(({ startSec, endSec }) => ({ startSec, endSec }))).toEqual(
      extractWindowLevels(pcm).map(({ startSec, endSec }) => ({ startSec, endSec })),
    );
  });

  it('names what it cannot use and goes on', async () => {
    await writeRecording('happy/good.wav', render('short-0.3s'));
    await writeRecording('notes/unlabelled.wav', render('short-0.3s'));
    await writeRecording('sad/silent.wav', new Float32Array(SAMPLE_RATE_HZ));
    await writeRecording('sad/short.wav', render('short-0.3s').slice(0, 1000));
    await writeFileBelow('sad/broken.wav', new TextEncoder().encode('this is no recording'));
    await writeFileBelow('sad/readme.txt', new TextEncoder().encode('not looked at'));
    const { clips, skipped } = await load();
    expect(clips.map(({ clip }) => clip.path)).toEqual(['happy/good.wav']);
    expect(skipped.map(({ path }) => path)).toEqual([
      'notes/unlabelled.wav',
      'sad/broken.wav',
      'sad/short.wav',
      'sad/silent.wav',
    ]);
    const reasons = skipped.map(({ reason }) => reason);
    expect(reasons[0]).toMatch(/names an emotion/);
    expect(reasons[1]).toMatch(/readable audio file/);
    expect(reasons[2]).toMatch(/at least 0.2 s/);
    expect(reasons[3]).toMatch(/loudest part/);
  });

  it('reads the second time from its cache, to the bit', async () => {
    await writeRecording('happy/one.wav', render('voice-like'));
    await writeRecording('sad/two.wav', render('short-0.3s'));
    await writeFileBelow('sad/broken.wav', new Uint8Array(3));
    const first = await load();
    const second = await load();
    expect(second).toEqual({ ...first, filesRead: 0 });
  });

  it('reads anew when the list of files changes', async () => {
    await writeRecording('happy/one.wav', render('short-0.3s'));
    await load();
    await writeRecording('happy/two.wav', render('short-0.3s'));
    const { clips, filesRead } = await load();
    expect(filesRead).toBe(2);
    expect(clips).toHaveLength(2);
  });

  it('reads anew when a file was replaced under its name', async () => {
    await writeRecording('happy/one.wav', render('voice-like'));
    const first = await load();
    await writeRecording('happy/one.wav', render('short-0.3s'));
    const second = await load();
    expect(second.filesRead).toBe(1);
    expect(second.clips[0]?.levels.length).toBeLessThan(first.clips[0]?.levels.length ?? 0);
  });

  it('reads anew when it was killed while it wrote the cache', async () => {
    await writeRecording('happy/one.wav', render('short-0.3s'));
    const first = await load();
    const index = (await readdir(cacheFolder)).find((name) => name.endsWith('.json')) ?? '';
    await rm(join(cacheFolder, index));
    expect(await load()).toEqual(first);
  });

  it('refuses a folder without labelled recordings, and one that is not there', async () => {
    await writeRecording('notes/unlabelled.wav', render('short-0.3s'));
    await expect(load()).rejects.toThrow(/No labelled recording/);
    await expect(loadCorpus(join(folder, 'nowhere'), cacheFolder, () => undefined)).rejects.toThrow(/ENOENT/);
  });
});

describe('listRecordings', () => {
  it('lists WAV files at any depth, sorted, with forward slashes', async () => {
    for (const path of ['b/c/2.wav', 'b/1.WAV', 'a.wav', 'b/notes.txt']) await writeFileBelow(path, new Uint8Array(1));
    expect(await listRecordings(folder)).toEqual(['a.wav', 'b/1.WAV', 'b/c/2.wav']);
  });
});
