/**
 * Reaching the numbers of a tensor in place, on the two backends that keep them in typed arrays: wasm (on the heap of
 * the WebAssembly module) and cpu (used by tests).
 */
import type { DataId, TensorInfo } from '@tensorflow/tfjs-core';

/** What this project uses of tfjs's `BackendWasm`, whose package exports no type for it. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): Float32Array;
}

/** What this project uses of tfjs's `MathBackendCPU`. */
interface CpuBackend {
  readonly data: { get(dataId: DataId): { readonly values?: unknown } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): TensorInfo;
}

/** Allocates and views float32 tensors of one backend. */
export interface BackendMemory {
  /** Allocates a tensor; its values are undefined until written. */
  allocate(shape: readonly number[]): TensorInfo;
  /**
   * The values of a tensor, in place. Take views only after everything is allocated: when the WebAssembly memory
   * grows, earlier views come to be empty.
   */
  view(tensor: TensorInfo): Float32Array;
}

/** The memory of the wasm backend. */
export function openWasmMemory(backend: object): BackendMemory {
  const wasm = backend as WasmBackend;
  return {
    allocate: (shape) => wasm.makeOutput([...shape], 'float32'),
    view: (tensor) => wasm.typedArrayFromHeap(tensor),
  };
}

/**
 * The WebAssembly memory that the wasm backend's tensors lie in, for a module that shall work on them in place; `null` when
 * threads share it or it cannot be reached. It is not part of the backend's interface, only of its module object: it may
 * move with another version.
 */
export function findWasmMemory(backend: object): WebAssembly.Memory | null {
  const memory = (backend as { readonly wasm?: { readonly asm?: { readonly memory?: unknown } } }).wasm?.asm?.memory;
  if (!(memory instanceof WebAssembly.Memory)) return null;
  return memory.buffer instanceof ArrayBuffer ? memory : null;
}

/** The memory of the cpu backend. */
export function openCpuMemory(backend: object): BackendMemory {
  const cpu = backend as CpuBackend;
  return {
    allocate: (shape) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return cpu.makeTensorInfo([...shape], 'float32', new Float32Array(size));
    },
    view: (tensor) => {
      const { values } = cpu.data.get(tensor.dataId);
      if (values instanceof Float32Array) return values;
      throw new Error('Sampling kernel: expected float32 values on the cpu backend');
    },
  };
}
