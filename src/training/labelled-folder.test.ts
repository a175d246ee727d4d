import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { expectAllClose } from '../testing/all-close';
import { SYNTHETIC_SIGNALS } from '../testing/synthetic-signals';
import { listLabelledFolder, readLabelledFolder, type FolderEntry } from './labelled-folder';
import { writeFileBelow, writeRecording } from './test-recordings';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-folder-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A second of voice-like sound that is another one for every seed. */
function renderVoice(seed: number): Float32Array {
  const voice = SYNTHETIC_SIGNALS['voice-like']?.() ?? new Float32Array(0);
  return voice.slice(seed, seed + SAMPLE_RATE_HZ);
}

async function readAll(...rest: Parameters<typeof readLabelledFolder> extends [string, ...infer Rest] ? Rest : never) {
  const entries: FolderEntry[] = [];
  for await (const entry of readLabelledFolder(folder, ...rest)) entries.push(entry);
  return entries;
}

/** Path → reason, or path → emotion and speaker. */
function outline(entries: readonly FolderEntry[]): Record<string, string> {
  return Object.fromEntries(
    entries.map((entry) =>
      'reason' in entry
        ? [entry.path, entry.reason]
        : [entry.clip.path, `${entry.clip.emotion} by ${entry.clip.speaker ?? 'somebody'}`],
    ),
  );
}

