import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { check } from 'prettier';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunSummary } from '../src/training/experiments';
import { readRunConfig } from '../src/training/run-config';

const SCRIPT = fileURLToPath(new URL('experiments.ts', import.meta.url));
const PROJECT = fileURLToPath(new URL('..', import.meta.url));

describe('the files in experiments/', () => {
  it('describe runs', async () => {
    const names = await readdir(join(PROJECT, 'experiments'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const config = readRunConfig(await readFile(join(PROJECT, 'experiments', name), 'utf8'), [], name);
      expect(config.epochs).toBeGreaterThan(0);
    }
  });
});

describe('npm run experiments', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'undertone-experiments-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes finished runs into the table, formatted, and leaves the rest of the page', async () => {
    const table = join(folder, 'experiments.md');
    await copyFile(join(PROJECT, 'docs/experiments.md'), table);
    const summary: RunSummary = {
      name: 'a-run-of-this-test',
      finishedAt: '2026-01-02T03:04:05.678Z',
      config: readRunConfig('{ "seed": 3, "epochs": 2 }'),
      clips: { training: 24, validation: 8 },
      epochs: 2,
      bestEpoch: 1,
      validation: { loss: 2, accuracy: 0.125, uarPerCorpus: { ravdess: 0.25 } },
      samplesPerSec: 12.3,
    };
    await mkdir(join(folder, 'runs', summary.name), { recursive: true });
    await mkdir(join(folder, 'runs', 'unfinished'));
    await writeFile(join(folder, 'runs', summary.name, 'summary.json'), JSON.stringify(summary));

    const args = ['--import', import.meta.resolve('tsx'), SCRIPT, '--runs', join(folder, 'runs'), '--table', table];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: PROJECT });
    expect(stdout).toMatch(/written to .+: 1\n/);
    const text = await readFile(table, 'utf8');
    const row = text.split('\n').find((line) => line.includes(summary.name)) ?? '';
    expect(row.split('|').map((cell) => cell.trim())).toEqual([
      '',
      'a-run-of-this-test',
      '2026-01-02 03:04',
      '`epochs=2`',
      '3',
      '24 + 8',
      '1 of 2',
      '2.000',
      '12.5 %',
      '25.0 %',
      'ravdess 25.0 %',
      '12',
      '',
    ]);
    const before = await readFile(join(PROJECT, 'docs/experiments.md'), 'utf8');
    const prose = (page: string): string => page.slice(0, page.indexOf('\n| '));
    expect(prose(text)).toBe(prose(before));
    expect(await check(text, { parser: 'markdown', printWidth: 120, singleQuote: true })).toBe(true);
  }, 30_000);
});
