/** The network on one thread, whichever it is: the worker and the page's thread both run this. */
import { UndertoneError } from '../contract/errors';
import { type Classifier, loadClassifier } from '../network/classifier';
import { WASM_ADDRESSES } from '../network/wasm-addresses';
import { createModelFetcher } from './fetch-model-file';
import type { NetworkThread } from './network-thread';

/** Makes a session without a model; `load` must come before `classify`, and its owner calls `dispose`. */
export function createNetworkSession(): NetworkThread {
  let classifier: Classifier | null = null;
  let classifications = 0;

  const requireClassifier = (): Classifier => {
    if (classifier === null) throw new UndertoneError('unexpected', 'Expected a loaded model, there is none yet.');
    return classifier;
  };

  return {
    isAlive: true,
    async load({ modelFolderUrl, backend, remembered }, onProgress) {
      classifier?.dispose();
      classifier = null;
      classifier = await loadClassifier({
        readFile: createModelFetcher(modelFolderUrl),
        backend,
        remembered,
        wasmPaths: WASM_ADDRESSES,
        onProgress,
      });
      const { backend: runningOn, reason, model, toRemember } = classifier;
      return { backend: runningOn, reason, model, toRemember };
    },
    async classify(windows, onProgress) {
      const loaded = requireClassifier();
      const classification = ++classifications;
      const probabilities = await loaded.classify(windows, (done, ofLast) => {
        // Throwing here is what stops the classifier between two windows.
        if (classification !== classifications)
          throw new UndertoneError('unexpected', 'The classification was cancelled.');
        onProgress({ done, total: windows.length, probabilities: ofLast });
      });
      return { probabilities, backend: loaded.backend, reason: loaded.reason };
    },
    readSampling: async (window) => requireClassifier().readSampling(window),
    cancel() {
      classifications++;
    },
    dispose() {
      classifier?.dispose();
      classifier = null;
    },
  };
}
