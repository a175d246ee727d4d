/** What this browser measured of the backends, kept between visits; workers have no such storage, the page tells them. */
import type { RememberedBackend } from '../network/choose-backend';

/** Where a measurement is kept: the page's `localStorage`, or a fake. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'undertone.backend';

/** Reads what `rememberBackend` kept; `null` when there is nothing, or nothing of use. */
export function readRememberedBackend(openStorage: () => TextStorage): RememberedBackend | null {
  try {
    const kept: unknown = JSON.parse(openStorage().getItem(KEY) ?? 'null');
    return isRememberedBackend(kept) ? kept : null;
  } catch {
    // Blocked by the visitor, or not ours: then it is measured again.
    return null;
  }
}

/** Keeps a measurement in place of the last one; in a browser that refuses, the next visit measures again. */
export function rememberBackend(openStorage: () => TextStorage, remembered: RememberedBackend): void {
  try {
    openStorage().setItem(KEY, JSON.stringify(remembered));
  } catch {
    // Blocked or full: nothing depends on it.
  }
}

function isRememberedBackend(kept: unknown): kept is RememberedBackend {
  if (typeof kept !== 'object' || kept === null) return false;
  const { modelVersion, renderer, backend } = kept as Partial<Record<keyof RememberedBackend, unknown>>;
  return (
    typeof modelVersion === 'string' && typeof renderer === 'string' && (backend === 'webgl' || backend === 'wasm')
  );
}
