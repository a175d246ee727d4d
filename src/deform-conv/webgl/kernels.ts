/** The sampling kernels of the WebGL backend: forward only, training runs on wasm. */
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { KernelFunc } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { DEFORM_IM2COL, MODULATED_DEFORM_IM2COL, readGeometry, requireInput } from '../sampling-kernel';
import { DeformIm2ColPackedProgram } from './deform-im2col-packed-program';
import { DeformIm2ColProgram } from './deform-im2col-program';
import { listGeometryUniformValues } from './geometry-uniforms';

/** Registers the forward kernels for webgl; call once. Only types of the backend are imported, not the backend. */
export function registerWebglKernels(): void {
  for (const kernelName of [DEFORM_IM2COL, MODULATED_DEFORM_IM2COL]) {
    tf.registerKernel({ kernelName, backendName: 'webgl', kernelFunc: runSampling });
  }
}

const runSampling: KernelFunc = ({ inputs, backend, attrs }) => {
  const x = requireInput(inputs, 'x');
  const offset = requireInput(inputs, 'offset');
  const modulationMask = inputs['modulationMask'];
  const geometry = readGeometry(x, attrs);
  const { channels, positions, taps } = geometry;
  const hasMask = modulationMask !== undefined;
  const program =
    channels % 2 === 0 ? new DeformIm2ColPackedProgram(geometry, hasMask) : new DeformIm2ColProgram(geometry, hasMask);

  // The same texture under a flat shape: runWebGLProgram packs, unpacks or repacks it if its layout needs that, so that
  // no reshape of ours has to be disposed.
  const programInputs = [x, { ...offset, shape: [positions, 2 * taps] }];
  if (hasMask) programInputs.push({ ...modulationMask, shape: [positions, taps] });
  const webgl = backend as Pick<MathBackendWebGL, 'runWebGLProgram'>;
  return webgl.runWebGLProgram(program, programInputs, 'float32', listGeometryUniformValues(geometry));
};
