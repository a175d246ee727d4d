import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSpeech } from '../src/training/augmentation/test-signals';
import { writeRecording } from '../src/training/test-recordings';

let folder = '';

/** Runs the command; its exit code and all that it says. */
function check(...options: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'scripts/explain-check.ts', ...options], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr });
    });
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-explain-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm run explain-check', { timeout: 60_000 }, () => {
  it('checks clips of validation speakers and opens no others, and fails where random tiles matter as much', async () => {
    // RAVDESS: actors 15 and 16 validate, 17 is tested; the third number is the emotion.
    for (const [i, name] of ['15/03-01-05-01-01-01-15', '16/03-01-03-01-01-01-16'].entries()) {
      await writeRecording(folder, `ravdess/Actor_${name}.wav`, createSpeech(1, i));
    }
    await writeRecording(folder, 'ravdess/Actor_17/03-01-04-01-01-01-17.wav', createSpeech(1, 3));
    const { code, text } = await check('--data', folder, '--draws', '2');
    expect(text).toContain('2 clips of 2 validation speakers, 0 left out; 10 % of the tiles hidden, 2 draws, seed 1');
    expect(text).not.toContain('Actor_17');
    const lows = [...text.matchAll(/against random +\S+ +\S+ +\S+ \((\S+) to/gu)].map(([, low]) => Number(low));
    expect(lows).toHaveLength(2);
    expect(code).toBe(lows.every((low) => low > 0) ? 0 : 1);
  });

  it('tells what was asked wrongly', async () => {
    expect(await check('--help')).toMatchObject({ code: 0, text: expect.stringContaining('validation') as string });
    expect((await check()).code).toBe(2);
    expect((await check('--data', folder, '--clips', 'many')).code).toBe(2);
  });
});
