import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../contract/emotions';
import type { ModelCard } from '../contract/model-card';
import { buildReport } from '../evaluation/report';
import { buildNetwork } from '../network/build';
import { loadNetwork } from '../network/load-network';
import { startNodeBackend } from '../testing/node-backend';
import { createSpeech } from './augmentation/test-signals';
import { saveCheckpoint } from './checkpoint';
import { evaluateFolder } from './evaluate-folder';
import { prepareRun } from './prepare-run';
import { createModelFolderReader, writeModel, writeModelCard } from './publish';
import { readRunConfig } from './run-config';
import { addProtocolRun, getModelFolder, predictRun, readRunCard, scorePredictions, type ScoringTask } from './score';
import { createTestCard } from './test-card';
import { SMALL_NETWORK } from './test-clips';
import { writeRecording } from './test-recordings';
import type { TrainingConfig } from './train';

let folder = '';
const stages: string[] = [];

const createTask = (role: ScoringTask['role'], dataFolder = join(folder, 'data')): ScoringTask => ({
  role,
  dataFolder,
  cacheFolder: join(folder, 'cache'),
  onProgress: (stage, done, total) => {
    if (done === total) stages.push(`${stage} ${total}`);
  },
});

/** What a run leaves behind, with the weights that it began with. */
async function createRun(name: string, settings: readonly string[] = []): Promise<string> {
  const runFolder = join(folder, name);
  const run = readRunConfig('{}', settings);
  const { config, split } = await prepareRun(join(folder, 'data'), join(folder, 'cache'), run, () => undefined);
  const state = { config, epochsDone: 1, bestEpoch: 1, lowestLoss: 0, history: [] };
  await saveCheckpoint<TrainingConfig>(runFolder, { state, arrays: [] });
  const model = buildNetwork(SMALL_NETWORK);
  const card = createTestCard(await writeModel(model, getModelFolder(runFolder)));
  model.dispose();
  const training = { command: `train ${name}`, seed: 3, epochs: 2, bestEpoch: 1, history: [], split };
  await writeModelCard({ ...card, training }, getModelFolder(runFolder));
  return runFolder;
}

