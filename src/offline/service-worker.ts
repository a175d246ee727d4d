/**
 * The service worker: after the first visit the page works without a connection. The app's files are kept as one
 * revision (Workbox replaces them together), the model in a cache of its own (`model-cache.ts`); a new version of the
 * page is installed only when both are here, and takes over only when the visitor says so.
 *
 * It sees the requests for the site's own files and nothing of a recording, which lives in memory and `blob:` addresses.
 */
import { cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { createModelCache } from './model-cache';

/** What the build knows: written in front of this script by `scripts/build-service-worker.ts`. */
interface BuildFacts {
  readonly appFiles: PrecacheEntry[];
  readonly modelCardSha256: string;
}

/** The parts used of a service worker's global scope, for which TypeScript's DOM library has no types. */
interface ServiceWorkerScope {
  readonly undertoneBuild: BuildFacts;
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

interface ExtendableEvent {
  waitUntil(work: Promise<unknown>): void;
}

const scope = self as unknown as ServiceWorkerScope;
const { appFiles, modelCardSha256 } = scope.undertoneBuild;
const modelFolderUrl = new URL('model/', scope.registration.scope).href;
const model = createModelCache({
  folderUrl: modelFolderUrl,
  cardSha256: modelCardSha256,
  storage: caches,
  fetch: (url, options) => fetch(url, options),
});

scope.addEventListener('install', (event) => {
  event.waitUntil(model.keep());
});
scope.addEventListener('activate', (event) => {
  event.waitUntil(model.dropOthers());
});
scope.addEventListener('message', ({ data }) => {
  if ((data as { readonly type?: unknown } | null)?.type === 'SKIP_WAITING') void scope.skipWaiting();
});

registerRoute(
  ({ url }) => url.href.startsWith(modelFolderUrl),
  async ({ url, request, event }) => {
    const kept = await model.find(url.href);
    if (kept !== undefined) return kept;
    // The browser may have cleared it away: fetch it again for the next time; this time the network answers.
    (event as ExtendableEvent).waitUntil(model.keep().catch(() => undefined));
    return fetch(request);
  },
);
cleanupOutdatedCaches();
// `?backend=` opens the same page.
precacheAndRoute(appFiles, { ignoreURLParametersMatching: [/./], cleanURLs: false });
