import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createUniformValues } from '../testing/seeded-random';
import { loadBestCheckpoint, loadLatestCheckpoint, saveCheckpoint, type Checkpoint } from './checkpoint';

interface Config {
  readonly label: string;
}

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-checkpoint-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A checkpoint whose header is not a multiple of four bytes long for one of two labels, with an empty array too. */
function createCheckpoint(epochsDone: number, bestEpoch: number, label = 'Größe'): Checkpoint<Config> {
  return {
    state: { config: { label }, epochsDone, bestEpoch, lowestLoss: 0.1 + bestEpoch, history: [] },
    arrays: [createUniformValues(7, -1, 1, epochsDone), new Float32Array(0), Float32Array.of(-0, 1e-45, 3e38)],
  };
}

async function saveAll(checkpoints: readonly Checkpoint<Config>[]): Promise<void> {
  for (const checkpoint of checkpoints) await saveCheckpoint(folder, checkpoint);
}

describe('checkpoints', () => {
  it.each(['a', 'ab', 'abc', 'abcd', 'Größe'])('come back to the bit, whatever the header: %s', async (label) => {
    const checkpoint = createCheckpoint(1, 1, label);
    await saveCheckpoint(folder, checkpoint);
    expect(await loadLatestCheckpoint<Config>(folder)).toEqual(checkpoint);
    expect(await loadBestCheckpoint<Config>(folder)).toEqual(checkpoint);
  });

  it('keep the last three epochs and the best one', async () => {
    await saveAll([1, 2, 3, 4, 5, 6].map((epoch) => createCheckpoint(epoch, Math.min(2, epoch))));
    expect((await readdir(folder)).sort()).toEqual([
      'best.checkpoint',
      'epoch-004.checkpoint',
      'epoch-005.checkpoint',
      'epoch-006.checkpoint',
    ]);
    expect((await loadLatestCheckpoint<Config>(folder))?.state.epochsDone).toBe(6);
    expect((await loadBestCheckpoint<Config>(folder)).state.epochsDone).toBe(2);
  });

  it('of a run begun anew take the place of the old ones', async () => {
    await saveAll([1, 2, 3, 4, 5].map((epoch) => createCheckpoint(epoch, epoch, 'old')));
    await saveCheckpoint(folder, createCheckpoint(1, 1, 'new'));
    expect((await readdir(folder)).sort()).toEqual(['best.checkpoint', 'epoch-001.checkpoint']);
    expect((await loadLatestCheckpoint<Config>(folder))?.state.config.label).toBe('new');
    expect((await loadBestCheckpoint<Config>(folder)).state.config.label).toBe('new');
  });

  it('ignore one that was being written when the run was killed', async () => {
    await saveCheckpoint(folder, createCheckpoint(1, 1));
    const half = await readFile(join(folder, 'epoch-001.checkpoint'));
    await writeFile(join(folder, 'epoch-002.checkpoint.part'), half.subarray(0, 20));
    expect((await loadLatestCheckpoint<Config>(folder))?.state.epochsDone).toBe(1);
  });

  it('of a run killed between the best one and its epoch are written once more', async () => {
    await saveCheckpoint(folder, createCheckpoint(1, 1));
    // A folder in the epoch's place: the best one is renamed, the epoch itself cannot be.
    const obstacle = join(folder, 'epoch-002.checkpoint');
    await mkdir(join(obstacle, 'in-the-way'), { recursive: true });
    await expect(saveCheckpoint(folder, createCheckpoint(2, 2))).rejects.toThrow();
    expect((await loadBestCheckpoint<Config>(folder)).state.epochsDone).toBe(2);
    await rm(obstacle, { recursive: true });
    expect((await loadLatestCheckpoint<Config>(folder))?.state.epochsDone).toBe(1);
    await saveCheckpoint(folder, createCheckpoint(2, 2));
    expect(await loadLatestCheckpoint<Config>(folder)).toEqual(createCheckpoint(2, 2));
    expect(await loadBestCheckpoint<Config>(folder)).toEqual(createCheckpoint(2, 2));
  });

  it('are absent from a folder without a run', async () => {
    expect(await loadLatestCheckpoint<Config>(folder)).toBeNull();
    expect(await loadLatestCheckpoint<Config>(join(folder, 'nowhere'))).toBeNull();
    await expect(loadBestCheckpoint<Config>(folder)).rejects.toThrow(/ENOENT/);
  });
});
