/**
 * The recordings of a labelled folder as the model hears them: mono, at its rate, in one file below `.cache/`, of which
 * any recording is read in some microseconds. Decoding and resampling ten thousand files takes minutes, and every epoch
 * wants every recording anew to vary it. Node only.
 *
 * Samples are 16-bit integers, scaled so that each recording's peak is full scale: the rounding lies 98 dB below the peak
 * of even the quietest one, and what is stored is half as large as float32.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { mkdir, open, rename, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { SAMPLE_RATE_HZ, type Pcm } from '../contract/pcm';
import type { LabelledClip, SkippedFile } from '../corpora/labelled-clip';
import { listLabelledFolder, readLabelledFolder } from './labelled-folder';

/** A version of each recording that takes too long to make on the fly. */
export interface RecordingVariant {
  /** Tells one variant from another: what makes it, with its settings. */
  readonly name: string;
  /** The recording as it becomes; as long as it was, to the sample or nearly. */
  readonly make: (pcm: Pcm, clip: LabelledClip) => Promise<Pcm>;
}

/** Raised when the same files come to be stored otherwise. */
const STORE_REVISION = 1;
const FULL_SCALE = 32_767;

/** Where samples lie in the data file, and what to multiply them by. */
interface StoredSamples {
  readonly offset: number;
  readonly length: number;
  readonly scale: number;
}

interface StoredIndex {
  readonly clips: readonly {
    readonly clip: LabelledClip;
    readonly original: StoredSamples;
    readonly variants: StoredSamples[];
  }[];
  readonly skipped: readonly SkippedFile[];
}

/**
 * Makes sure that the recordings below a folder are stored, unless they are already: same files (by path, size and time of
 * change), same variants. Interrupted, it begins anew the next time.
 * @param onProgress called after each file that is read
 * @returns the path to give to `openRecordingStore`
 * @throws Error when the folder cannot be read or no labelled recording in it can
 */
export async function buildRecordingStore(
  folder: string,
  cacheFolder: string,
  variants: readonly RecordingVariant[],
  onProgress: (done: number, total: number) => void,
): Promise<string> {
  const names = variants.map(({ name }) => name);
  const key = createHash('sha256')
    .update(JSON.stringify([STORE_REVISION, SAMPLE_RATE_HZ, names, resolve(folder), await describeFiles(folder)]))
    .digest('hex')
    .slice(0, 16);
  const path = join(cacheFolder, key);
  if (!existsSync(indexPath(path))) await writeStore(folder, path, variants, onProgress);
  return path;
}

/** Opens recordings that were stored. */
export function openRecordingStore(path: string): RecordingStore {
  return new RecordingStore(path);
}

/** Recordings on disk, in the order of their paths. Holds no file open: reading takes longer than opening. */
export class RecordingStore {
  readonly clips: readonly LabelledClip[];
  /** Files that could not be used, each with the reason. */
  readonly skipped: readonly SkippedFile[];
  /** How many variants there are of every recording. */
  readonly variantCount: number;
  private readonly index: StoredIndex;

  constructor(readonly path: string) {
    this.index = JSON.parse(readFileSync(indexPath(path), 'utf8')) as StoredIndex;
    this.clips = this.index.clips.map(({ clip }) => clip);
    this.skipped = this.index.skipped;
    this.variantCount = this.index.clips[0]?.variants.length ?? 0;
  }

  /**
   * Reads one recording.
   * @param variant its number in the order of `buildRecordingStore`; the recording itself where none is given
   * @returns mono samples at the model's rate, the caller's own
   * @throws RangeError when there is no such recording or variant
   */
  readSamples(recording: number, variant?: number): Float32Array {
    const entry = this.index.clips[recording];
    const stored = variant === undefined ? entry?.original : entry?.variants[variant];
    if (!stored)
      throw new RangeError(`There is no recording ${recording}${variant === undefined ? '' : `/${variant}`}.`);
    const values = readIntegers(dataPath(this.path), stored);
    const samples = new Float32Array(values.length);
    for (let n = 0; n < samples.length; n++) samples[n] = stored.scale * (values[n] as number);
    return samples;
  }
}

/** @throws RangeError when the file is shorter than it should be */
function readIntegers(path: string, { offset, length }: StoredSamples): Int16Array {
  const values = new Int16Array(length);
  const file = openSync(path, 'r');
  try {
    const bytes = readSync(file, values, 0, values.byteLength, offset * values.BYTES_PER_ELEMENT);
    if (bytes === values.byteLength) return values;
    throw new RangeError(`${path} ends at the ${bytes}th of ${values.byteLength} bytes of a recording.`);
  } finally {
    closeSync(file);
  }
}

const indexPath = (path: string): string => `${path}.json`;
const dataPath = (path: string): string => `${path}.i16`;

/** Path, size and time of change of every labelled file: one that was replaced under its name makes another store. */
async function describeFiles(folder: string): Promise<[string, number, number][]> {
  const files = await listLabelledFolder(folder);
  return Promise.all(
    files.map(async ({ path }) => {
      const { size, mtimeMs } = await stat(join(folder, path));
      return [path, size, mtimeMs];
    }),
  );
}

async function writeStore(
  folder: string,
  path: string,
  variants: readonly RecordingVariant[],
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${dataPath(path)}.part`;
  const data = await open(part, 'w');
  const index = await writeRecordings(folder, data, variants, onProgress).finally(() => data.close());
  if (index.clips.length === 0) throw new Error(`No labelled recording in ${folder} could be read.`);
  await rename(part, dataPath(path));
  // The index comes last, and at once: a store that has one is whole.
  await writeFile(`${indexPath(path)}.part`, JSON.stringify(index));
  await rename(`${indexPath(path)}.part`, indexPath(path));
}

async function writeRecordings(
  folder: string,
  data: FileHandle,
  variants: readonly RecordingVariant[],
  onProgress: (done: number, total: number) => void,
): Promise<StoredIndex> {
  let offset = 0;
  const store = async ({ samples }: Pcm): Promise<StoredSamples> => {
    const { values, scale } = quantise(samples);
    const stored = { offset, length: values.length, scale };
    offset += values.length;
    await data.writeFile(new Uint8Array(values.buffer));
    return stored;
  };
  const clips: StoredIndex['clips'][number][] = [];
  const skipped: SkippedFile[] = [];
  for await (const entry of readLabelledFolder(folder, onProgress)) {
    if ('reason' in entry) {
      skipped.push(entry);
      continue;
    }
    const original = await store(entry.pcm);
    const stored: StoredSamples[] = [];
    for (const variant of variants) stored.push(await store(await variant.make(entry.pcm, entry.clip)));
    clips.push({ clip: entry.clip, original, variants: stored });
  }
  return { clips, skipped };
}

function quantise(samples: Float32Array): { values: Int16Array; scale: number } {
  let peak = 0;
  for (let n = 0; n < samples.length; n++) peak = Math.max(peak, Math.abs(samples[n] as number));
  const values = new Int16Array(samples.length);
  if (peak === 0) return { values, scale: 0 };
  const scale = peak / FULL_SCALE;
  for (let n = 0; n < samples.length; n++) values[n] = Math.round((samples[n] as number) / scale);
  return { values, scale };
}
