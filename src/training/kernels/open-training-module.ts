/** The SIMD module of training, inside the memory of tfjs's wasm backend. */
import { setFlagsFromString } from 'node:v8';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { findWasmMemory, openWasmMemory } from '../../deform-conv/wasm/backend-memory';
import { TRAINING_MODULE_BASE64 } from './training-module';

/** The functions of `assembly/index.ts`; what they take is said there. Addresses are in bytes, flags 0 or 1. */
export interface TrainingExports {
  multiply(
    a: number,
    b: number,
    isTransposed: number,
    product: number,
    panels: number,
    rows: number,
    inner: number,
    columns: number,
  ): void;
  multiplyTransposed(
    a: number,
    b: number,
    product: number,
    panels: number,
    rows: number,
    inner: number,
    columns: number,
    accumulate: number,
  ): void;
  setConvolution(...sizes: readonly number[]): void;
  convolutionInputGradient(
    dy: number,
    filter: number,
    dx: number,
    columns: number,
    panels: number,
    batch: number,
  ): void;
  convolutionFilterGradient(
    x: number,
    dy: number,
    dFilter: number,
    columns: number,
    panels: number,
    batch: number,
  ): void;
  batchNormForward(...addressesAndSizes: readonly number[]): void;
  batchNormBackward(...addressesAndSizes: readonly number[]): void;
  maxPoolGradient(...addressesAndSizes: readonly number[]): void;
}

/** What a kernel needs for one call. */
export interface KernelSpace {
  readonly module: TrainingExports;
  /** A new tensor, its values undefined until written. */
  readonly allocate: (shape: readonly number[]) => TensorInfo;
  /** Where the values of a tensor begin. */
  readonly locate: (tensor: TensorInfo) => number;
  /** The address of `length` floats that are the kernel's until `freeScratch`. */
  readonly allocateScratch: (length: number) => number;
  readonly freeScratch: () => void;
}

const exportsOfMemory = new WeakMap<WebAssembly.Memory, TrainingExports>();

/**
 * Opens the module for one call of a kernel.
 * @param backend tfjs's `BackendWasm`
 * @throws Error when its memory cannot be reached, or the engine has no SIMD: training has no slower way
 */
export function openKernelSpace(backend: object): KernelSpace {
  const module = openModule(backend);
  const memory = openWasmMemory(backend);
  const scratch: TensorInfo[] = [];
  const locate = (tensor: TensorInfo): number => memory.view(tensor).byteOffset;
  return {
    module,
    allocate: (shape) => memory.allocate(shape),
    locate,
    allocateScratch: (length) => {
      const tensor = memory.allocate([length]);
      scratch.push(tensor);
      return locate(tensor);
    },
    freeScratch: () => {
      for (const { dataId } of scratch.splice(0)) (backend as { disposeData(id: object): void }).disposeData(dataId);
    },
  };
}

function openModule(backend: object): TrainingExports {
  const memory = findWasmMemory(backend);
  if (!memory) throw new Error('Training needs the memory of the wasm backend of tfjs 4.22, and cannot reach it.');
  const opened = exportsOfMemory.get(memory);
  if (opened) return opened;
  const bytes = Uint8Array.from(atob(TRAINING_MODULE_BASE64), (character) => character.charCodeAt(0));
  // Node 20 has fused multiply-add (relaxed SIMD) behind a flag, later versions without.
  if (!WebAssembly.validate(bytes)) setFlagsFromString('--experimental-wasm-relaxed-simd');
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const module = exports as unknown as TrainingExports;
  exportsOfMemory.set(memory, module);
  return module;
}
