/** What the recognizer needs of the browser; the real thing by default, fakes in tests. */
import { createBrowserFeaturesClient, createBrowserNetworkClient } from '../workers/browser-clients';
import type { FeaturesClient } from '../workers/features-client';
import type { NetworkClient } from '../workers/network-client';
import type { BackendChoice } from './recognition-state';

/** Everything outside of the recognizer's own logic. */
export interface RecognizerTools {
  readonly features: FeaturesClient;
  readonly network: NetworkClient;
  /** Calls back once, when the page has nothing better to do. */
  readonly whenIdle: (callback: () => void) => void;
}

/** The browser's tools. The workers and the network are fetched when first needed. */
export function createBrowserTools(backend: BackendChoice): RecognizerTools {
  const modelFolderUrl = new URL('model/', document.baseURI).href;
  return {
    features: createBrowserFeaturesClient(),
    network: createBrowserNetworkClient({ modelFolderUrl, backend }),
    whenIdle: (callback) => {
      // Safari has no requestIdleCallback.
      if (typeof requestIdleCallback === 'function') requestIdleCallback(callback, { timeout: 2000 });
      else setTimeout(callback, 200);
    },
  };
}