describe('readLabelledFolder', () => {
  it('reads WAV and FLAC of any rate and channels, in sorted order, whole', async () => {
    await writeRecording(folder, 'sad/b.flac', [renderVoice(1), renderVoice(1)], 22_050);
    await writeRecording(folder, 'anna/angry/a.WAV', renderVoice(2), 44_100);
    await writeRecording(folder, 'Actor_02/03-01-05-01-01-01-02.wav', [renderVoice(3), renderVoice(3)], 48_000);
    const progress: string[] = [];
    const entries = await readAll((done, total) => progress.push(`${done}/${total}`));
    expect(Object.entries(outline(entries))).toEqual([
      ['Actor_02/03-01-05-01-01-01-02.wav', 'angry by ravdess/02'],
      ['anna/angry/a.WAV', 'angry by folder/anna'],
      ['sad/b.flac', 'sad by somebody'],
    ]);
    expect(progress).toEqual(['1/3', '2/3', '3/3']);
    const lengths = entries.map((entry) => ('pcm' in entry ? entry.pcm.samples.length : 0));
    expect(lengths).toEqual([48_000, 44_100, 22_050].map((rate) => Math.round(SAMPLE_RATE_HZ ** 2 / rate)));
  });

  it('says of every other file why it was skipped', async () => {
    await writeRecording(folder, 'happy/good.wav', renderVoice(1));
    await writeRecording(folder, 'notes/unlabelled.wav', renderVoice(2));
    await writeRecording(folder, 'sad/silent.flac', new Float32Array(44_100), 44_100);
    await writeRecording(folder, 'sad/short.wav', renderVoice(3).slice(0, 1000));
    await writeFileBelow(folder, 'sad/broken.wav', new TextEncoder().encode('this is no recording'));
    await writeFileBelow(folder, 'sad/broken.flac', new TextEncoder().encode('this is no recording'));
    await writeFileBelow(folder, 'sad/empty.wav', new Uint8Array(0));
    await writeFileBelow(folder, 'sad/song.mp3', new Uint8Array(100));
    await writeFileBelow(folder, 'sad/readme.txt', new Uint8Array(100));
    await writeRecording(folder, 'whole.flac', renderVoice(5), 22_050);
    const flac = await readFile(join(folder, 'whole.flac'));
    await writeFileBelow(folder, 'sad/cut.flac', flac.subarray(0, flac.length / 2));
    await mkdir(join(folder, 'sad/folder.wav'));
    expect(outline(await readAll())).toEqual({
      'happy/good.wav': 'happy by somebody',
      'notes/unlabelled.wav': expect.stringMatching(/named after an emotion/) as string,
      'sad/broken.flac': expect.stringMatching(/readable audio file/) as string,
      'sad/broken.wav': expect.stringMatching(/readable audio file/) as string,
      'sad/cut.flac': expect.stringMatching(/samples per channel in the FLAC file|readable FLAC file/) as string,
      'sad/empty.wav': expect.stringMatching(/readable audio file|no sound/) as string,
      'sad/folder.wav': expect.stringMatching(/EISDIR/) as string,
      'sad/short.wav': expect.stringMatching(/at least 0.2 s/) as string,
      'sad/silent.flac': expect.stringMatching(/loudest part/) as string,
      'sad/song.mp3': expect.stringMatching(/Only WAV and FLAC/) as string,
      'whole.flac': expect.stringMatching(/named after an emotion/) as string,
    });
  });

  it('skips the same sound again, whatever its name, format and label', async () => {
    // Whole steps of 16 bits are kept exactly by both formats.
    const voice = renderVoice(1).map((sample) => Math.round(sample * 2 ** 15) / 2 ** 15);
    await writeRecording(folder, 'angry/a.wav', voice, 22_050);
    await writeRecording(folder, 'angry/b.flac', voice, 22_050);
    await writeRecording(folder, 'sad/c.wav', voice, 22_050);
    await writeRecording(folder, 'sad/d.wav', voice.slice(1), 22_050);
    expect(outline(await readAll())).toEqual({
      'angry/a.wav': 'angry by somebody',
      'angry/b.flac': 'The same sound as angry/a.wav.',
      'sad/c.wav': 'The same sound as angry/a.wav, though labelled sad, not angry.',
      'sad/d.wav': 'sad by somebody',
    });
  });

  it('skips samples that are no numbers', async () => {
    // A float WAV: the header of a mono file at the model's rate, then NaN.
    const header = new DataView(new ArrayBuffer(44 + 4 * SAMPLE_RATE_HZ));
    const tag = (offset: number, text: string): void => {
      for (let i = 0; i < text.length; i++) header.setUint8(offset + i, text.charCodeAt(i));
    };
    tag(0, 'RIFF');
    header.setUint32(4, 36 + 4 * SAMPLE_RATE_HZ, true);
    tag(8, 'WAVEfmt ');
    header.setUint32(16, 16, true);
    header.setUint16(20, 3, true);
    header.setUint16(22, 1, true);
    header.setUint32(24, SAMPLE_RATE_HZ, true);
    header.setUint32(28, 4 * SAMPLE_RATE_HZ, true);
    header.setUint16(32, 4, true);
    header.setUint16(34, 32, true);
    tag(36, 'data');
    header.setUint32(40, 4 * SAMPLE_RATE_HZ, true);
    header.setFloat32(44 + 400, NaN, true);
    await writeFileBelow(folder, 'sad/nan.wav', new Uint8Array(header.buffer));
    expect(outline(await readAll())).toEqual({ 'sad/nan.wav': expect.stringMatching(/finite samples/) as string });
  });

  it('reads past the FLLR chunk that the official RAVDESS files have before their data', async () => {
    await writeRecording(folder, 'plain.wav', renderVoice(1));
    const plain = await readFile(join(folder, 'plain.wav'));
    await rm(join(folder, 'plain.wav'));
    const dataAt = plain.indexOf('data');
    const filler = Buffer.alloc(8 + 4044);
    filler.write('FLLR');
    filler.writeUInt32LE(4044, 4);
    const padded = Buffer.concat([plain.subarray(0, dataAt), filler, plain.subarray(dataAt)]);
    padded.writeUInt32LE(padded.length - 8, 4);
    await writeFileBelow(folder, '03-01-04-01-01-01-01.wav', padded);
    const [entry] = await readAll();
    expectAllClose(entry && 'pcm' in entry ? entry.pcm.samples : [], renderVoice(1), 2 ** -16 + 1e-7);
  });

  it('opens only what is wanted', async () => {
    await writeFileBelow(folder, 'angry/broken.wav', new Uint8Array(3));
    await writeRecording(folder, 'sad/good.wav', renderVoice(1));
    const entries = await readAll(undefined, ({ emotion }) => emotion === 'sad');
    expect(outline(entries)).toEqual({ 'sad/good.wav': 'sad by somebody' });
  });

  it('follows links to folders, as corpora lie on other disks', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'undertone-elsewhere-'));
    try {
      await writeRecording(elsewhere, 'sad/one.wav', renderVoice(1));
      await symlink(elsewhere, join(folder, 'linked'));
      expect(outline(await readAll())).toEqual({ 'linked/sad/one.wav': 'sad by folder/linked' });
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });
});

describe('listLabelledFolder', () => {
  it('names the known layouts where nothing is labelled', async () => {
    await expect(listLabelledFolder(folder)).rejects.toThrow(/found no sound file[^]*RAVDESS[^]*speaker1/);
    await writeFileBelow(folder, 'unlabelled.wav', new Uint8Array(3));
    await expect(listLabelledFolder(folder)).rejects.toThrow(/1 sound file, none with a label/);
    await expect(listLabelledFolder(join(folder, 'nowhere'))).rejects.toThrow(
      /folder of recordings at .*nowhere, it cannot be read/,
    );
  });
});
