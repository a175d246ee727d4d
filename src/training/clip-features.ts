/**
 * Labelled recordings on disk → mel levels in memory, cached below `.cache/features/` by feature configuration and
 * folder, because reading, resampling and transforming ten thousand clips takes minutes. Node only.
 */
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FEATURE_CONFIG, type TimeSpan } from '../contract/features';
import type { LabelledClip, SkippedFile } from '../corpora/labelled-clip';
import { extractTrimmedLevels, extractWindowLevels, type WindowLevels } from '../features/extract-recording';
import { listLabelledFolder, readLabelledFolder, type LabelledRecording } from './labelled-folder';

/** One clip, ready for training and for judging. */
export interface ClipFeatures {
  readonly clip: LabelledClip;
  /** From the first to the last spoken sound: `[nMels, frames]` in dB, any number of frames. */
  readonly levels: Float32Array;
  /** What the page would hand to the network. */
  readonly windows: readonly WindowLevels[];
}

/** A folder of recordings, read. */
export interface LoadedCorpus {
  readonly clips: readonly ClipFeatures[];
  /** Files that could not be used, each with the reason. */
  readonly skipped: readonly SkippedFile[];
}

/** Called after each file. */
export type LoadProgress = (done: number, total: number) => void;

/**
 * Features of one recording, as the page computes them.
 * @throws UndertoneError `too-short`, `silent`
 */
export function extractClip({ clip, pcm }: LabelledRecording): ClipFeatures {
  const windows = extractWindowLevels(pcm);
  const [first] = windows;
  // A clip of one window, as nearly all are, is trimmed to just that window.
  const levels = first && windows.length === 1 ? first.levels : extractTrimmedLevels(pcm);
  return { clip, levels, windows };
}

/**
 * Reads every labelled recording below a folder, from the cache where it holds this very folder and configuration.
 * @throws Error when the folder cannot be read or holds no labelled recording
 */
export async function loadCorpus(folder: string, cacheFolder: string, onProgress: LoadProgress): Promise<LoadedCorpus> {
  const paths = (await listLabelledFolder(folder)).map(({ path }) => path);
  const key = createHash('sha256')
    .update(JSON.stringify([FEATURE_CONFIG, resolve(folder), await describeFiles(folder, paths)]))
    .digest('hex')
    .slice(0, 16);
  const base = join(cacheFolder, key);
  if (!existsSync(`${base}.json`)) await buildCache(folder, base, onProgress);
  const corpus = await readCache(base);
  if (corpus.clips.length === 0) throw new Error(`No labelled recording in ${folder} could be read.`);
  return corpus;
}

/** Path, size and time of change of every file: a recording that was replaced under its name makes another cache. */
function describeFiles(folder: string, paths: readonly string[]): Promise<[string, number, number][]> {
  return Promise.all(
    paths.map(async (path) => {
      const { size, mtimeMs } = await stat(join(folder, path));
      return [path, size, mtimeMs];
    }),
  );
}

/** What the index says of one matrix in the data file: a span of the recording and a range of floats. */
interface StoredMatrix extends TimeSpan {
  readonly offset: number;
  readonly length: number;
}

interface StoredIndex {
  readonly clips: readonly { clip: LabelledClip; levels: StoredMatrix; windows: StoredMatrix[] }[];
  readonly skipped: readonly SkippedFile[];
}

async function buildCache(folder: string, base: string, onProgress: LoadProgress): Promise<void> {
  await mkdir(join(base, '..'), { recursive: true });
  const data = createWriteStream(`${base}.f32.part`);
  let offset = 0;
  const store = ({ startSec, endSec, levels }: WindowLevels): StoredMatrix => {
    data.write(Buffer.from(levels.buffer, levels.byteOffset, levels.byteLength));
    const stored = { startSec, endSec, offset, length: levels.length };
    offset += levels.length;
    return stored;
  };
  const clips: StoredIndex['clips'][number][] = [];
  const skipped: SkippedFile[] = [];
  for await (const entry of readLabelledFolder(folder, onProgress)) {
    if ('reason' in entry) {
      skipped.push(entry);
      continue;
    }
    const { clip, levels, windows } = extractClip(entry);
    const whole = { startSec: windows[0]?.startSec ?? 0, endSec: windows.at(-1)?.endSec ?? 0, levels };
    const stored = windows.map(store);
    const only = levels === windows[0]?.levels ? stored[0] : undefined;
    clips.push({ clip, levels: only ?? store(whole), windows: stored });
  }
  await new Promise<void>((done, fail) => {
    data.on('error', fail);
    data.end(done);
  });
  await rename(`${base}.f32.part`, `${base}.f32`);
  // The index is written last: a cache that has one is whole.
  await writeFile(`${base}.json`, JSON.stringify({ clips, skipped } satisfies StoredIndex));
}

async function readCache(base: string): Promise<LoadedCorpus> {
  const index = JSON.parse(await readFile(`${base}.json`, 'utf8')) as StoredIndex;
  const bytes = await readFile(`${base}.f32`);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / Float32Array.BYTES_PER_ELEMENT);
  const view = ({ offset, length }: StoredMatrix): Float32Array => values.subarray(offset, offset + length);
  return {
    clips: index.clips.map(({ clip, levels, windows }) => ({
      clip,
      levels: view(levels),
      windows: windows.map((window) => ({ startSec: window.startSec, endSec: window.endSec, levels: view(window) })),
    })),
    skipped: index.skipped,
  };
}
