/** Loads published weights and refuses what this code cannot honour: other features, other emotions, altered bytes. */
import { io } from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { EMOTIONS } from '../contract/emotions';
import { UndertoneError } from '../contract/errors';
import { FEATURE_CONFIG, type FeatureConfig } from '../contract/features';
import type { ModelCard, WeightsFile } from '../contract/model-card';
import './register';
import { divideLogits } from './temperature';

/**
 * Reads one file of the model folder.
 * @param name file name in that folder
 * @param onBytes called with the number of further bytes that arrived
 */
export type ReadModelFile = (name: string, onBytes: (bytes: number) => void) => Promise<Uint8Array<ArrayBuffer>>;

/** Layers and weights manifest, as `loadLayersModel` wants them. */
const LAYERS_FILE = 'model.json';

/** A network and what is known about it. */
export interface LoadedNetwork {
  readonly model: tfl.LayersModel;
  readonly card: ModelCard;
}

/**
 * A network as it was published, read and verified: what models are made of, on any backend and more than once. The
 * artifacts carry the card's temperature along.
 */
export interface NetworkFiles {
  readonly card: ModelCard;
  readonly artifacts: io.ModelArtifacts;
}

/**
 * Loads the network on the current backend, its logits divided by the card's temperature.
 * @param onProgress share of the weights' bytes that are here, 0…1
 * @throws UndertoneError `model-unavailable` when files are missing or damaged, `model-mismatch` when the weights were
 * trained on other features or emotions than this code computes
 */
export async function loadNetwork(
  readFile: ReadModelFile,
  onProgress: (share: number) => void,
): Promise<LoadedNetwork> {
  const { card, artifacts } = await readNetwork(readFile, onProgress);
  return { model: await buildModel(artifacts), card };
}

/**
 * Reads the network's files; no backend is needed yet.
 * @throws UndertoneError as `loadNetwork`
 */
export async function readNetwork(readFile: ReadModelFile, onProgress: (share: number) => void): Promise<NetworkFiles> {
  const card = parseJson('model-card.json', await readFile('model-card.json', () => undefined)) as ModelCard;
  checkCard(card);
  const artifacts = await readArtifacts(readFile, card.weights, onProgress);
  const temperature = card.calibration?.temperature ?? 1;
  return { card, artifacts: { ...artifacts, userDefinedMetadata: { temperature } } };
}

/**
 * Loads layers and weights alone, verified against what is said of them: the logits are as trained, at temperature 1.
 * @throws UndertoneError as `loadNetwork`
 */
export async function loadWeights(
  readFile: ReadModelFile,
  weights: ModelCard['weights'],
  onProgress: (share: number) => void,
): Promise<tfl.LayersModel> {
  return buildModel(await readArtifacts(readFile, weights, onProgress));
}

/**
 * Makes a model of what was read, on the current backend. Its softmax gives calibrated probabilities where the card
 * says how.
 * @throws UndertoneError `model-mismatch`
 */
export async function buildModel(artifacts: io.ModelArtifacts): Promise<tfl.LayersModel> {
  try {
    const model = await tfl.loadLayersModel(io.fromMemory(artifacts));
    divideLogits(model, Number(artifacts.userDefinedMetadata?.['temperature'] ?? 1));
    return model;
  } catch (cause) {
    throw new UndertoneError('model-mismatch', `The weights do not fit this version of the network: ${String(cause)}`, {
      cause,
    });
  }
}

async function readArtifacts(
  readFile: ReadModelFile,
  weights: ModelCard['weights'],
  onProgress: (share: number) => void,
): Promise<io.ModelArtifacts> {
  let received = 0;
  const onBytes = (bytes: number): void => {
    received += bytes;
    onProgress(Math.min(1, received / weights.bytes));
  };
  onProgress(0);
  const contents = await Promise.all(
    weights.files.map(async (file) => verifyFile(file, await readFile(file.name, onBytes))),
  );
  onProgress(1);
  const isLayers = (index: number): boolean => weights.files[index]?.name === LAYERS_FILE;
  const layers = contents.find((_, index) => isLayers(index));
  if (!layers) throw new UndertoneError('model-mismatch', `Expected ${LAYERS_FILE} among the files of the model card.`);
  const { modelTopology, weightsManifest } = parseJson(LAYERS_FILE, layers) as io.ModelJSON;
  return {
    modelTopology,
    weightSpecs: weightsManifest.flatMap((group) => group.weights),
    weightData: contents.filter((_, index) => !isLayers(index)).map(({ buffer }) => buffer),
  };
}

function parseJson(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (cause) {
    throw new UndertoneError('model-unavailable', `Expected JSON in ${name}, got ${bytes.length} other bytes.`, {
      cause,
    });
  }
}

/** Refuses a card of another layout, other emotions or other features. */
function checkCard(card: ModelCard): void {
  // A card of another version may lack anything.
  const { emotions, features, weights, calibration } = (card as Partial<ModelCard> | null) ?? {};
  if (!emotions || !features || !Array.isArray(weights?.files)) {
    throw new UndertoneError('model-mismatch', 'Expected emotions, features and weights in model-card.json.');
  }
  if (JSON.stringify(emotions) !== JSON.stringify(EMOTIONS)) {
    throw new UndertoneError(
      'model-mismatch',
      `Expected the emotions ${EMOTIONS.join(', ')}, got ${emotions.join(', ')}.`,
    );
  }
  const names = Object.keys(FEATURE_CONFIG) as (keyof FeatureConfig)[];
  const differing = names.filter((name) => features[name] !== FEATURE_CONFIG[name]);
  if (differing.length > 0) {
    const detail = differing.map((name) => `${name} ${features[name]} instead of ${FEATURE_CONFIG[name]}`);
    throw new UndertoneError('model-mismatch', `The weights were trained on other features: ${detail.join(', ')}.`);
  }
  if (calibration && !(calibration.temperature > 0 && Number.isFinite(calibration.temperature))) {
    throw new UndertoneError('model-mismatch', `Expected a temperature above 0, got ${calibration.temperature}.`);
  }
}

/** Checks length and, where the browser offers it (secure pages only), the SHA-256 of a file. */
async function verifyFile(file: WeightsFile, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes.length !== file.bytes) {
    throw new UndertoneError('model-unavailable', `Expected ${file.bytes} bytes in ${file.name}, got ${bytes.length}.`);
  }
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
  if (subtle) {
    const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    if (sha256 !== file.sha256) {
      throw new UndertoneError(
        'model-unavailable',
        `${file.name} is not what was published: SHA-256 ${sha256}, expected ${file.sha256}.`,
      );
    }
  }
  return bytes;
}
