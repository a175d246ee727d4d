/** Writes what the page loads: `model.json` (layers and weights manifest), float16 weights and `model-card.json`. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelCard } from '../contract/model-card';
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
  await writeFile(join(folder, 'model.json'), JSON.stringify(json));
  await writeFile(join(folder, WEIGHTS_FILE), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    files: [{ name: WEIGHTS_FILE, bytes: bytes.length, sha256 }],
    bytes: bytes.length,
    parameters: model.countParams(),
  };
}

/** Writes the card beside the weights. */
export async function writeModelCard(card: ModelCard, folder: string): Promise<void> {
  await writeFile(join(folder, 'model-card.json'), `${JSON.stringify(card, null, 1)}\n`);
}

/** Reads model files from a folder on disk. */
export function createModelFolderReader(folder: string): ReadModelFile {
  return async (name, onBytes) => {
    const bytes = Uint8Array.from(await readFile(join(folder, name)));
    onBytes(bytes.length);
    return bytes;
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
