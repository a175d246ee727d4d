/** The clients as the page uses them: real workers, started under the page's content security policy. */
import { loadPart } from '../contract/errors';
import { createFeaturesClient, type FeaturesClient } from './features-client';
import featuresWorkerUrl from './features.worker?worker&url';
import { createNetworkClient, type NetworkClient } from './network-client';
import { hasPageWebgl, startNetworkThread } from './network-thread';
import networkWorkerUrl from './network.worker?worker&url';
import type { LoadArgument } from './protocol';
import { startWorker } from './start-worker';

/** A features client on a worker of its own. */
export function createBrowserFeaturesClient(): FeaturesClient {
  return createFeaturesClient(() => startWorker(featuresWorkerUrl, 'features'));
}

/** A network client for a model and a backend; see `network-thread.ts` for the thread it runs on. */
export function createBrowserNetworkClient(argument: LoadArgument): NetworkClient {
  return createNetworkClient(argument, () =>
    startNetworkThread(argument.backend, {
      startWorker: () => startWorker(networkWorkerUrl, 'network'),
      startOnPage: async () => (await loadPart(() => import('./network-session'))).createNetworkSession(),
      hasPageWebgl,
    }),
  );
}
