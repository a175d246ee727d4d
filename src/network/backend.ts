/** Which tfjs backend runs, and starting it. Backends are loaded on demand: nobody downloads the one they do not use. */
import * as tf from '@tensorflow/tfjs-core';
import { UndertoneError } from '../contract/errors';
import type { BackendName } from '../contract/prediction';

/** Where the WebAssembly files of `@tensorflow/tfjs-backend-wasm` lie: by file name, or a folder that ends in a slash. */
export type WasmPaths = string | Record<string, string>;

/**
 * Starts a backend for inference.
 *
 * `auto` takes webgl where a real GPU runs it, else wasm. A forced `webgl` also accepts software rendering; where there
 * is no WebGL 2 at all, wasm takes over. Read the result to see which one runs.
 * @throws UndertoneError `backend-unavailable` when not even wasm starts
 */
export async function startBackend(choice: BackendName | 'auto', wasmPaths: WasmPaths): Promise<BackendName> {
  if (choice !== 'wasm' && (await startWebgl(choice === 'webgl'))) return 'webgl';
  await startWasm(wasmPaths);
  return 'wasm';
}

/** Starts the wasm backend, also in Node. */
export async function startWasm(wasmPaths: WasmPaths): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(wasmPaths);
  if (!(await tf.setBackend('wasm'))) {
    throw new UndertoneError('backend-unavailable', 'Neither WebGL 2 nor WebAssembly could be started.');
  }
}

async function startWebgl(acceptSoftware: boolean): Promise<boolean> {
  await import('@tensorflow/tfjs-backend-webgl');
  await import('../deform-conv/webgl/register');
  tf.env().set('SOFTWARE_WEBGL_ENABLED', acceptSoftware);
  try {
    return (await tf.setBackend('webgl')) && tf.env().getNumber('WEBGL_VERSION') === 2;
  } catch {
    // A browser that has WebGL but cannot compile or allocate throws here instead of answering false.
    return false;
  }
}
