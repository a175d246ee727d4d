import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../src/contract/emotions';
import type { ModelCard } from '../src/contract/model-card';
import { createSpeech } from '../src/training/augmentation/test-signals';
import { checkGoals } from '../src/training/goals';
import type { RunPredictions } from '../src/training/predictions';
import { writeRecording } from '../src/training/test-recordings';
import { runScript, type Outcome } from './test-command';

const CONFIG = { epochs: 1, batchSize: 4, ranks: 1, network: { widths: [8, 8, 16, 16] } };

let folder = '';
const trainWith = (name: string, ...options: readonly string[]): Promise<Outcome> =>
  runScript('train.ts', folder, ['--data', 'data', '--config', 'tiny.json', '--run', name, ...options]);
const train = (name: string, ...settings: readonly string[]): Promise<Outcome> =>
  trainWith(name, ...settings.flatMap((setting) => ['--set', setting]));
const score = (...args: readonly string[]): Promise<Outcome> =>
  runScript('score.ts', folder, ['--data', 'data', ...args]);
const readCard = async (path = 'model'): Promise<ModelCard> =>
  JSON.parse(await readFile(join(folder, path, 'model-card.json'), 'utf8')) as ModelCard;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-score-command-'));
  // Actor 15 is for validation, actors 17 and 18 are for the test.
  for (const [i, actor] of ['01', '15', '17', '18'].entries()) {
    for (const [j] of EMOTIONS.entries()) {
      const path = `data/Actor_${actor}/03-01-0${j + 1}-01-01-01-${actor}.wav`;
      await writeRecording(folder, path, createSpeech(1, 10 * i + j));
    }
  }
  for (const [i, actress] of ['OAF', 'YAF'].entries()) {
    for (const [j, word] of ['angry', 'sad', 'fear'].entries()) {
      await writeRecording(folder, `data/${actress}_back_${word}.wav`, createSpeech(1, 100 + 10 * i + j));
    }
  }
  await writeFile(join(folder, 'tiny.json'), JSON.stringify(CONFIG));
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm run score', { timeout: 240_000 }, () => {
  it('writes every protocol into the card, from runs as `npm run train` leaves them', async () => {
    expect((await trainWith('disjoint', '--publish', 'model')).code).toBe(0);
    expect((await train('stratified', 'protocol={"name":"stratified","seed":7}')).code).toBe(0);
    const leaveOut = 'protocol.name=tess-leave-one-out';
    const yaf = await train('yaf', leaveOut, 'protocol.actress=YAF');
    // Without YAF: actor 01 and OAF to train on; the validation speakers choose, as ever.
    expect(yaf).toMatchObject({
      code: 0,
      output: expect.stringContaining('11 clips to train on, 8 to validate on') as string,
    });
    expect((await train('oaf', leaveOut, 'protocol.actress=OAF')).code).toBe(0);
    const before = await readCard();

    const runs = ['yaf', 'disjoint', 'stratified', 'oaf'];
    const { code, output } = await score(...runs.flatMap((name) => ['--run', name]), '--card', 'model');
    expect(code).toBe(0);
    expect(output).toMatch(/disjoint: speaker-disjoint, test part, temperature \d[^]*UAR, mean of the resamples: all/);
    expect(output).toMatch(/expected calibration error/);
    const card = await readCard();
    const { protocols } = card;
    expect(card).toEqual({ ...before, protocols, goals: checkGoals(card) });
    expect(card.goals?.[0]?.measured).toBe(protocols?.stratified?.accuracy);
    const { speakerDisjoint, stratified, tessLeaveOneOut } = protocols ?? {};
    expect(speakerDisjoint).toMatchObject({ clips: 16, speakers: 2, trainClips: 14, epochs: 1, bestEpoch: 1, seed: 1 });
    expect(speakerDisjoint?.history).toEqual(before.training.history);
    expect(speakerDisjoint?.command).toBe(before.training.command);
    expect(stratified?.split.protocol).toEqual({ name: 'stratified', seed: 7 });
    expect(stratified?.clips).toBe(stratified?.split.test.clips);
    expect(stratified?.bootstrap?.over).toBe('clips');
    expect(tessLeaveOneOut?.map(({ clips, split }) => [clips, split.protocol])).toEqual(
      ['OAF', 'YAF'].map((actress) => [3, { name: 'tess-leave-one-out', actress }]),
    );
    const ofDisjoint = JSON.parse(
      await readFile(join(folder, '.cache/runs/disjoint/predictions.json'), 'utf8'),
    ) as RunPredictions;
    // The page's probabilities are those of the card.
    expect(ofDisjoint.temperature).toBe(before.calibration?.temperature);
    for (const name of runs) expect(await readdir(join(folder, '.cache/runs', name))).toContain('predictions.json');
  });

  it('rehearses on the validation part without a card', async () => {
    expect((await train('rehearsed', 'seed=2')).code).toBe(0);
    const { code, output } = await score('--run', 'rehearsed');
    expect(code).toBe(0);
    expect(output).toMatch(/rehearsed: speaker-disjoint, validation part/);
    const files = await readdir(join(folder, '.cache/runs/rehearsed'));
    expect(files).toContain('predictions-validation.json');
    expect(files).not.toContain('predictions.json');
  });

  it("refuses to pass off other weights' figures as the card's, before it judges anything", async () => {
    const { code, output } = await score('--run', 'rehearsed', '--card', 'model');
    expect(code).toBe(2);
    expect(output).toMatch(/weights are not those of the card/);
    expect(await readdir(join(folder, '.cache/runs/rehearsed'))).not.toContain('predictions.json');
  });

  it('explains itself', async () => {
    const help = await score('--help');
    expect(help.code).toBe(0);
    for (const option of ['--data', '--run', '--card']) expect(help.output).toContain(option);
    expect((await score()).code).toBe(2);
    expect(await score('--run', 'nothing')).toMatchObject({
      code: 2,
      output: expect.stringContaining('Expected a finished run') as string,
    });
  });
});
