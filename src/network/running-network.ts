/** The network on one backend: it answers in time or throws. What happens then is `resilient-network.ts`'s affair. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { FEATURE_SHAPE } from '../contract/features';
import type { BackendName } from '../contract/prediction';
import type { LayerSampling } from '../contract/sampling';
import { startWasm, startWebgl, type WasmPaths } from './backend';
import { foldBatchNorm } from './fold-batch-norm';
import { buildModel } from './load-network';
import { SamplingProbe } from './read-sampling';
import { withDeadline } from './with-deadline';

/** How long an answer may take, in milliseconds. */
export interface Deadlines {
  /** The first one: it compiles about a hundred shaders, seconds on a software renderer. */
  readonly firstMs: number;
  readonly laterMs: number;
}

/** Ten times what the slowest machines measured take: only what hangs misses them. */
export const DEADLINES: Deadlines = { firstMs: 60_000, laterMs: 10_000 };

/** How a network starts, on whichever backend. */
export interface NetworkStart {
  readonly artifacts: tf.io.ModelArtifacts;
  readonly wasmPaths: WasmPaths;
  /** Whether WebGL may draw in software. */
  readonly acceptSoftware: boolean;
  readonly deadlines: Deadlines;
}

/** A network with its weights on a backend. */
export interface RunningNetwork {
  readonly backend: BackendName;
  /**
   * Probabilities of one window `[40, 173, 2]`: eight values in the order of `EMOTIONS` that sum to 1. One call at a
   * time. One window at a time, too: another batch size would compile another set of shaders, and gains nothing on wasm.
   * @throws Error when the backend fails, is lost, answers too late or answers what are no probabilities
   */
  run(values: Float32Array): Promise<number[]>;
  /**
   * Where the deformable layers look for one window `[40, 173, 2]`, first to last; empty without such layers. One call
   * at a time, neither beside `run`.
   * @throws Error as `run`
   */
  readSampling(values: Float32Array): Promise<LayerSampling[]>;
  /** Frees the weights, and with webgl all that is on the GPU. wasm stays, for the next network. */
  dispose(): void;
}

/** How far a sum of eight float32 probabilities may be from 1: float16 textures round each by up to 5e-4. */
const SUM_TOLERANCE = 5e-3;

/**
 * Starts a backend and puts the weights there; nothing has run yet.
 * @throws UndertoneError `model-mismatch`, `backend-unavailable`; Error when WebGL does not start
 */
export async function startNetwork(backend: BackendName, start: NetworkStart): Promise<RunningNetwork> {
  if (backend === 'wasm') {
    await startWasm(start.wasmPaths);
    const model = await buildInferenceModel(start.artifacts);
    const lost = new AbortController().signal;
    return createRunningNetwork(backend, model, lost, start.deadlines, () => {
      model.dispose();
    });
  }
  const webgl = await startWebgl(start.acceptSoftware);
  try {
    const model = await buildInferenceModel(start.artifacts);
    return createRunningNetwork(backend, model, webgl.lost, start.deadlines, () => {
      model.dispose();
      webgl.remove();
    });
  } catch (thrown) {
    webgl.remove();
    throw thrown;
  }
}

/**
 * Makes the model as it runs: batch norm folded into the convolutions, activations fused.
 * @throws UndertoneError `model-mismatch`
 */
export async function buildInferenceModel(artifacts: tf.io.ModelArtifacts): Promise<LayersModel> {
  const loaded = await buildModel(artifacts);
  try {
    return await foldBatchNorm(loaded);
  } finally {
    loaded.dispose();
  }
}

function createRunningNetwork(
  backend: BackendName,
  model: LayersModel,
  lost: AbortSignal,
  { firstMs, laterMs }: Deadlines,
  dispose: () => void,
): RunningNetwork {
  let deadlineMs = firstMs;
  let probe: SamplingProbe | null = null;
  const prepare = async (): Promise<void> => {
    // While two backends are measured, the other one was the last to start.
    if (tf.getBackend() !== backend) await tf.setBackend(backend);
    lost.throwIfAborted();
  };
  return {
    backend,
    async run(values) {
      await prepare();
      const probabilities = tf.tidy(() => {
        const logits = model.predict(tf.tensor(values, [1, ...FEATURE_SHAPE])) as tf.Tensor;
        return tf.softmax(logits);
      });
      try {
        const row = Array.from(await withDeadline(probabilities.data(), { deadlineMs, signal: lost }));
        deadlineMs = laterMs;
        // A lost context may be read as zeros before it is known to be lost.
        const sum = row.reduce((total, probability) => total + probability, 0);
        if (!(Math.abs(sum - 1) < SUM_TOLERANCE)) throw new Error(`Expected probabilities, got ${row.join(', ')}.`);
        return row;
      } finally {
        probabilities.dispose();
      }
    },
    async readSampling(values) {
      await prepare();
      const asked = (probe ??= new SamplingProbe(model));
      const tensors = tf.tidy(() => asked.run(tf.tensor(values, [1, ...FEATURE_SHAPE])).flat());
      try {
        const reading = Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
        const numbers = await withDeadline(reading, { deadlineMs, signal: lost });
        return asked.layers.map((layer, index) => {
          const [offsets, modulation] = numbers.slice(2 * index, 2 * index + 2);
          // A mask is twice a sigmoid, hence above zero. Zeros throughout are what a lost context reads as.
          if (!offsets || !modulation?.some((value) => value > 0)) throw new Error('Expected masks above 0, got none.');
          return { ...layer, offsets, modulation };
        });
      } finally {
        tf.dispose(tensors);
      }
    },
    dispose,
  };
}
