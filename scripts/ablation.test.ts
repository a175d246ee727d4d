/** The series as a process of its own: only a process can be killed. */
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../src/contract/emotions';
import type { ModelCard } from '../src/contract/model-card';
import { createSpeech } from '../src/training/augmentation/test-signals';
import { checkGoals } from '../src/training/goals';
import { writeModelCard } from '../src/training/publish';
import { createTestCard } from '../src/training/test-card';
import { writeFileBelow, writeRecording } from '../src/training/test-recordings';
import { runScript, type Outcome } from './test-command';

const CONFIG = { epochs: 2, batchSize: 4, ranks: 1, network: { widths: [8, 8, 16, 16] } };

let folder = '';
const SERIES = ['--data', 'data', '--config', 'tiny.json', '--seeds', '4'];
const ablation = (args: readonly string[], watch?: Parameters<typeof runScript>[3]): Promise<Outcome> =>
  runScript('ablation.ts', folder, [...SERIES, ...args], watch);
const inRuns = (...parts: readonly string[]): string => join(folder, '.cache/runs', ...parts);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-ablation-command-'));
  // Actor 15 is for validation, actors 17 and 18 are for the test.
  for (const [i, actor] of ['01', '02', '15', '17', '18'].entries()) {
    for (const [j] of EMOTIONS.entries()) {
      const path = `data/Actor_${actor}/03-01-0${j + 1}-01-01-01-${actor}.wav`;
      await writeRecording(folder, path, createSpeech(0.9 + 0.1 * j, 10 * i + j));
    }
  }
  await writeFile(join(folder, 'tiny.json'), JSON.stringify(CONFIG));
  await writeFileBelow(folder, 'model/note.txt', new Uint8Array(1));
  await writeModelCard(createTestCard({ files: [], bytes: 0, parameters: 0 }), join(folder, 'model'));
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm run ablation', { timeout: 240_000 }, () => {
  it('killed and resumed, keeps what has finished and goes on where it was', async () => {
    const killed = await ablation([], (output, child) => {
      if (/plain-4: training[^]*epoch 2\/2 /.test(output)) child.kill('SIGKILL');
    });
    expect(killed.code).toBeNull();
    const finishedMs = (await stat(inRuns('ablation-deformable-4/summary.json'))).mtimeMs;
    expect(await readdir(inRuns('ablation-plain-4'))).toContain('epoch-001.checkpoint');

    expect(await ablation([])).toMatchObject({ code: 2, output: expect.stringContaining('--resume') as string });
    const other = await ablation(['--resume', '--set', 'optimizer.learningRate=1e-4']);
    expect(other).toMatchObject({ code: 2, output: expect.stringContaining('another configuration') as string });

    const resumed = await ablation(['--resume']);
    expect(resumed).toMatchObject({ code: 0, output: expect.stringContaining('deformable-4: finished') as string });
    expect(resumed.output).toMatch(/^epoch 2:/m);
    expect(resumed.output).not.toMatch(/^epoch 1:/m);
    expect((await stat(inRuns('ablation-deformable-4/summary.json'))).mtimeMs).toBe(finishedMs);
    // Without a card only the validation speakers are compared.
    expect(resumed.output).toMatch(/The validation speakers:[^]*\| all \| 8 \| 1 \|/);
    const files = await readdir(inRuns('ablation-plain-4'));
    expect(files).toContain('predictions-validation.json');
    expect(files).not.toContain('predictions.json');
  });

  it('trains what `npm run train` trains', async () => {
    const card = JSON.parse(await readFile(inRuns('ablation-plain-4/model/model-card.json'), 'utf8')) as ModelCard;
    const settings = [...card.training.command.matchAll(/--set '([^']+)'/g)].flatMap(([, setting = '']) => [
      '--set',
      setting,
    ]);
    expect(settings).toContain('network.deformable=false');
    const { code } = await runScript('train.ts', folder, ['--data', 'data', ...settings, '--run', 'alone']);
    expect(code).toBe(0);
    const weights = await readFile(inRuns('ablation-plain-4/model/weights.bin'));
    expect(weights.equals(await readFile(inRuns('alone/model/weights.bin')))).toBe(true);
  });

  it('compares the test speakers for a card, and leaves the rest of it alone', async () => {
    const { code, output } = await ablation(['--card', 'model']);
    expect(code).toBe(0);
    expect(output).toMatch(/The test speakers:/);
    const {
      ablation: pairs,
      ablationComparison,
      ...rest
    } = JSON.parse(await readFile(join(folder, 'model/model-card.json'), 'utf8')) as ModelCard;
    const before = createTestCard({ files: [], bytes: 0, parameters: 0 });
    expect(rest).toEqual({ ...before, goals: checkGoals(before) });
    expect(pairs).toHaveLength(1);
    const [{ deformable, plain } = { deformable: null, plain: null }] = pairs ?? [];
    expect(Math.abs((plain?.parameters ?? NaN) / (deformable?.parameters ?? NaN) - 1)).toBeLessThanOrEqual(0.05);
    expect(ablationComparison).toMatchObject({
      command: 'npm run ablation -- --data DIR --config tiny.json --seeds 4',
      epochs: 2,
    });
    expect(ablationComparison?.parts.slice(0, 1)).toMatchObject([{ part: 'all', clips: 16, speakers: 2 }]);
    expect(ablationComparison?.parts.filter(({ part }) => part.endsWith('of speech'))).toHaveLength(3);
    // Again, from what was kept: to the same figures, without the network.
    await rm(inRuns('ablation-plain-4/model/weights.bin'));
    expect((await ablation(['--card', 'model'])).code).toBe(0);
    expect(JSON.parse(await readFile(join(folder, 'model/model-card.json'), 'utf8'))).toEqual({
      ...rest,
      ablation: pairs,
      ablationComparison,
    });
  });

  it('begins anew where it is asked to', async () => {
    const before = (await stat(inRuns('ablation-deformable-4/summary.json'))).mtimeMs;
    const { code } = await ablation(['--restart', '--set', 'epochs=1']);
    expect(code).toBe(0);
    expect((await stat(inRuns('ablation-deformable-4/summary.json'))).mtimeMs).toBeGreaterThan(before);
    expect(await readdir(inRuns('ablation-deformable-4'))).not.toContain('predictions.json');
  });

  it('explains itself', async () => {
    const help = await runScript('ablation.ts', folder, ['--help']);
    expect(help.code).toBe(0);
    for (const option of ['--data', '--config', '--set', '--seeds', '--name', '--resume', '--restart', '--card']) {
      expect(help.output).toContain(option);
    }
    expect((await ablation(['--seeds', 'one'])).code).toBe(2);
  });
});
