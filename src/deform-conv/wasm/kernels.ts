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
import { sampleTaps } from './sample-taps';
import { sampleTapsGradient } from './sample-taps-gradient';

/** Registers forward and gradient kernels for wasm and cpu; call once. */
export function registerTypedArrayKernels(): void {
  registerFor('wasm', openWasmMemory);
  registerFor('cpu', openCpuMemory);
}

function registerFor(backendName: string, openMemory: (backend: object) => BackendMemory): void {
  for (const kernelName of [DEFORM_IM2COL, MODULATED_DEFORM_IM2COL]) {
    tf.registerKernel({ kernelName, backendName, kernelFunc: createForwardKernel(openMemory) });
  }
  for (const kernelName of [DEFORM_IM2COL_GRADIENT, MODULATED_DEFORM_IM2COL_GRADIENT]) {
    tf.registerKernel({ kernelName, backendName, kernelFunc: createGradientKernel(openMemory) });
  }
}

function createForwardKernel(openMemory: (backend: object) => BackendMemory): KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const memory = openMemory(backend);
    const x = requireInput(inputs, 'x');
    const offset = requireInput(inputs, 'offset');
    const modulationMask = inputs['modulationMask'];
    const geometry = readGeometry(x, attrs);
    const columns = memory.allocate([geometry.positions, geometry.taps * geometry.channels]);
    sampleTaps(
      memory.view(x),
      memory.view(offset),
      modulationMask === undefined ? null : memory.view(modulationMask),
      geometry,
      memory.view(columns),
    );
    return columns;
  };
}

function createGradientKernel(openMemory: (backend: object) => BackendMemory): KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const memory = openMemory(backend);
    const columnsGradient = requireInput(inputs, 'columnsGradient');
    const x = requireInput(inputs, 'x');
    const offset = requireInput(inputs, 'offset');
    const modulationMask = inputs['modulationMask'];
    const xGradient = memory.allocate(x.shape);
    const offsetGradient = memory.allocate(offset.shape);
    const maskGradient = modulationMask === undefined ? null : memory.allocate(modulationMask.shape);
    sampleTapsGradient(
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
