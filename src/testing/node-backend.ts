/** Setting up a tfjs backend for tests that run in Node. */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Makes `backendName` the current backend.
 *
 * @throws Error when tfjs ends up on another one
 */
export async function startNodeBackend(backendName: 'wasm' | 'cpu'): Promise<void> {
  const wasmPackage = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
  setWasmPaths(join(dirname(wasmPackage), 'wasm-out') + sep);
  await tf.setBackend(backendName);
  await tf.ready();
  if (tf.getBackend() !== backendName) throw new Error(`Expected the ${backendName} backend, got ${tf.getBackend()}`);
}
