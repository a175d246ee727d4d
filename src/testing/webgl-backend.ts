/** Setting up the WebGL backend for tests and benchmarks that run in a browser. */
import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';

/** What draws: a GPU or a software renderer. */
export interface WebglRenderer {
  /** As the driver names itself, such as `ANGLE (… SwiftShader …)`. */
  readonly name: string;
  readonly webglVersion: number;
}

/**
 * Makes WebGL the current backend, software rendering included.
 *
 * @throws Error when tfjs ends up on another backend: tests would then prove nothing
 */
export async function startWebglBackend(): Promise<WebglRenderer> {
  tf.env().set('SOFTWARE_WEBGL_ENABLED', true);
  await tf.setBackend('webgl');
  await tf.ready();
  const backend = tf.backend();
  if (tf.getBackend() !== 'webgl' || !(backend instanceof MathBackendWebGL)) {
    throw new Error(`Expected the webgl backend, got ${tf.getBackend()}`);
  }
  const { gl } = backend.getGPGPUContext();
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(extension === null ? gl.RENDERER : extension.UNMASKED_RENDERER_WEBGL);
  return { name: String(name), webglVersion: tf.env().getNumber('WEBGL_VERSION') };
}
