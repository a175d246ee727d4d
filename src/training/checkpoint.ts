/** A training run on disk: everything needed to go on exactly where it was, one file per epoch. Node only. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { EpochRecord } from '../contract/model-card';

/** What a run consists of, besides its numbers. */
export interface RunState<Config> {
  readonly config: Config;
  /** Epochs that are finished. */
  readonly epochsDone: number;
  readonly bestEpoch: number;
  /** Validation loss of the best epoch. */
  readonly lowestLoss: number;
  readonly history: readonly EpochRecord[];
}

/** A run's state and all its arrays: weights first, then the optimizer's moments, in the caller's order. */
export interface Checkpoint<Config> {
  readonly state: RunState<Config>;
  readonly arrays: readonly Float32Array[];
}

/** Epoch files kept besides the best one. */
const KEPT_EPOCHS = 3;
const EPOCH_FILE = /^epoch-(\d+)\.checkpoint$/;
const BEST_FILE = 'best.checkpoint';

/**
 * Writes the checkpoint of an epoch, and `best.checkpoint` when it is the best. Older epochs are deleted, and so are
 * later ones: they belong to a run that was begun anew.
 */
export async function saveCheckpoint<Config>(folder: string, checkpoint: Checkpoint<Config>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { epochsDone, bestEpoch } = checkpoint.state;
  const path = join(folder, `epoch-${String(epochsDone).padStart(3, '0')}.checkpoint`);
  // Written aside and renamed: a run killed at this moment finds the previous epoch whole.
  await writeFile(`${path}.part`, encode(checkpoint));
  if (bestEpoch === epochsDone) {
    // Before the epoch itself: killed in between, the run repeats the epoch and writes the same again.
    const best = join(folder, BEST_FILE);
    await copyFile(`${path}.part`, `${best}.part`);
    await rename(`${best}.part`, best);
  }
  await rename(`${path}.part`, path);
  const names = await listEpochFiles(folder);
  const current = names.indexOf(basename(path));
  const outdated = [...names.slice(0, Math.max(0, current + 1 - KEPT_EPOCHS)), ...names.slice(current + 1)];
  for (const name of outdated) await rm(join(folder, name));
}

/** The latest checkpoint of a run, or null when it has none. */
export async function loadLatestCheckpoint<Config>(folder: string): Promise<Checkpoint<Config> | null> {
  const latest = (await listEpochFiles(folder)).at(-1);
  return latest === undefined ? null : decode<Config>(await readFile(join(folder, latest)));
}

/**
 * The checkpoint of the best epoch.
 * @throws Error when the run has finished no epoch
 */
export async function loadBestCheckpoint<Config>(folder: string): Promise<Checkpoint<Config>> {
  return decode<Config>(await readFile(join(folder, BEST_FILE)));
}

async function listEpochFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  return (await readdir(folder)).filter((name) => EPOCH_FILE.test(name)).sort();
}

/** Header length (uint32, little endian), header (JSON), then float32 arrays back to back. */
function encode<Config>({ state, arrays }: Checkpoint<Config>): Buffer {
  const header = Buffer.from(JSON.stringify({ state, lengths: arrays.map(({ length }) => length) }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return Buffer.concat([
    length,
    header,
    ...arrays.map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength)),
  ]);
}

function decode<Config>(bytes: Buffer): Checkpoint<Config> {
  let offset = 4 + bytes.readUInt32LE(0);
  const header = JSON.parse(bytes.toString('utf8', 4, offset)) as { state: RunState<Config>; lengths: number[] };
  const arrays = header.lengths.map((length) => {
    const part = bytes.subarray(offset, offset + length * Float32Array.BYTES_PER_ELEMENT);
    offset += part.length;
    // Copied: the header's length need not be a multiple of four, and a Float32Array must start at one.
    return new Float32Array(Uint8Array.from(part).buffer);
  });
  return { state: header.state, arrays };
}
