import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startWasm } from '../network/backend';

/** Starts tfjs's wasm backend in Node, from the files in `node_modules`. */
export async function startNodeBackend(): Promise<void> {
  await startWasm(findWasmFolder());
}

/** The folder of the WebAssembly files, ending in a slash. */
export function findWasmFolder(): string {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  return `${join(dirname(entry), '..', 'wasm-out')}/`;
}
