/** The sampling kernels of the WebGL backend and their gradients. */
import type { GPGPUProgram, MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SamplingGeometry } from '../geometry';
import {
  DEFORM_IM2COL,
  DEFORM_IM2COL_GRADIENT,
  MODULATED_DEFORM_IM2COL,
  MODULATED_DEFORM_IM2COL_GRADIENT,
  PREDICTED_DEFORM_IM2COL,
  readGeometry,
  readMaxOffset,
  requireInput,
} from '../sampling-kernel';
import { DeformIm2ColProgram } from './deform-im2col-program';
import { listGeometryUniformValues } from './geometry-uniforms';
import { InputGradientProgram } from './input-gradient-program';
import { MaskGradientProgram, OffsetGradientProgram } from './offset-gradient-program';
import type { ModulationSource } from './sampling-glsl';

/** Registers forward and gradient kernels for webgl; call once. Only types of the backend are imported, not the backend. */
export function registerWebglKernels(): void {
  const kernels: Record<string, KernelFunc> = {
    [DEFORM_IM2COL]: createForwardKernel('none'),
    [MODULATED_DEFORM_IM2COL]: createForwardKernel('mask'),
    [PREDICTED_DEFORM_IM2COL]: createForwardKernel('logits'),
    [DEFORM_IM2COL_GRADIENT]: runGradient,
    [MODULATED_DEFORM_IM2COL_GRADIENT]: runGradient,
  };
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    tf.registerKernel({ kernelName, backendName: 'webgl', kernelFunc });
  }
}

function createForwardKernel(modulation: ModulationSource): KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const x = requireInput(inputs, 'x');
    const fields = [requireInput(inputs, modulation === 'logits' ? 'prediction' : 'offset')];
    if (modulation === 'mask') fields.push(requireInput(inputs, 'modulationMask'));
    const geometry = readGeometry(x, attrs);
    return runProgram(backend, new DeformIm2ColProgram(geometry, modulation), [x, ...fields], geometry);
  };
}

const runGradient: KernelFunc = ({ inputs, backend, attrs }) => {
  const columnsGradient = requireInput(inputs, 'columnsGradient');
  const x = requireInput(inputs, 'x');
  const offset = requireInput(inputs, 'offset');
  const modulationMask = inputs['modulationMask'];
  const geometry = readGeometry(x, attrs);
  const modulation = modulationMask === undefined ? 'none' : 'mask';
  const fields = modulationMask === undefined ? [offset] : [offset, modulationMask];
  const run = (program: GPGPUProgram, programInputs: TensorInfo[]) =>
    runProgram(backend, program, programInputs, geometry);

  const inputGradientProgram = new InputGradientProgram(geometry, modulation, readMaxOffset(attrs));
  const gradients = [
    run(inputGradientProgram, [columnsGradient, ...fields]),
    run(new OffsetGradientProgram(geometry, modulation), [columnsGradient, x, ...fields]),
  ];
  if (modulationMask !== undefined) {
    gradients.push(run(new MaskGradientProgram(geometry), [columnsGradient, x, offset]));
  }
  return gradients;
};

function runProgram(
  backend: object,
  program: GPGPUProgram,
  inputs: readonly TensorInfo[],
  geometry: SamplingGeometry,
): TensorInfo {
  const webgl = backend as Pick<MathBackendWebGL, 'runWebGLProgram'>;
  // Copies, for runWebGLProgram replaces the shape of an input that it has to repack.
  const copies = inputs.map((input) => ({ ...input }));
  return webgl.runWebGLProgram(program, copies, 'float32', listGeometryUniformValues(geometry));
}