beforeAll(async () => {
  await startNodeBackend('wasm');
  folder = await mkdtemp(join(tmpdir(), 'undertone-score-'));
  // Actor 15 is for validation, 17 and 18 are for the test.
  for (const [i, actor] of ['01', '15', '17', '18'].entries()) {
    for (const [j] of EMOTIONS.entries()) {
      // Beyond three seconds of speech windows overlap, and depend on the temperature together.
      const path = `data/Actor_${actor}/03-01-0${j + 1}-01-01-01-${actor}.wav`;
      await writeRecording(folder, path, createSpeech(actor === '17' && j === 0 ? 5.6 : 1.2, 10 * i + j));
    }
  }
  for (const [i, actress] of ['OAF', 'YAF'].entries()) {
    for (const [j, word] of ['angry', 'sad', 'fear'].entries()) {
      await writeRecording(folder, `data/TESS/${actress}_back_${word}.wav`, createSpeech(1.2, 100 + 10 * i + j));
    }
  }
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('predictRun', { timeout: 60_000 }, () => {
  it('judges the test clips, and nobody else, as whoever loads the model with its temperature will', async () => {
    const runFolder = await createRun('disjoint');
    stages.length = 0;
    const before = tf.memory().numTensors;
    const predictions = await predictRun(runFolder, createTask('test'));
    expect(tf.memory().numTensors).toBe(before);
    // Stored already, so that only the store's own progress is missing.
    expect(stages).toEqual(['calibrating 8', 'judging 16']);
    expect(predictions).toMatchObject({ role: 'test', protocol: { name: 'speaker-disjoint' } });
    expect(predictions.clips).toHaveLength(16);
    for (const { path, corpus, speaker, emotion } of predictions.clips) {
      expect(path).toMatch(/^Actor_1[78]\//);
      expect([corpus, speaker]).toEqual(['ravdess', `ravdess/${path.slice(6, 8)}`]);
      expect(EMOTIONS).toContain(emotion);
    }

    const card = await readRunCard(runFolder);
    const { temperature } = predictions;
    // That of a fresh network, whose softmax is all but flat.
    expect(Math.abs(Math.log(temperature))).toBeGreaterThan(0.1);
    const published: ModelCard = {
      ...card,
      calibration: {
        temperature,
        eceBefore: 0,
        eceAfter: 0,
        bins: [],
        uncertainBelow: 0.5,
        coverage: 0,
        accuracyWhenCertain: 0,
      },
    };
    await writeModelCard(published, getModelFolder(runFolder));
    const { model } = await loadNetwork(createModelFolderReader(getModelFolder(runFolder)), () => undefined);
    const { verdicts } = await evaluateFolder(model, join(folder, 'data'), {
      wants: ({ speaker }) => speaker === 'ravdess/17' || speaker === 'ravdess/18',
    });
    model.dispose();
    for (const [i, { path, probabilities }] of predictions.clips.entries()) {
      expect(verdicts[i]?.path).toBe(path);
      for (const [j, value] of probabilities.entries()) expect(verdicts[i]?.probabilities[j]).toBeCloseTo(value, 4);
    }
    const run = scorePredictions(card, predictions);
    expect(run).toMatchObject(buildReport(verdicts, 7));
    expect(run).toMatchObject({ command: 'train disjoint', seed: 3, epochs: 2, bestEpoch: 1 });
    expect(run.split.test).toEqual({ clips: 16, speakers: 2 });
    expect(run.bootstrap?.over).toBe('speakers');
    expect(run.certainty?.uncertainBelow).toBe(0.5);
    expect(scorePredictions(card, predictions, 0).certainty).toMatchObject({
      uncertainBelow: 0,
      coverage: 1,
      accuracyWhenCertain: run.accuracy,
    });
    expect(run.certainty?.bins.reduce((sum, { clips }) => sum + clips, 0)).toBe(16);
  });

  it('measures how long somebody speaks, overlapping windows counted once', async () => {
    const { clips } = await predictRun(join(folder, 'disjoint'), createTask('test'));
    const [long = NaN, ...others] = clips.map(({ spokenSec }) => spokenSec);
    // 0.3 s of pause on both sides, of which trimming leaves some 75 ms.
    expect(Math.abs(long - 5.15)).toBeLessThan(0.2);
    for (const spokenSec of others) expect(Math.abs(spokenSec - 0.75)).toBeLessThan(0.2);
  });

  it('keeps what was said, and asks the network no more', async () => {
    const runFolder = join(folder, 'disjoint');
    const kept = await readFile(join(runFolder, 'predictions.json'), 'utf8');
    expect(kept.split('\n').filter((line) => line.includes('"path"'))).toHaveLength(16);
    const first = await predictRun(runFolder, createTask('test'));
    expect(JSON.parse(kept)).toEqual(first);
    const weights = join(getModelFolder(runFolder), 'weights.bin');
    const bytes = await readFile(weights);
    await rm(weights);
    expect(await predictRun(runFolder, createTask('test', join(folder, 'nowhere')))).toEqual(first);
    // Another temperature is another question, and so is another part.
    await expect(predictRun(runFolder, { ...createTask('test'), temperature: 2 })).rejects.toThrow(/weights\.bin/);
    await expect(predictRun(runFolder, createTask('validation'))).rejects.toThrow(/weights\.bin/);
    await writeFile(weights, bytes);
    const other = await predictRun(runFolder, { ...createTask('test'), temperature: 2 });
    expect(other.temperature).toBe(2);
    expect(other.clips[0]?.probabilities).not.toEqual(first.clips[0]?.probabilities);
  });

  it('rehearses on the validation part and leaves the test alone', async () => {
    const runFolder = await createRun('rehearsed');
    const { clips } = await predictRun(runFolder, createTask('validation'));
    expect(clips.map(({ speaker }) => speaker)).toEqual(new Array(8).fill('ravdess/15'));
    await expect(readFile(join(runFolder, 'predictions.json'))).rejects.toThrow(/ENOENT/);
  });

  it('draws clips for the intervals of the stratified protocol, whose test clips are as drawn in training', async () => {
    const runFolder = await createRun('stratified', ['protocol={"name":"stratified","seed":4}']);
    const predictions = await predictRun(runFolder, createTask('test'));
    const run = scorePredictions(await readRunCard(runFolder), predictions);
    expect(run.bootstrap?.over).toBe('clips');
    expect(run.clips).toBe(run.split.test.clips);
    expect(run.split.protocol).toEqual({ name: 'stratified', seed: 4 });
    const { source, validation } = await prepareRun(
      join(folder, 'data'),
      join(folder, 'cache'),
      readRunConfig('{}', ['protocol={"name":"stratified","seed":4}']),
      () => undefined,
    );
    expect(predictions.clips.length + validation.length + source.recordings.length).toBe(38);
    const heard = validation.map(({ clip }) => clip.path);
    expect(predictions.clips.filter(({ path }) => heard.includes(path))).toEqual([]);
  });

  it.each(['OAF', 'YAF'])(
    'judges %s where she was left out, and chooses on the validation speakers',
    async (actress) => {
      const settings = ['protocol.name=tess-leave-one-out', `protocol.actress=${actress}`];
      const runFolder = await createRun(actress, settings);
      stages.length = 0;
      const { clips } = await predictRun(runFolder, createTask('test'));
      expect(stages).toEqual(['calibrating 8', 'judging 3']);
      expect(clips.map(({ speaker }) => speaker)).toEqual(new Array(3).fill(`tess/${actress}`));
    },
  );

  it('refuses runs that have not finished, and other recordings than they were trained on', async () => {
    await expect(predictRun(join(folder, 'no-run'), createTask('test'))).rejects.toThrow(/Expected a finished run/);
    await writeRecording(folder, 'fewer/Actor_17/03-01-01-01-01-01-17.wav', createSpeech(1.2, 1));
    const runFolder = await createRun('elsewhere');
    await expect(predictRun(runFolder, createTask('test', join(folder, 'fewer')))).rejects.toThrow(/holds others/);
  });
});

describe('addProtocolRun', () => {
  it('puts every run in its place and replaces the earlier one', async () => {
    const bare = createTestCard({ files: [], bytes: 0, parameters: 0 });
    let card = bare;
    for (const name of ['YAF', 'disjoint', 'OAF', 'stratified', 'YAF']) {
      const runFolder = join(folder, name);
      const run = scorePredictions(await readRunCard(runFolder), await predictRun(runFolder, createTask('test')));
      card = addProtocolRun(card, run);
    }
    const { protocols, ...rest } = card;
    expect(rest).toEqual(bare);
    expect(protocols?.speakerDisjoint?.command).toBe('train disjoint');
    expect(protocols?.stratified?.command).toBe('train stratified');
    expect(protocols?.tessLeaveOneOut?.map(({ command }) => command)).toEqual(['train OAF', 'train YAF']);
  });
});
