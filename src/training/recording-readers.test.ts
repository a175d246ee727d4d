import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSpeech } from './augmentation/test-signals';
import { readLabelledFolder } from './labelled-folder';
import { startReaders } from './recording-readers';
import { writeFileBelow, writeRecording } from './test-recordings';

let folder = '';

/** Sixty files, enough for threads: every seventh is broken, every ninth is the one of the same label before it again. */
const FILES = Array.from({ length: 60 }, (_, i) => `${i % 2 === 0 ? 'angry' : 'sad'}/${100 + i}.wav`);
const isBroken = (i: number): boolean => i % 7 === 3;
const isRepeated = (i: number): boolean => i % 9 === 8;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-readers-'));
  for (const [i, path] of FILES.entries()) {
    const voice = isRepeated(i) ? i - 2 : i;
    // Long and short ones, so that a thread may overtake another.
    const speech = createSpeech(voice % 5 === 0 ? 6 : 1, voice);
    if (isBroken(i)) await writeFileBelow(folder, path, new Uint8Array(9));
    else await writeRecording(folder, path, speech, 48_000);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('startReaders', { timeout: 60_000 }, () => {
  it.skipIf(availableParallelism() < 2)('gives the same on threads as without (skipped on a single core)', async () => {
    const [onThreads, without] = [startReaders(1000), startReaders(1)];
    expect(onThreads.constructor).not.toBe(without.constructor);
    try {
      const paths = [...FILES.slice(0, 12), 'nowhere.wav'].map((path) => join(folder, path));
      const [threaded, plain] = await Promise.all(
        [onThreads, without].map((readers) => Promise.all(paths.map((path) => readers.read(path)))),
      );
      expect(threaded).toEqual(plain);
      expect(threaded?.at(-1)).toMatchObject({ reason: expect.stringMatching(/ENOENT/) as string });
    } finally {
      await onThreads.stop();
    }
  });
});

describe('readLabelledFolder', { timeout: 60_000 }, () => {
  it('keeps the order of the files, whichever is read first', async () => {
    const paths: string[] = [];
    const progress: number[] = [];
    for await (const entry of readLabelledFolder(folder, (done) => progress.push(done))) {
      paths.push('reason' in entry ? entry.path : entry.clip.path);
      const i = FILES.indexOf(paths.at(-1) ?? '');
      if (isBroken(i)) expect(entry).toMatchObject({ reason: expect.stringMatching(/readable/) as string });
      // The one before may be broken itself; then there is nothing to repeat.
      else if (isRepeated(i) && !isBroken(i - 2))
        expect(entry).toHaveProperty('reason', `The same sound as ${FILES[i - 2] ?? ''}.`);
      else expect(entry).toHaveProperty('pcm');
    }
    expect(paths).toEqual([...FILES].sort());
    expect(progress).toEqual(FILES.map((_, i) => i + 1));
  });

  it('ends its threads when nobody wants the rest', async () => {
    let read = 0;
    for await (const entry of readLabelledFolder(folder)) {
      expect(entry).toBeDefined();
      if (++read === 3) break;
    }
    // A thread that went on would keep the process from ending; the test run would hang.
    expect(read).toBe(3);
  });
});
