/** The command itself, as a process of its own: only a process can be killed. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../src/contract/emotions';
import { createSpeech } from '../src/training/augmentation/test-signals';
import { writeRecording } from '../src/training/test-recordings';
import { runScript, type Outcome } from './test-command';

/** Six steps an epoch on two threads, with random choices in every part of an example. */
const CONFIG = {
  epochs: 3,
  batchSize: 4,
  ranks: 2,
  corpusRepeats: { ravdess: 1 },
  network: { widths: [8, 8, 16, 16] },
  waveform: {
    joining: { share: 0.3 },
    pitch: { share: 0.3 },
    reverberation: { share: 0.3 },
    noise: { share: 0.3 },
    roomTone: { share: 0.3 },
  },
};

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-command-'));
  // Actor 15 is for validation, actor 17 for the test.
  for (const [i, actor] of ['01', '02', '03', '15', '17'].entries()) {
    for (const [j] of EMOTIONS.entries()) {
      const path = `data/Actor_${actor}/03-01-0${j + 1}-01-01-01-${actor}.wav`;
      await writeRecording(folder, path, createSpeech(1.1, 10 * i + j));
    }
  }
  await writeFile(join(folder, 'tiny.json'), JSON.stringify(CONFIG));
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the command in the folder; `watch` sees every piece of its output. */
const train = (args: readonly string[], watch?: Parameters<typeof runScript>[3]): Promise<Outcome> =>
  runScript('train.ts', folder, args, watch);

const run = (name: string): string[] => ['--data', 'data', '--config', 'tiny.json', '--run', name];
const readFromRun = (name: string, file: string): Promise<Buffer> => readFile(join(folder, '.cache/runs', name, file));

describe('npm run train', () => {
  it('killed in the middle of an epoch and resumed, ends with the weights of an uninterrupted run, to the bit', async () => {
    const straight = await train(run('straight'));
    expect(straight).toMatchObject({
      code: 0,
      output: expect.stringContaining('24 clips to train on, 8 to validate on') as string,
    });

    const killed = await train(run('killed'), (output, child) => {
      if (/epoch 2\/3 .* 12\/24 /.test(output)) child.kill('SIGKILL');
    });
    expect(killed.code).toBeNull();
    const left = await readdir(join(folder, '.cache/runs/killed'));
    expect(left.filter((name) => name.startsWith('epoch-'))).toEqual(['epoch-001.checkpoint']);

    const unasked = await train(run('killed'));
    expect(unasked).toMatchObject({ code: 2, output: expect.stringContaining('--resume') as string });

    const resumed = await train([...run('killed'), '--resume']);
    expect(resumed.code).toBe(0);
    expect(resumed.output).not.toMatch(/epoch 1:/);
    // Weights, moments, configuration and history of every epoch that is kept, and what is published.
    for (const file of ['epoch-002.checkpoint', 'epoch-003.checkpoint', 'best.checkpoint', 'model/weights.bin']) {
      expect((await readFromRun('killed', file)).equals(await readFromRun('straight', file))).toBe(true);
    }
    const other = await readFromRun('straight', 'epoch-002.checkpoint');
    expect(other.equals(await readFromRun('straight', 'epoch-003.checkpoint'))).toBe(false);
  }, 240_000);

  it('notes what came of a run', async () => {
    const summary: unknown = JSON.parse((await readFromRun('straight', 'summary.json')).toString());
    expect(summary).toMatchObject({
      name: 'straight',
      config: { epochs: 3, network: { widths: [8, 8, 16, 16], dropout: 0.3 } },
      clips: { training: 24, validation: 8 },
      epochs: 3,
      samplesPerSec: expect.any(Number) as number,
    });
  });

  it('shows the whole configuration that a file and settings make', async () => {
    const { code, output } = await train([
      '--config',
      'tiny.json',
      '--set',
      'waveform.noise.snrDb=[0,9]',
      '--plain',
      '--show',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      seed: 1,
      batchSize: 4,
      // Wider than the file's [8, 8, 16, 16], to have as many parameters.
      network: { deformable: false, widths: [8, 8, 24, 32] },
      waveform: { noise: { share: 0.3, snrDb: [0, 9] }, babble: { share: 0.05 } },
    });
  }, 60_000);

  it('refuses a mistyped setting in one line', async () => {
    const { code, output } = await train(['--data', 'data', '--set', 'learningRate=1']);
    expect(code).toBe(2);
    expect(output).toMatch(/learningRate: no such key; there are seed,/);
    expect(output).not.toMatch(/at .+\.ts:\d+/);
  }, 60_000);

  it('explains itself', async () => {
    const help = await train(['--help']);
    expect(help.code).toBe(0);
    for (const option of ['--data', '--config', '--set', '--run', '--resume', '--restart', '--publish', '--show']) {
      expect(help.output).toContain(option);
    }
  }, 60_000);
});
