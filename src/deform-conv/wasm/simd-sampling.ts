/**
 * The sampling pass and its gradient as a small WebAssembly module that works inside the memory of tfjs's wasm
 * backend. Written in AssemblyScript: `assembly/sampling.ts`.
 */
import type { SamplingGeometry } from '../geometry';
import { findWasmMemory } from './backend-memory';
import { sampleTaps } from './sample-taps';
import { sampleTapsGradient } from './sample-taps-gradient';
import { SAMPLING_MODULE_BASE64 } from './sampling-module';

/** Both directions of the sampling pass. */
export interface Sampling {
  readonly sampleTaps: typeof sampleTaps;
  readonly sampleTapsGradient: typeof sampleTapsGradient;
}

/** The sampling pass in JavaScript, for memory of any kind. */
export const TYPED_ARRAY_SAMPLING: Sampling = { sampleTaps, sampleTapsGradient };

/** The functions of `assembly/sampling.ts`; arguments as listed there. */
interface SamplingExports {
  readonly sampleTaps: (...args: number[]) => void;
  readonly sampleTapsGradient: (...args: number[]) => void;
}

const samplingOfMemory = new WeakMap<WebAssembly.Memory, Sampling>();

/**
 * Opens the module inside a backend's memory; instantiated once per memory.
 *
 * @param backend tfjs's `BackendWasm`
 * @returns the sampling pass, whose arrays must be views of that memory, or `null` where the engine has no SIMD, or the
 * backend's memory is shared between threads or cannot be reached
 */
export function openSimdSampling(backend: object): Sampling | null {
  const memory = findWasmMemory(backend);
  if (memory === null) return null;
  const opened = samplingOfMemory.get(memory);
  if (opened !== undefined) return opened;
  const bytes = Uint8Array.from(atob(SAMPLING_MODULE_BASE64), (character) => character.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return null;
  // Compiled on the spot, for kernels are synchronous: it takes well under a millisecond.
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const sampling = createSampling(exports as unknown as SamplingExports);
  samplingOfMemory.set(memory, sampling);
  return sampling;
}

function createSampling(exports: SamplingExports): Sampling {
  return {
    sampleTaps: (x, offset, modulationMask, geometry, columns) => {
      const arrays = [x, offset, modulationMask, columns];
      exports.sampleTaps(...arrays.map(getAddress), ...listSizes(geometry));
    },
    sampleTapsGradient: (columnsGradient, x, offset, modulationMask, geometry, gradients) => {
      const inputs = [columnsGradient, x, offset, modulationMask];
      const outputs = [gradients.x, gradients.offset, gradients.modulationMask];
      exports.sampleTapsGradient(...[...inputs, ...outputs].map(getAddress), ...listSizes(geometry));
    },
  };
}

/** 0 stands for an array that is not there. */
function getAddress(array: Float32Array | null): number {
  return array === null ? 0 : array.byteOffset;
}

function listSizes(geometry: SamplingGeometry): number[] {
  return [
    geometry.batch,
    geometry.inputHeight,
    geometry.inputWidth,
    geometry.channels,
    geometry.outputHeight,
    geometry.outputWidth,
    geometry.kernelHeight,
    geometry.kernelWidth,
    geometry.strideHeight,
    geometry.strideWidth,
    geometry.dilationHeight,
    geometry.dilationWidth,
    geometry.padTop,
    geometry.padLeft,
  ];
}
