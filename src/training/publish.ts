/** Writes what the page loads: `model.json` (layers and weights manifest), float16 weights and `model-card.json`. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UndertoneError } from '../contract/errors';
import type { ModelCard, WeightsFile } from '../contract/model-card';
import type { ReadModelFile } from '../network/load-network';
import { encodeFloat16 } from './float16';

const WEIGHTS_FILE = 'weights.bin';

/**
 * Writes topology and weights into a folder. Weights are halves on the wire and floats again once loaded.
 * @returns what the card says of them
 */
export async function writeModel(model: LayersModel, folder: string): Promise<ModelCard['weights']> {
  await mkdir(folder, { recursive: true });
  const bytes = Buffer.concat(
    model.weights.map((weight) => {
      const halves = encodeFloat16(weight.read().dataSync() as Float32Array);
      return Buffer.from(halves.buffer, halves.byteOffset, halves.byteLength);
    }),
  );
  const json: io.ModelJSON = {
    format: 'layers-model',
    modelTopology: await readTopology(model),
    weightsManifest: [
      {
        paths: [WEIGHTS_FILE],
        weights: model.weights.map((weight) => ({
          name: weight.originalName,
          shape: weight.shape as number[],
          dtype: 'float32',
          quantization: { dtype: 'float16', original_dtype: 'float32' },
        })),
      },
    ],
  };
  const contents: Record<string, Buffer> = { 'model.json': Buffer.from(JSON.stringify(json)), [WEIGHTS_FILE]: bytes };
  const files: WeightsFile[] = [];
  for (const [name, content] of Object.entries(contents)) {
    await writeFile(join(folder, name), content);
    files.push({ name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') });
  }
  return {
    files,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    parameters: model.countParams(),
  };
}

/** Writes the card beside the weights. */
export async function writeModelCard(card: ModelCard, folder: string): Promise<void> {
  await writeFile(join(folder, 'model-card.json'), `${JSON.stringify(card, null, 1)}\n`);
}

/** Reads model files from a folder on disk; the reader throws UndertoneError `model-unavailable` where one is missing. */
export function createModelFolderReader(folder: string): ReadModelFile {
  return async (name, onBytes) => {
    const path = join(folder, name);
    const content = await readFile(path).catch((cause: unknown) => {
      throw new UndertoneError('model-unavailable', `Expected the model file ${path}, it cannot be read.`, { cause });
    });
    onBytes(content.length);
    return Uint8Array.from(content);
  };
}

/** The layers as `loadLayersModel` wants them; tfjs gives them only to a save handler. */
async function readTopology(model: LayersModel): Promise<object> {
  let topology: io.ModelArtifacts['modelTopology'];
  await model.save(
    io.withSaveHandler((artifacts) => {
      topology = artifacts.modelTopology;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
    }),
  );
  if (!topology || topology instanceof ArrayBuffer) throw new Error('tfjs gave no JSON topology.');
  return topology;
}
