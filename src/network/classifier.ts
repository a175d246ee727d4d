/** Windows of features → probabilities: the whole of inference behind two calls, the same on every thread and backend. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UndertoneError } from '../contract/errors';
import { FEATURE_SHAPE, type FeatureMap } from '../contract/features';
import type { BackendName } from '../contract/prediction';
import { startBackend, type WasmPaths } from './backend';
import { loadNetwork, type ReadModelFile } from './load-network';

/** A network that is ready to judge. */
export interface Classifier {
  /** Where it runs. */
  readonly backend: BackendName;
  /**
   * Probabilities of each window, in order: eight values in the order of `EMOTIONS` that sum to 1.
   * @throws UndertoneError `inference-failed` when the backend gives no finite numbers
   */
  classify(windows: readonly FeatureMap[], onProgress?: (done: number, total: number) => void): Promise<number[][]>;
  /** Frees the weights. */
  dispose(): void;
}

/** What a classifier is made of. */
export interface ClassifierOptions {
  readonly readFile: ReadModelFile;
  readonly backend: BackendName | 'auto';
  readonly wasmPaths: WasmPaths;
  /** Share of the weights that are here, 0…1. */
  readonly onProgress: (share: number) => void;
}

/**
 * Starts a backend, loads the weights and runs the network once, so that the first real window is not the one that
 * waits for shaders.
 * @throws UndertoneError `backend-unavailable`, `model-unavailable`, `model-mismatch`
 */
export async function loadClassifier(options: ClassifierOptions): Promise<Classifier> {
  const backend = await startBackend(options.backend, options.wasmPaths);
  const { model } = await loadNetwork(options.readFile, options.onProgress);
  await classifyValues(model, new Float32Array(FEATURE_SHAPE.reduce((product, length) => product * length, 1)));
  return {
    backend,
    classify: async (windows, onProgress) => {
      const results: number[][] = [];
      for (const window of windows) {
        results.push(await classifyValues(model, window.values));
        onProgress?.(results.length, windows.length);
      }
      return results;
    },
    dispose: () => {
      model.dispose();
    },
  };
}

/** One window at a time: another batch size would compile another set of shaders, and gains nothing on wasm. */
async function classifyValues(model: LayersModel, values: Float32Array): Promise<number[]> {
  const probabilities = tf.tidy(() => tf.softmax(model.predict(tf.tensor(values, [1, ...FEATURE_SHAPE])) as tf.Tensor));
  try {
    const row = Array.from(await probabilities.data());
    if (!row.every(Number.isFinite)) {
      throw new UndertoneError('inference-failed', `Expected finite probabilities, got ${row.join(', ')}.`);
    }
    return row;
  } finally {
    probabilities.dispose();
  }
}
