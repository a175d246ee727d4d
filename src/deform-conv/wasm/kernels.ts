/** The sampling kernels of the backends that keep their tensors in typed arrays: wasm, and cpu for tests. */
import type { KernelFunc } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import {
  DEFORM_IM2COL,
  DEFORM_IM2COL_GRADIENT,
  MODULATED_DEFORM_IM2COL,
  MODULATED_DEFORM_IM2COL_GRADIENT,
  readGeometry,
  requireInput,
} from '../sampling-kernel';
import type { BackendMemory } from './backend-memory';
import { openCpuMemory, openWasmMemory } from './backend-memory';
import type { Sampling } from './simd-sampling';
import { openSimdSampling, TYPED_ARRAY_SAMPLING } from './simd-sampling';

/** How the kernels of one backend reach its tensors and sample them. */
interface BackendAccess {
  readonly openMemory: (backend: object) => BackendMemory;
  readonly openSampling: (backend: object) => Sampling;
}

const WASM: BackendAccess = {
  openMemory: openWasmMemory,
  openSampling: (backend) => openSimdSampling(backend) ?? TYPED_ARRAY_SAMPLING,
};
const CPU: BackendAccess = { openMemory: openCpuMemory, openSampling: () => TYPED_ARRAY_SAMPLING };

/** Registers forward and gradient kernels for wasm and cpu; call once. */
export function registerTypedArrayKernels(): void {
  registerFor('wasm', WASM);
  registerFor('cpu', CPU);
}

function registerFor(backendName: string, access: BackendAccess): void {
  for (const kernelName of [DEFORM_IM2COL, MODULATED_DEFORM_IM2COL]) {
    tf.registerKernel({ kernelName, backendName, kernelFunc: createForwardKernel(access) });
  }
  for (const kernelName of [DEFORM_IM2COL_GRADIENT, MODULATED_DEFORM_IM2COL_GRADIENT]) {
    tf.registerKernel({ kernelName, backendName, kernelFunc: createGradientKernel(access) });
  }
}

function createForwardKernel({ openMemory, openSampling }: BackendAccess): KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const memory = openMemory(backend);
    const x = requireInput(inputs, 'x');
    const offset = requireInput(inputs, 'offset');
    const modulationMask = inputs['modulationMask'];
    const geometry = readGeometry(x, attrs);
    const columns = memory.allocate([geometry.positions, geometry.taps * geometry.channels]);
    openSampling(backend).sampleTaps(
      memory.view(x),
      memory.view(offset),
      modulationMask === undefined ? null : memory.view(modulationMask),
      geometry,
      memory.view(columns),
    );
    return columns;
  };
}

function createGradientKernel({ openMemory, openSampling }: BackendAccess): KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const memory = openMemory(backend);
    const columnsGradient = requireInput(inputs, 'columnsGradient');
    const x = requireInput(inputs, 'x');
    const offset = requireInput(inputs, 'offset');
    const modulationMask = inputs['modulationMask'];
    const xGradient = memory.allocate(x.shape);
    const offsetGradient = memory.allocate(offset.shape);
    const maskGradient = modulationMask === undefined ? null : memory.allocate(modulationMask.shape);
    openSampling(backend).sampleTapsGradient(
      memory.view(columnsGradient),
      memory.view(x),
      memory.view(offset),
      modulationMask === undefined ? null : memory.view(modulationMask),
      readGeometry(x, attrs),
      {
        x: memory.view(xGradient),
        offset: memory.view(offsetGradient),
        modulationMask: maskGradient === null ? null : memory.view(maskGradient),
      },
    );
    return maskGradient === null ? [xGradient, offsetGradient] : [xGradient, offsetGradient, maskGradient];
  };
}
