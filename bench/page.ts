/** The benchmark's side in the browser; `bench-browser.ts` opens it. */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '../src/deform-conv/webgl/register';
import { WASM_ADDRESSES } from '../src/network/wasm-addresses';
import { startWebglBackend } from '../src/testing/webgl-backend';
import { createModelFetcher } from '../src/workers/fetch-model-file';
import { measureBatches, type NetworkMeasurement } from './measure-network';
import { measureShape, type Measurement } from './measure-shape';
import type { BenchShape } from './shapes';

/** What the page offers. */
export interface BenchPage {
  /** One shape on WebGL. */
  measureShape(shape: BenchShape, turns: number): Promise<Measurement[]>;
  /** The published network on wasm and WebGL, in turns. */
  measureNetwork(turns: number): Promise<NetworkMeasurement[]>;
}

declare global {
  var benchPage: BenchPage | undefined;
}

globalThis.benchPage = {
  measureShape: async (shape, turns) => {
    await startWebglBackend();
    return measureShape(shape, turns, null);
  },
  measureNetwork: async (turns) => {
    setWasmPaths(WASM_ADDRESSES);
    await startWebglBackend();
    return measureBatches(['wasm', 'webgl'], createModelFetcher(new URL('/model/', location.href).href), turns);
  },
};
