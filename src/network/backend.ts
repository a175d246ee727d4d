/**
 * Starting the tfjs backends, and ending WebGL when its context is lost. Backends are loaded on demand: nobody
 * downloads the one they do not use.
 */
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { UndertoneError } from '../contract/errors';

/** Where the WebAssembly files of `@tensorflow/tfjs-backend-wasm` lie: by file name, or a folder that ends in a slash. */
export type WasmPaths = string | Record<string, string>;

/** The WebGL backend while it is tfjs's current one. */
export interface StartedWebgl {
  /** Aborts when the GPU's context is lost; what waits for a read then waits for ever. */
  readonly lost: AbortSignal;
  /** Frees the context with all that is on the GPU, and lets `startWebgl` start anew. Tensors there are gone. */
  readonly remove: () => void;
}

const WEBGL_PRIORITY = 2;

/** Starts the wasm backend, also in Node, and makes it current. */
export async function startWasm(wasmPaths: WasmPaths): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(wasmPaths);
  if (!(await tf.setBackend('wasm'))) {
    throw new UndertoneError('backend-unavailable', 'Neither WebGL 2 nor WebAssembly could be started.');
  }
}

/**
 * Starts the WebGL backend and makes it current; one at a time.
 * @param acceptSoftware whether a browser may draw in software, which tfjs refuses otherwise
 * @throws Error when there is no WebGL 2 that tfjs can use
 */
export async function startWebgl(acceptSoftware: boolean): Promise<StartedWebgl> {
  const { MathBackendWebGL } = await import('@tensorflow/tfjs-backend-webgl');
  await import('../deform-conv/webgl/register');
  tf.env().set('SOFTWARE_WEBGL_ENABLED', acceptSoftware);
  // Importing tfjs's backend registers it, `remove` undoes that. The type leaves out the `null` of an unknown one.
  const factory = tf.findBackendFactory('webgl') as (() => unknown) | null;
  if (factory === null) {
    tf.registerBackend('webgl', () => new MathBackendWebGL(), WEBGL_PRIORITY);
  }
  const hasStarted = await tf.setBackend('webgl');
  if (!hasStarted || tf.env().getNumber('WEBGL_VERSION') !== 2) throw new Error('Expected WebGL 2, it did not start.');
  const backend = tf.backend();
  if (!(backend instanceof MathBackendWebGL)) throw new Error(`Expected the webgl backend, got ${tf.getBackend()}.`);
  return watchContext(backend);
}

function watchContext(backend: MathBackendWebGL): StartedWebgl {
  const gpgpu = backend.getGPGPUContext();
  const { gl } = gpgpu;
  const lost = new AbortController();
  const announceLoss = (): void => {
    lost.abort(new Error('The WebGL context was lost.'));
  };
  gl.canvas.addEventListener('webglcontextlost', announceLoss);
  return {
    lost: lost.signal,
    remove: () => {
      gl.canvas.removeEventListener('webglcontextlost', announceLoss);
      // On a lost context every call returns at once. On a GPU that hangs, tfjs's `gl.finish()` would hang with it.
      gl.getExtension('WEBGL_lose_context')?.loseContext();
      // A read that is waiting would ask a fence that never passes, every few milliseconds and for ever.
      Reflect.set(gpgpu, 'itemsToPoll', []);
      if (tf.findBackend('webgl') === backend) tf.removeBackend('webgl');
    },
  };
}
