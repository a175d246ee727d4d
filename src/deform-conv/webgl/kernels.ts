/** The sampling kernels of the WebGL backend and their gradients. */
import type { GPGPUProgram, MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import {
  CROP_SURPLUS_COLUMN,
  DEFORM_IM2COL,
  DEFORM_IM2COL_GRADIENT,
  MODULATED_DEFORM_IM2COL,
  MODULATED_DEFORM_IM2COL_GRADIENT,
  PREDICTED_DEFORM_IM2COL,
  readGeometry,
  readMaxOffset,
  requireInput,
} from '../sampling-kernel';
import { CellPairsProgram } from './cell-pairs-program';
import { cropSurplusColumn } from './crop-surplus-column';
import { DeformIm2ColProgram } from './deform-im2col-program';
import { InputGradientProgram } from './input-gradient-program';
import { MaskGradientProgram } from './mask-gradient-program';
import { OffsetGradientProgram } from './offset-gradient-program';
import type { ModulationSource } from './tap-fields-program';
import { TapFieldsProgram } from './tap-fields-program';

/** Registers forward and gradient kernels for webgl; call once. Only types of the backend are imported, not the backend. */
export function registerWebglKernels(): void {
  const kernels: Record<string, KernelFunc> = {
    [DEFORM_IM2COL]: createForwardKernel('none'),
    [MODULATED_DEFORM_IM2COL]: createForwardKernel('mask'),
    [PREDICTED_DEFORM_IM2COL]: createForwardKernel('logits'),
    [CROP_SURPLUS_COLUMN]: cropSurplusColumn,
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
    const webgl = backend as WebglBackend;
    const pairs = runProgram(webgl, new CellPairsProgram(geometry), [x]);
    const tapFields = runProgram(webgl, new TapFieldsProgram(geometry, modulation), fields);
    const columns = runProgram(webgl, new DeformIm2ColProgram(geometry), [pairs, tapFields]);
    webgl.disposeIntermediateTensorInfo(pairs);
    webgl.disposeIntermediateTensorInfo(tapFields);
    return columns;
  };
}

const runGradient: KernelFunc = ({ inputs, backend, attrs }) => {
  const columnsGradient = requireInput(inputs, 'columnsGradient');
  const x = requireInput(inputs, 'x');
  const offset = requireInput(inputs, 'offset');
  const modulationMask = inputs['modulationMask'];
  const geometry = readGeometry(x, attrs);
  const webgl = backend as WebglBackend;
  const run = (program: GPGPUProgram, ...programInputs: TensorInfo[]) => runProgram(webgl, program, programInputs);

  const pairs = run(new CellPairsProgram(geometry), x);
  const tapFields =
    modulationMask === undefined
      ? run(new TapFieldsProgram(geometry, 'none'), offset)
      : run(new TapFieldsProgram(geometry, 'mask'), offset, modulationMask);
  const gradients = [
    run(new InputGradientProgram(geometry, readMaxOffset(attrs)), columnsGradient, tapFields),
    run(new OffsetGradientProgram(geometry), columnsGradient, pairs, tapFields),
  ];
  if (modulationMask !== undefined) {
    gradients.push(run(new MaskGradientProgram(geometry), columnsGradient, pairs, tapFields));
  }
  webgl.disposeIntermediateTensorInfo(pairs);
  webgl.disposeIntermediateTensorInfo(tapFields);
  return gradients;
};

/** What the kernels use of the backend. */
type WebglBackend = Pick<MathBackendWebGL, 'runWebGLProgram' | 'disposeIntermediateTensorInfo'>;

function runProgram(backend: WebglBackend, program: GPGPUProgram, inputs: readonly TensorInfo[]): TensorInfo {
  // Copies, for runWebGLProgram replaces the shape of an input that it has to repack.
  const copies = inputs.map((input) => ({ ...input }));
  return backend.runWebGLProgram(program, copies, 'float32');
}
