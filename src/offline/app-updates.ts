/** The page's end of the service worker: whether the page works offline, and whether a newer version waits. */
import { Workbox } from 'workbox-window';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** What is known of the version that runs. */
export interface AppVersionState {
  /** Whether the page would open without a connection. */
  readonly worksOffline: boolean;
  /**
   * `waiting`: a newer version is here and starts when asked to. `replaced`: another tab has started it, and what this
   * one has not fetched yet may be gone.
   */
  readonly update: 'none' | 'waiting' | 'replaced';
}

/** Tells of newer versions of the page. */
export interface AppUpdates {
  readonly store: StoreApi<AppVersionState>;
  /** Starts the version that waits and reloads the page; the only thing that ever reloads it. */
  readonly reload: () => void;
}

const SCRIPT = 'service-worker.js';
/** An installed page may stay open for days: it looks for a newer version when it is looked at, this far apart. */
const CHECK_INTERVAL_MS = 3_600_000;

/** Makes the page work offline. Where the browser has no service workers, or refuses, the state stays as it is. */
export function createAppUpdates(): AppUpdates {
  const store = createStore<AppVersionState>(() => ({ worksOffline: false, update: 'none' }));
  let waiting: ServiceWorker | null = null;
  let asked = false;

  const reloadWhenActive = (worker: ServiceWorker): void => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') location.reload();
    });
  };
  const updates: AppUpdates = {
    store,
    reload() {
      if (asked) return;
      asked = true;
      if (waiting === null) {
        location.reload();
        return;
      }
      reloadWhenActive(waiting);
      waiting.postMessage({ type: 'SKIP_WAITING' });
    },
  };
  if (!('serviceWorker' in navigator)) return updates;

  // The first version of all takes no page over: a change of hands is always an update that some tab asked for.
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!asked) store.setState({ update: 'replaced' });
  });
  const workbox = new Workbox(new URL(SCRIPT, document.baseURI).href);
  workbox.addEventListener('waiting', ({ sw }) => {
    waiting = sw ?? null;
    if (waiting !== null) store.setState({ update: 'waiting' });
  });
  workbox.register().then(
    async (registration) => {
      if (registration === undefined) return;
      void workbox.active.then(() => {
        store.setState({ worksOffline: true });
      });
      checkNowAndThen(workbox);
    },
    // Blocked by the visitor, or the script did not arrive: the page works as any other.
    () => undefined,
  );
  return updates;
}

function checkNowAndThen(workbox: Workbox): void {
  let checkedAtMs = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || performance.now() - checkedAtMs < CHECK_INTERVAL_MS) return;
    checkedAtMs = performance.now();
    // Without a connection there is nothing newer.
    workbox.update().catch(() => undefined);
  });
}
