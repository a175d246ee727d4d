import { type Classifier, loadClassifier } from '../src/network/classifier';
import { findWasmFolder } from '../src/training/node-backend';
import { createModelFolderReader } from '../src/training/publish';

/** Loads the model of a folder as the page does, on wasm; the caller disposes it. */
export function openClassifier(modelFolder: string): Promise<Classifier> {
  return loadClassifier({
    readFile: createModelFolderReader(modelFolder),
    backend: 'wasm',
    wasmPaths: findWasmFolder(),
    onProgress: () => undefined,
  });
}
