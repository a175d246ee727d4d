import type { BackendChoice } from '../recognition/recognition-state';

/**
 * Reads `?backend=webgl` or `?backend=wasm` from an address; anything else leaves the choice to the machine.
 *
 * @param search the query part of an address, with or without its question mark
 */
export function readBackendChoice(search: string): BackendChoice {
  const wanted = new URLSearchParams(search).get('backend');
  return wanted === 'webgl' || wanted === 'wasm' ? wanted : 'auto';
}
