import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildNetwork } from '../network/build';
import { foldBatchNorm } from '../network/fold-batch-norm';
import { loadNetwork } from '../network/load-network';
import { startNodeBackend } from '../testing/node-backend';
import { createSpeech } from './augmentation/test-signals';
import { completeCard } from './complete-card';
import { evaluateFolder } from './evaluate-folder';
import { createModelFolderReader, writeModel, writeModelCard } from './publish';
import { CONDITIONS } from './robustness/conditions';
import { createTestCard } from './test-card';
import { SMALL_NETWORK } from './test-clips';
import { writeRecording } from './test-recordings';

let folder = '';

beforeAll(async () => {
  await startNodeBackend('wasm');
  folder = await mkdtemp(join(tmpdir(), 'undertone-card-'));
  for (let i = 0; i < 6; i++) {
    const path = `data/speaker${i % 3}/${i % 2 === 0 ? 'angry' : 'sad'}/${i}.wav`;
    // Beyond three seconds a clip has several windows, whose average depends on the temperature.
    await writeRecording(folder, path, createSpeech(i === 0 ? 6 : 1.5, i));
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('completeCard', { timeout: 30_000 }, () => {
  it('measures what whoever loads the model with its card will see', async () => {
    const model = buildNetwork(SMALL_NETWORK);
    const modelFolder = join(folder, 'model');
    const card = createTestCard(await writeModel(model, modelFolder));
    model.dispose();
    const readFile = createModelFolderReader(modelFolder);
    const dataFolder = join(folder, 'data');
    const isValidation = ({ speaker }: { readonly speaker: string | null }): boolean => speaker !== 'folder/speaker2';
    const stages: string[] = [];
    const before = tf.memory().numTensors;
    const completed = await completeCard(card, {
      readFile,
      dataFolder,
      isValidation,
      onProgress: (stage, done, total) => stages.push(`${stage} ${done}/${total}`),
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(stages).toEqual(
      ['calibrating', 'spoiling'].flatMap((stage) => [1, 2, 3, 4].map((done) => `${stage} ${done}/4`)),
    );

    const { calibration, validation, robustness = [], ...rest } = completed;
    expect(rest).toMatchObject({ version: 'test', weights: card.weights });
    expect(validation).toMatchObject({ clips: 4, speakers: 2, trainClips: 7 });
    expect(robustness.map(({ condition }) => condition)).toEqual([
      'as recorded',
      ...CONDITIONS.map(({ name }) => name),
    ]);
    expect(robustness[0]?.accuracy).toBe(validation.accuracy);

    await writeModelCard(completed, modelFolder);
    const { model: loaded } = await loadNetwork(readFile, () => undefined);
    const { verdicts } = await evaluateFolder(await foldBatchNorm(loaded), dataFolder, { wants: isValidation });
    const highest = verdicts.map(({ probabilities }) => Math.max(...probabilities));
    const binned = calibration?.bins.reduce((sum, { clips, confidence }) => sum + clips * confidence, 0) ?? NaN;
    // Weights divided by the temperature instead of logits: float32 either way.
    expect(highest.reduce((sum, value) => sum + value, 0)).toBeCloseTo(binned, 4);
    expect(validation.certainty?.calibrationError).toBeCloseTo(calibration?.eceAfter ?? NaN, 4);
    // The softmax of a fresh network is all but flat: its temperature is far from 1, so this tells both apart.
    expect(Math.abs(Math.log(calibration?.temperature ?? 1))).toBeGreaterThan(0.1);
  });
});
