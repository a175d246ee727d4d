import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../src/contract/report';
import { createSpeech } from '../src/training/augmentation/test-signals';
import { writeFileBelow, writeRecording } from '../src/training/test-recordings';

let folder = '';

/** Runs the command; its exit code and all that it says. */
function evaluate(...options: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'scripts/evaluate.ts', ...options], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr });
    });
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-evaluate-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm run evaluate', { timeout: 60_000 }, () => {
  it('judges the shipped weights on a folder of FLAC files that it has never seen', async () => {
    const data = join(folder, 'mine');
    for (const [i, name] of ['angry/1', 'angry/2', 'sad/1', 'sad/2'].entries()) {
      await writeRecording(data, `${name}.flac`, createSpeech(1.5, i), 22_050);
    }
    await writeFileBelow(data, 'sad/broken.wav', new Uint8Array(9));
    const json = join(folder, 'report.json');
    const { code, text } = await evaluate('--data', data, '--json', json);
    expect(code).toBe(0);
    expect(text).toMatch(/4 clips judged, 1 file skipped:\n {2}sad\/broken\.wav: /);
    expect(text).toMatch(/judging █{20} 5\/5 \d+ clips\/s, 0 s left/);
    expect(text).toMatch(/expected calibration error/);
    const report = JSON.parse(await readFile(json, 'utf8')) as Report;
    expect(report).toMatchObject({ clips: 4, speakers: 0, perCorpus: { folder: { clips: 4 } } });
    expect(report.perEmotion.angry.support).toBe(2);
    expect(report.certainty?.bins.reduce((sum, { clips }) => sum + clips, 0)).toBe(4);
    expect(report.robustness).toBeUndefined();
  });

  it('tells what was asked wrongly from what went wrong', async () => {
    const help = await evaluate('--help');
    expect(help).toMatchObject({ code: 0, text: expect.stringContaining('RAVDESS') as string });
    expect((await evaluate()).code).toBe(2);
    expect((await evaluate('--data', folder, '--no-such-option')).code).toBe(2);
    expect(await evaluate('--data', folder, '--role', 'nobody')).toMatchObject({
      code: 2,
      text: expect.stringMatching(/--role: expected training/) as string,
    });
    await writeFile(join(folder, 'notes.wav'), 'no label');
    const nothing = join(folder, 'nothing');
    await writeFileBelow(nothing, 'notes.wav', new Uint8Array(9));
    expect(await evaluate('--data', nothing)).toMatchObject({
      code: 1,
      text: expect.stringMatching(/none with a label[^]*CREMA-D/) as string,
    });
  });

  it('scores speakers that were set apart only when they are asked for by name', async () => {
    const data = join(folder, 'ravdess');
    await writeRecording(data, 'Actor_15/03-01-05-01-01-01-15.wav', createSpeech(1.5, 1));
    await writeRecording(data, 'Actor_01/03-01-05-01-01-01-01.wav', createSpeech(1.5, 2));
    expect(await evaluate('--data', data)).toMatchObject({
      code: 2,
      text: expect.stringMatching(/set apart: say which/) as string,
    });
    expect((await evaluate('--data', data, '--role', 'validation')).text).toMatch(/1 clips judged/);
    expect(await evaluate('--data', data, '--role', 'test')).toMatchObject({
      code: 2,
      text: expect.stringMatching(/Expected clips of test speakers/) as string,
    });
  });
});
