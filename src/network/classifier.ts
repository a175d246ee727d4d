/** Windows of features → probabilities: the whole of inference behind two calls, the same on every thread and backend. */
import type { FeatureMap } from '../contract/features';
import { UNCERTAIN_BELOW, type BackendDecision, type BackendName, type ModelFacts } from '../contract/prediction';
import type { LayerSampling } from '../contract/sampling';
import type { WasmPaths } from './backend';
import { decideWithoutMeasuring, type RememberedBackend } from './choose-backend';
import { readNetwork, type ReadModelFile } from './load-network';
import { createEmptyWindow, keepFasterNetwork } from './measure-backends';
import { readRenderer } from './renderer';
import { ResilientNetwork } from './resilient-network';
import { DEADLINES, type Deadlines } from './running-network';

/** A network that is ready to judge; `backend` and `reason` say where the last answer came from, and why there. */
export interface Classifier extends BackendDecision {
  readonly model: ModelFacts;
  /** What to hand to `loadClassifier` the next time; `null` where nothing was measured. */
  readonly toRemember: RememberedBackend | null;
  /**
   * Probabilities of each window, in order: eight values in the order of `EMOTIONS` that sum to 1.
   * A lost GPU is replaced on the way, see `resilient-network.ts`.
   * @param onProgress told after each window how many are done, and the probabilities of the last
   * @throws UndertoneError `inference-failed` when no backend gives probabilities
   */
  classify(
    windows: readonly FeatureMap[],
    onProgress?: (done: number, probabilities: readonly number[]) => void,
  ): Promise<number[][]>;
  /**
   * Where the deformable layers look for a window, first to last; a lost GPU is replaced on the way.
   * @throws UndertoneError `inference-failed` when no backend answers
   */
  readSampling(window: FeatureMap): Promise<LayerSampling[]>;
  /** Frees the weights and the GPU. */
  dispose(): void;
}

/** What a classifier is made of. */
export interface ClassifierOptions {
  readonly readFile: ReadModelFile;
  readonly backend: BackendName | 'auto';
  /** What an earlier classifier of this browser measured. */
  readonly remembered?: RememberedBackend | null;
  readonly wasmPaths: WasmPaths;
  /** Share of the weights that are here, 0…1. */
  readonly onProgress: (share: number) => void;
  readonly deadlines?: Deadlines;
}

/**
 * Loads the weights, chooses a backend (`choose-backend.ts`, by measurement where the rules leave it open) and runs the
 * network once, so that the first real window is not the one that waits for shaders.
 * @throws UndertoneError `backend-unavailable`, `model-unavailable`, `model-mismatch`
 */
export async function loadClassifier(options: ClassifierOptions): Promise<Classifier> {
  const { backend: choice, remembered = null, wasmPaths, deadlines = DEADLINES } = options;
  const { card, artifacts } = await readNetwork(options.readFile, options.onProgress);
  const renderer = choice === 'wasm' ? null : readRenderer();
  const start = { artifacts, wasmPaths, acceptSoftware: choice === 'webgl', deadlines };
  const decision = decideWithoutMeasuring({ choice, modelVersion: card.version, renderer, remembered });

  let network: ResilientNetwork;
  let toRemember: RememberedBackend | null = null;
  if (decision === null) {
    const faster = await keepFasterNetwork(start);
    network = new ResilientNetwork(start, { backend: faster.backend, reason: 'measured' }, faster);
    if (renderer !== null) toRemember = { modelVersion: card.version, renderer, backend: faster.backend };
  } else {
    network = new ResilientNetwork(start, decision, null);
    await network.run(createEmptyWindow()).catch((thrown: unknown) => {
      network.dispose();
      throw thrown;
    });
  }

  return {
    get backend() {
      return network.decision.backend;
    },
    get reason() {
      return network.decision.reason;
    },
    model: { version: card.version, uncertainBelow: card.calibration?.uncertainBelow ?? UNCERTAIN_BELOW },
    toRemember,
    classify: async (windows, onProgress) => {
      const results: number[][] = [];
      for (const window of windows) {
        const probabilities = await network.run(window.values);
        results.push(probabilities);
        onProgress?.(results.length, probabilities);
      }
      return results;
    },
    readSampling: (window) => network.readSampling(window.values),
    dispose: () => {
      network.dispose();
    },
  };
}
