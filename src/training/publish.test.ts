import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../contract/emotions';
import type { ErrorCode } from '../contract/errors';
import { FEATURE_CONFIG, FEATURE_SHAPE } from '../contract/features';
import type { Calibration, ModelCard } from '../contract/model-card';
import { buildReport } from '../evaluation/report';
import { buildNetwork } from '../network/build';
import { loadNetwork, loadWeights, type ReadModelFile } from '../network/load-network';
import { expectAllClose } from '../testing/all-close';
import { startNodeBackend } from '../testing/node-backend';
import { createUniformValues } from '../testing/seeded-random';
import { createModelFolderReader, writeModel, writeModelCard } from './publish';
import { SMALL_NETWORK } from './test-clips';

/** A card that says what must be said, and nothing true of any training. */
function createCard(weights: ModelCard['weights']): ModelCard {
  return {
    version: 'test',
    createdAt: '2000-01-01T00:00:00.000Z',
    emotions: EMOTIONS,
    features: FEATURE_CONFIG,
    weights,
    data: [],
    splits: { test: {}, validation: {} },
    training: { command: '', seed: 1, epochs: 0, bestEpoch: 0, history: [] },
    validation: buildReport([{ corpus: 'folder', speaker: 'folder/1', truth: 0, predicted: 0 }], 0),
    deformation: [],
    accuracyWithoutAnyOffsets: 0,
  };
}

/** Of a calibration only the temperature matters here. */
const CALIBRATION: Calibration = {
  temperature: 1,
  eceBefore: 0,
  eceAfter: 0,
  bins: [],
  uncertainBelow: 0.5,
  coverage: 1,
  accuracyWhenCertain: 1,
};

function predict(model: LayersModel): Float32Array {
  return tf.tidy(() => {
    const logits = tf.tensor(predictLogits(model), [2, EMOTIONS.length]);
    return Float32Array.from(tf.softmax(logits).dataSync());
  });
}

function predictLogits(model: LayersModel): Float32Array {
  return tf.tidy(() => {
    const size = 2 * FEATURE_SHAPE.reduce((product, length) => product * length, 1);
    const pictures = tf.tensor(createUniformValues(size, -2, 2, 9), [2, ...FEATURE_SHAPE]);
    return Float32Array.from((model.predict(pictures) as tf.Tensor).dataSync());
  });
}

/** Gives every weight, also those that begin as zeros and ones, a value of its own. */
function randomizeWeights(model: LayersModel): void {
  tf.tidy(() => {
    model.setWeights(
      model.getWeights().map((weight, i) => {
        const values = createUniformValues(weight.size, 0.01, 0.4, i);
        return tf.tensor(values, weight.shape);
      }),
    );
  });
}

