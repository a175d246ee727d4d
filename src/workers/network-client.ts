import type { FeatureMap } from '../contract/features';
import type { BackendName } from '../contract/prediction';
import type { NetworkThread } from './network-thread';
import type { Classification, ClassifyProgress, LoadArgument } from './protocol';

/** What a classification may be told and asked. */
export interface ClassifyOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ClassifyProgress) => void;
}

/** The page's end of the network, on whichever thread that runs. */
export interface NetworkClient {
  /**
   * Loads the model, once: while it loads and after, every call gets the same promise. After a failure, or after the
   * worker's death, the next call tries again.
   *
   * @param onProgress told the share of the model's bytes that are here, 0…1, the present share at once.
   * @throws UndertoneError `model-unavailable`, `model-mismatch`, `backend-unavailable`, `worker-died`.
   */
  load(onProgress?: (share: number) => void): Promise<BackendName>;
  /**
   * Reads windows with the loaded model, loading it when needed. The windows' buffers are transferred.
   *
   * @throws the signal's reason; UndertoneError as `load`, and `inference-failed`.
   */
  classify(windows: readonly FeatureMap[], options: ClassifyOptions): Promise<Classification>;
  /** Frees the model and ends its worker; a later call starts anew. */
  dispose(): void;
}

interface LoadedNetwork {
  readonly thread: NetworkThread;
  readonly backend: BackendName;
}

/** Makes a client; nothing starts before the first call. `start` starts a fresh thread without a model. */
export function createNetworkClient(argument: LoadArgument, start: () => Promise<NetworkThread>): NetworkClient {
  let loading: Promise<LoadedNetwork> | null = null;
  let loaded: LoadedNetwork | null = null;
  let share = 0;
  const listeners = new Set<(share: number) => void>();

  const loadAnew = async (): Promise<LoadedNetwork> => {
    share = 0;
    const thread = await start();
    try {
      const backend = await thread.load(argument, (newShare) => {
        share = newShare;
        for (const listener of listeners) listener(share);
      });
      loaded = { thread, backend };
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

  return {
    async load(onProgress) {
      const network = connect();
      if (onProgress !== undefined) {
        listeners.add(onProgress);
        if (loaded === null) onProgress(share);
      }
      try {
        return (await network).backend;
      } finally {
        if (onProgress !== undefined) listeners.delete(onProgress);
      }
    },
    async classify(windows, { signal, onProgress }) {
      const { thread } = await connect();
      signal.throwIfAborted();
      const cancel = (): void => {
        thread.cancel();
      };
      signal.addEventListener('abort', cancel);
      try {
        return await thread.classify(windows, onProgress);
      } catch (thrown) {
        signal.throwIfAborted();
        throw thrown;
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
    dispose() {
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
