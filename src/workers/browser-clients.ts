/** The clients as the page uses them: real workers, started under the page's content security policy. */
import { loadPart } from '../contract/errors';
import { createFeaturesClient, type FeaturesClient } from './features-client';
import featuresWorkerUrl from './features.worker?worker&url';
import { createNetworkClient, type NetworkClient } from './network-client';
import { hasPageWebgl, startNetworkThread } from './network-thread';
import networkWorkerUrl from './network.worker?worker&url';
import type { LiveFeaturesCalls, LoadArgument } from './protocol';
import { readRememberedBackend, rememberBackend } from './remembered-backend';
import { startWorker } from './start-worker';
import { WorkerConnection } from './worker-connection';

/** A features client on a worker of its own; the second way of decoding is fetched when a file needs it. */
export function createBrowserFeaturesClient(): FeaturesClient {
  return createFeaturesClient({
    start: () => startWorker(featuresWorkerUrl, 'features'),
    async *decodeOnPage(file, sampleRateHz, signal) {
      const { decodeOnPage } = await loadPart(() => import('../audio/decode-on-page'));
      yield* decodeOnPage(file, sampleRateHz, signal);
    },
  });
}

/** Starts a features worker of a live session's own: an analysis that is cancelled ends its worker. */
export function connectToLiveFeatures(): WorkerConnection<LiveFeaturesCalls> {
  return new WorkerConnection(startWorker(featuresWorkerUrl, 'live features'));
}

/** A network client for a model and a backend; see `network-thread.ts` for the thread it runs on. */
export function createBrowserNetworkClient(wishes: Omit<LoadArgument, 'remembered'>): NetworkClient {
  // Opening it is what throws where the visitor blocks storage.
  const openStorage = (): Storage => localStorage;
  return createNetworkClient({
    describeLoad: () => ({ ...wishes, remembered: readRememberedBackend(openStorage) }),
    remember: (measured) => {
      rememberBackend(openStorage, measured);
    },
    start: () =>
      startNetworkThread(wishes.backend, {
        startWorker: () => startWorker(networkWorkerUrl, 'network'),
        startOnPage: async () => (await loadPart(() => import('./network-session'))).createNetworkSession(),
        hasPageWebgl,
      }),
  });
}