describe('a published model', () => {
  let folder = '';
  let readPublished: ReadModelFile;
  let model: LayersModel;
  let card: ModelCard;

  beforeAll(async () => {
    await startNodeBackend('wasm');
    folder = await mkdtemp(join(tmpdir(), 'undertone-model-'));
    model = buildNetwork(SMALL_NETWORK);
    randomizeWeights(model);
    card = createCard(await writeModel(model, folder));
    await writeModelCard(card, folder);
    readPublished = createModelFolderReader(folder);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Reads the published folder with some files replaced; objects become JSON. */
  function readWith(replacements: Readonly<Record<string, Uint8Array | object>>): ReadModelFile {
    return async (name, onBytes) => {
      const replacement = replacements[name];
      if (replacement === undefined) return readPublished(name, onBytes);
      if (replacement instanceof Uint8Array) return Uint8Array.from(replacement);
      return Uint8Array.from(new TextEncoder().encode(JSON.stringify(replacement)));
    };
  }

  /** Replaces a file and has the card vouch for it. */
  function readWithCertified(name: string, content: Uint8Array): ReadModelFile {
    const sha256 = createHash('sha256').update(content).digest('hex');
    const files = card.weights.files.map((file) =>
      file.name === name ? { name, bytes: content.length, sha256 } : file,
    );
    return readWith({ [name]: content, 'model-card.json': { ...card, weights: { ...card.weights, files } } });
  }

  async function expectRefusal(readFile: ReadModelFile, code: ErrorCode, message: RegExp): Promise<void> {
    const rejection = expect(loadNetwork(readFile, () => undefined)).rejects;
    await rejection.toMatchObject({ name: 'UndertoneError', code, message: expect.stringMatching(message) as string });
  }

  it('says how large it is', async () => {
    const { files, bytes, parameters } = card.weights;
    expect(parameters).toBe(model.countParams());
    expect(files.map(({ name }) => name)).toEqual(['model.json', 'weights.bin']);
    for (const file of files) expect(await readFile(join(folder, file.name))).toHaveLength(file.bytes);
    expect(files[1]?.bytes).toBe(2 * parameters);
    expect(bytes).toBe(files.reduce((sum, file) => sum + file.bytes, 0));
  });

  it('loads with every weight rounded to the nearest half, and its own layers', async () => {
    const { model: loaded, card: loadedCard } = await loadNetwork(readPublished, () => undefined);
    expect(loadedCard).toEqual(card);
    expect(loaded.layers.map((layer) => layer.getClassName())).toEqual(
      model.layers.map((layer) => layer.getClassName()),
    );
    for (const [i, weight] of loaded.getWeights().entries()) {
      const original = model.getWeights()[i];
      expect(weight.shape).toEqual(original?.shape);
      // Half a unit in the last of eleven bits, for values below 0.5.
      expectAllClose(weight.dataSync(), original?.dataSync() ?? [], 2 ** -13);
    }
    loaded.dispose();
  });

  it('gives the probabilities of the network it was made of, rounded alike', async () => {
    const before = predict(model);
    const { model: loaded } = await loadNetwork(readPublished, () => undefined);
    const after = predict(loaded);
    const rounded = buildNetwork(SMALL_NETWORK);
    rounded.setWeights(loaded.getWeights());
    // The same weights through the same kernels.
    expectAllClose(after, predict(rounded), 0);
    // Halves are 2.4e-4 off at most, relatively; over the network's layers this grows tenfold at the most.
    expectAllClose(after, before, 5e-3);
    expect(Math.max(...before) - Math.min(...before)).toBeGreaterThan(0.05);
  });

  it('gives calibrated probabilities where its card says how, and plain ones without', async () => {
    const calibration = { ...CALIBRATION, temperature: 2.5 };
    const calibrated = await loadNetwork(readWith({ 'model-card.json': { ...card, calibration } }), () => undefined);
    const plain = await loadNetwork(readPublished, () => undefined);
    const raw = await loadWeights(readPublished, card.weights, () => undefined);
    const logits = predictLogits(plain.model);
    // What is left of the softmax of rounded float32 products.
    expectAllClose(
      predictLogits(calibrated.model),
      logits.map((logit) => logit / 2.5),
      1e-5,
    );
    expect(predictLogits(raw)).toEqual(logits);
    const spread = (probabilities: Float32Array): number => Math.max(...probabilities) - Math.min(...probabilities);
    expect(spread(predict(calibrated.model))).toBeLessThan(0.7 * spread(predict(plain.model)));
    for (const loaded of [calibrated.model, plain.model, raw]) loaded.dispose();
  });

  it('is refused when its temperature is none', async () => {
    for (const temperature of [0, -1, NaN]) {
      const other = { ...card, calibration: { ...CALIBRATION, temperature } };
      await expectRefusal(readWith({ 'model-card.json': other }), 'model-mismatch', /temperature above 0/);
    }
  });

  it('tells how much of it has arrived', async () => {
    const shares: number[] = [];
    const { model: loaded } = await loadNetwork(readPublished, (share) => shares.push(share));
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    loaded.dispose();
  });

  it.each(['model.json', 'weights.bin'])('is refused when a byte of %s was altered', async (name) => {
    const bytes = Uint8Array.from(await readFile(join(folder, name)));
    bytes[10] = (bytes[10] ?? 0) ^ 1;
    await expectRefusal(readWith({ [name]: bytes }), 'model-unavailable', /not what was published: SHA-256/);
  });

  it('is refused when it was cut off', async () => {
    const bytes = await readFile(join(folder, 'weights.bin'));
    const cut = Uint8Array.from(bytes.subarray(0, bytes.length - 2));
    await expectRefusal(readWith({ 'weights.bin': cut }), 'model-unavailable', /Expected \d+ bytes in weights.bin/);
  });

  it('is refused when a file is missing', async () => {
    const elsewhere = createModelFolderReader(join(folder, 'nowhere'));
    await expectRefusal(elsewhere, 'model-unavailable', /model-card.json/);
    const readFile: ReadModelFile = (name, onBytes) =>
      name === 'weights.bin' ? elsewhere(name, onBytes) : readPublished(name, onBytes);
    await expectRefusal(readFile, 'model-unavailable', /weights.bin/);
  });

  it('is refused when its files are a web page, as some servers answer for what is missing', async () => {
    const page = new TextEncoder().encode('<!doctype html>');
    await expectRefusal(readWith({ 'model-card.json': page }), 'model-unavailable', /JSON in model-card.json/);
    await expectRefusal(readWithCertified('model.json', page), 'model-unavailable', /JSON in model.json/);
  });

  it('is refused when its card has another layout', async () => {
    await expectRefusal(readWith({ 'model-card.json': {} }), 'model-mismatch', /Expected emotions, features/);
    const files = card.weights.files.filter(({ name }) => name !== 'model.json');
    const withoutLayers = { ...card, weights: { ...card.weights, files } };
    await expectRefusal(readWith({ 'model-card.json': withoutLayers }), 'model-mismatch', /Expected model.json among/);
  });

  it('is refused when it was trained on other features', async () => {
    const other = { ...card, features: { ...FEATURE_CONFIG, hopLength: 256 } };
    await expectRefusal(readWith({ 'model-card.json': other }), 'model-mismatch', /hopLength 256 instead of 192/);
  });

  it('is refused when it knows other emotions, or the same in another order', async () => {
    const other = { ...card, emotions: [...EMOTIONS].reverse() };
    await expectRefusal(readWith({ 'model-card.json': other }), 'model-mismatch', /Expected the emotions angry/);
  });

  it('is refused when the layers are none of this version', async () => {
    const json = await readFile(join(folder, 'model.json'), 'utf8');
    const other = new TextEncoder().encode(json.replaceAll('AttentivePooling', 'NoSuchLayer'));
    await expectRefusal(readWithCertified('model.json', other), 'model-mismatch', /do not fit this version/);
  });
});
