import type { FeatureMap } from '../contract/features';
import type { BackendDecision, ModelFacts } from '../contract/prediction';
import type { LayerSampling } from '../contract/sampling';
import type { RememberedBackend } from '../network/choose-backend';
import type { NetworkThread } from './network-thread';
import type { Classification, ClassifyProgress, LoadArgument } from './protocol';
import { surviveDeath } from './survive-death';

/** What a classification may be told and asked. */
export interface ClassifyOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ClassifyProgress) => void;
}

/**
 * The page's end of the network, on whichever thread that runs. A worker that dies is replaced, and what it was doing is
 * asked once more.
 */
export interface NetworkClient {
  /**
   * Loads the model, once: while it loads and after, every call gets the same promise. After a failure, or after the
   * worker's death, the next call tries again.
   *
   * @param onProgress told the share of the model's bytes that are here, 0…1, the present share at once.
   * @throws UndertoneError `model-unavailable`, `model-mismatch`, `backend-unavailable`, `worker-died`.
   */
  load(onProgress?: (share: number) => void): Promise<ReadyModel>;
  /**
   * Reads windows with the loaded model, loading it when needed. The windows stay the caller's.
   *
   * @throws the signal's reason; RangeError without a window; UndertoneError as `load`, and `inference-failed`.
   */
  classify(windows: readonly FeatureMap[], options: ClassifyOptions): Promise<Classification>;
  /**
   * Where the deformable layers of the loaded model look for a window, loading it when needed. The window stays the
   * caller's.
   *
   * @throws the signal's reason; UndertoneError as `classify`
   */
  readSampling(window: FeatureMap, signal: AbortSignal): Promise<readonly LayerSampling[]>;
  /** Frees the model and ends its worker; a later call starts anew. */
  dispose(): void;
}

/** What a client needs. */
export interface NetworkClientParts {
  /** What to load, asked before each load. */
  readonly describeLoad: () => LoadArgument;
  /** Keeps what a load measured. */
  readonly remember: (measured: RememberedBackend) => void;
  /** Starts a fresh thread without a model. */
  readonly start: () => Promise<NetworkThread>;
}

/** A model that is ready, and where. */
export interface ReadyModel extends BackendDecision {
  readonly model: ModelFacts;
}

interface LoadedNetwork extends ReadyModel {
  readonly thread: NetworkThread;
}

/**
 * Windows that go to the worker together. They are copied first, on the page's thread: sixteen are 0.9 MB, well under a
 * millisecond, where the windows of an hour at once would be a long task. They are also what a dead worker costs.
 */
const WINDOWS_PER_MESSAGE = 16;

/** Makes a client; nothing starts before the first call. */
export function createNetworkClient({ describeLoad, remember, start }: NetworkClientParts): NetworkClient {
  let loading: Promise<LoadedNetwork> | null = null;
  let loaded: LoadedNetwork | null = null;
  let share = 0;
  let disposals = 0;
  const listeners = new Set<(share: number) => void>();

  const loadAnew = async (): Promise<LoadedNetwork> => {
    share = 0;
    const thread = await start();
    try {
      const { backend, reason, model, toRemember } = await thread.load(describeLoad(), (newShare) => {
        share = newShare;
        for (const listener of listeners) listener(share);
      });
      if (toRemember !== null) remember(toRemember);
      loaded = { thread, backend, reason, model };
      return loaded;
    } catch (thrown) {
      thread.dispose();
      throw thrown;
    }
  };

  const connect = (): Promise<LoadedNetwork> => {
    if (loaded?.thread.isAlive === false) {
      loaded = null;
      loading = null;
    }
    if (loading === null) {
      const attempt = loadAnew();
      loading = attempt;
      attempt.catch(() => {
        if (loading === attempt) loading = null;
      });
    }
    return loading;
  };

  const retryUnlessDisposed = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const disposalsBefore = disposals;
    return surviveDeath(work, () => disposals === disposalsBefore);
  };

  return {
    async load(onProgress) {
      const network = retryUnlessDisposed(connect);
      if (onProgress !== undefined) {
        listeners.add(onProgress);
        if (loaded === null) onProgress(share);
      }
      try {
        const { backend, reason, model } = await network;
        return { backend, reason, model };
      } finally {
        if (onProgress !== undefined) listeners.delete(onProgress);
      }
    },
    async classify(windows, { signal, onProgress }) {
      const classifyPart = async (part: readonly FeatureMap[], done: number): Promise<Classification> => {
        const { thread } = await connect();
        signal.throwIfAborted();
        const cancel = (): void => {
          thread.cancel();
        };
        signal.addEventListener('abort', cancel);
        try {
          return await thread.classify(part, (progress) => {
            onProgress({ ...progress, done: done + progress.done, total: windows.length });
          });
        } catch (thrown) {
          signal.throwIfAborted();
          throw thrown;
        } finally {
          signal.removeEventListener('abort', cancel);
        }
      };

      const probabilities: (readonly number[])[] = [];
      let lastPart: Classification | null = null;
      for (let done = 0; done < windows.length; done += WINDOWS_PER_MESSAGE) {
        const work = (): Promise<Classification> => classifyPart(windows.slice(done, done + WINDOWS_PER_MESSAGE), done);
        lastPart = await retryUnlessDisposed(work);
        probabilities.push(...lastPart.probabilities);
      }
      if (lastPart === null) throw new RangeError('Expected at least one window.');
      return { ...lastPart, probabilities };
    },
    async readSampling(window, signal) {
      const layers = await retryUnlessDisposed(async () => {
        const { thread } = await connect();
        signal.throwIfAborted();
        return thread.readSampling(window);
      });
      signal.throwIfAborted();
      return layers;
    },
    dispose() {
      disposals++;
      const network = loading;
      loading = null;
      loaded = null;
      network?.then(
        ({ thread }) => {
          thread.dispose();
        },
        () => undefined, // A thread whose model could not be loaded was ended then.
      );
    },
  };
}
