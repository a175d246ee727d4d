import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../contract/emotions';
import { createSpeech } from './augmentation/test-signals';
import { NO_WAVEFORM_AUGMENTATION } from './augmentation/waveform-config';
import { openExampleSource } from './example-source';
import { prepareRun, type PreparedRun } from './prepare-run';
import { readRunConfig } from './run-config';
import { writeRecording } from './test-recordings';

let folder = '';

const prepare = (settings: readonly string[] = []): Promise<PreparedRun> =>
  prepareRun(join(folder, 'data'), join(folder, 'cache'), readRunConfig('{}', settings), () => undefined);
const pathsOf = ({ training, validation }: PreparedRun): string[][] => [
  training.map(({ path }) => path),
  validation.map(({ clip }) => clip.path),
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-prepare-'));
  // Of each emotion: three takes of each of two actors for training, one for validation and one for the test.
  for (const [i, [actor, takes]] of [
    ['01', 3],
    ['02', 3],
    ['15', 3],
    ['17', 1],
  ].entries() as Iterable<[number, [string, number]]>) {
    for (const [j] of EMOTIONS.entries()) {
      for (let take = 1; take <= takes; take++) {
        const path = `Actor_${actor}/03-01-0${j + 1}-01-01-0${take}-${actor}.wav`;
        await writeRecording(join(folder, 'data'), path, createSpeech(0.9, 100 * i + 10 * j + take));
      }
    }
  }
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('prepareRun', () => {
  it('deals clips out by speakers, and leaves the test speakers alone', async () => {
    const prepared = await prepare();
    const [training = [], validation = []] = pathsOf(prepared);
    expect(training).toHaveLength(48);
    expect(training.every((path) => /^Actor_0[12]/.test(path))).toBe(true);
    expect(validation).toHaveLength(24);
    expect(validation.every((path) => path.startsWith('Actor_15'))).toBe(true);
    expect(prepared.config.clips).toMatchObject({ training: 48, validation: 24 });
    const source = openExampleSource(prepared.source);
    expect(source.labels.map((label) => EMOTIONS[label])).toEqual(prepared.training.map(({ emotion }) => emotion));
  });

  it('deals them out by the protocol asked for', async () => {
    const [training = [], validation = []] = pathsOf(await prepare(['protocol={"name":"stratified","seed":1}']));
    expect(new Set(training.map((path) => path.slice(0, 8))).size).toBe(4);
    expect(training.filter((path) => validation.includes(path))).toEqual([]);
  });

  it('takes one in so many clips of every emotion, always the same', async () => {
    const whole = pathsOf(await prepare());
    const third = await prepare(['every=3']);
    expect(third.training).toHaveLength(16);
    expect(third.validation).toHaveLength(8);
    for (const emotion of EMOTIONS) {
      expect(third.training.filter((clip) => clip.emotion === emotion)).toHaveLength(2);
      expect(third.validation.filter(({ clip }) => clip.emotion === emotion)).toHaveLength(1);
    }
    for (const [i, paths] of pathsOf(third).entries()) expect(whole[i]).toEqual(expect.arrayContaining(paths));
    // Not always the same take: their order in the folder does not decide.
    expect(new Set(pathsOf(third)[0]?.map((path) => path.slice(24, 26))).size).toBeGreaterThan(1);
    expect(pathsOf(await prepare(['every=3']))).toEqual(pathsOf(third));
    const few = await prepare(['every=100']);
    expect([few.training.length, few.validation.length]).toEqual([8, 8]);
  });

  it('tells one set of clips from another of the same size', async () => {
    const fingerprints = await Promise.all(
      [
        [],
        [],
        ['every=3'],
        ['protocol={"name":"stratified","seed":1}'],
        ['protocol={"name":"stratified","seed":2}'],
      ].map(async (settings) => (await prepare(settings)).config.clips.fingerprint),
    );
    expect(fingerprints[0]).toBe(fingerprints[1]);
    expect(new Set(fingerprints).size).toBe(4);
  });

  it('stores what comes back from MP3 only for runs that train on it', async () => {
    const unvaried = `waveform=${JSON.stringify(NO_WAVEFORM_AUGMENTATION)}`;
    const [plain, coded] = [await prepare([unvaried]), await prepare([unvaried, 'waveform.codec.share=1'])];
    expect(coded.source.path).not.toBe(plain.source.path);
    const [own, decoded] = [plain, coded].map(({ source }) => openExampleSource(source).drawLevels(0, () => 0));
    expect(decoded).not.toEqual(own);
    expect(Math.abs((decoded?.length ?? NaN) - (own?.length ?? NaN))).toBeLessThanOrEqual(3 * 40);
  }, 60_000);
});
