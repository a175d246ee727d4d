import { useSyncExternalStore } from 'react';
import { parseRoute, toHash, type Route } from './route';

let hasNavigated = false;

function subscribe(onChange: () => void): () => void {
  const listen = (): void => {
    hasNavigated = true;
    onChange();
  };
  window.addEventListener('hashchange', listen);
  return () => {
    window.removeEventListener('hashchange', listen);
  };
}

/** The screen that the address names, and again whenever it changes. */
export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash));
}

/** Goes to a screen; the browser's Back leads back. */
export function navigate(route: Route): void {
  location.hash = toHash(route);
}

/** Whether the visitor came here from another screen of the page, and the focus has to follow. */
export function cameFromAnotherScreen(): boolean {
  return hasNavigated;
}
