/**
 * Where inference runs: in a worker where the browser gives workers WebGL 2, else on the page's thread, with the same
 * code (`network-session.ts`) either way. This file is the whole decision. Safari 15 to 17 is the browser without.
 */
import type { FeatureMap } from '../contract/features';
import type { BackendName, BackendReason } from '../contract/prediction';
import type { LayerSampling } from '../contract/sampling';
import type { Classification, ClassifyProgress, LoadArgument, LoadedModel, NetworkCalls } from './protocol';
import type { StartedWorker } from './start-worker';
import { WorkerConnection } from './worker-connection';

/** A network, on whichever thread; the calls are those of `NetworkCalls`. */
export interface NetworkThread {
  /** False once its worker has died. */
  readonly isAlive: boolean;
  load(argument: LoadArgument, onProgress: (share: number) => void): Promise<LoadedModel>;
  classify(windows: readonly FeatureMap[], onProgress: (progress: ClassifyProgress) => void): Promise<Classification>;
  readSampling(window: FeatureMap): Promise<readonly LayerSampling[]>;
  /** Ends the running classification at its next step. */
  cancel(): void;
  /** Frees the model and ends the worker. */
  dispose(): void;
}

/** The ways to start a network, and what the page knows of its own WebGL. */
export interface NetworkPlaces {
  readonly startWorker: () => StartedWorker;
  /** Loads the network's code onto the page's thread. */
  readonly startOnPage: () => Promise<NetworkThread>;
  readonly hasPageWebgl: (backend: 'webgl' | 'auto') => boolean;
}

/** Starts the network's thread for a backend; the model is not loaded yet. */
export async function startNetworkThread(backend: BackendName | 'auto', places: NetworkPlaces): Promise<NetworkThread> {
  const connection = new WorkerConnection<NetworkCalls>(places.startWorker());
  if (backend !== 'wasm' && !(await connection.call('probeWebgl', null)) && places.hasPageWebgl(backend)) {
    connection.dispose();
    return preferWorker(await places.startOnPage(), () => connectToWorker(new WorkerConnection(places.startWorker())));
  }
  return connectToWorker(connection);
}

/** A network on the page's thread that moves to a worker when wasm turns out to be the faster backend: workers have that. */
function preferWorker(pageThread: NetworkThread, startWorkerThread: () => NetworkThread): NetworkThread {
  let thread = pageThread;
  /** Why the network moved; the worker only knows that it was told to. */
  let reasonToMove: BackendReason | null = null;
  return {
    get isAlive() {
      return thread.isAlive;
    },
    load: async (argument, onProgress) => {
      const loaded = await pageThread.load(argument, onProgress);
      if (loaded.backend === 'wasm') {
        pageThread.dispose();
        thread = startWorkerThread();
        reasonToMove = loaded.reason;
        await thread.load({ ...argument, backend: 'wasm' }, onProgress);
      }
      return loaded;
    },
    classify: async (windows, onProgress) => {
      const classification = await thread.classify(windows, onProgress);
      return { ...classification, reason: reasonToMove ?? classification.reason };
    },
    readSampling: (window) => thread.readSampling(window),
    cancel: () => {
      thread.cancel();
    },
    dispose: () => {
      thread.dispose();
    },
  };
}

function connectToWorker(connection: WorkerConnection<NetworkCalls>): NetworkThread {
  /** Arrays that go to the worker and back: the copies that messages make stay in memory until they are collected. */
  const spare: Float32Array[] = [];
  return {
    get isAlive() {
      return connection.isAlive;
    },
    load: (argument, onProgress) => connection.call('load', argument, { onProgress }),
    classify: async (windows, onProgress) => {
      const copies = windows.map((window) => ({ ...window, values: copyValues(window.values, spare.pop()) }));
      const { windows: sent, ...classification } = await connection.call('classify', copies, {
        transfer: copies.map(({ values }) => values.buffer),
        onProgress,
      });
      spare.push(...sent.map(({ values }) => values));
      return classification;
    },
    readSampling: (window) => connection.call('readSampling', window),
    cancel: () => {
      // A worker that died has nothing to cancel.
      connection.call('cancel', null).catch(() => undefined);
    },
    dispose: () => {
      connection.dispose();
    },
  };
}

/** A copy of values, in an array that is written over where one of that length is given. */
function copyValues(values: Float32Array, spare: Float32Array | undefined): Float32Array {
  if (spare?.length !== values.length) return values.slice();
  spare.set(values);
  return spare;
}

/**
 * Whether this page can make a WebGL 2 context: for `auto` only one on a real GPU, for `webgl` any.
 * The probe's context is given back at once, browsers allow only a few.
 */
export function hasPageWebgl(backend: 'webgl' | 'auto'): boolean {
  const context = document
    .createElement('canvas')
    .getContext('webgl2', { failIfMajorPerformanceCaveat: backend === 'auto' });
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
