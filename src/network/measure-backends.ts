/** Which backend is faster here: both run the real network, on the thread where it will run. */
import type { BackendName } from '../contract/prediction';
import { FEATURE_SHAPE } from '../contract/features';
import { startNetwork, type NetworkStart, type RunningNetwork } from './running-network';

/** Runs that count, after one that compiles shaders and fills caches. */
const RUNS = 2;

/** A window without a sound; what the network computes costs the same on every window. */
export function createEmptyWindow(): Float32Array {
  return new Float32Array(FEATURE_SHAPE.reduce((product, length) => product * length, 1));
}

/**
 * Starts the network on webgl and on wasm, lets each run twice after a warm-up and keeps the faster one; the other is
 * freed. A webgl that does not start or fails has lost.
 * @throws UndertoneError `backend-unavailable`, `model-mismatch` when wasm does not start
 */
export async function keepFasterNetwork(start: NetworkStart): Promise<RunningNetwork> {
  const webgl = await measure('webgl', start).catch(() => null);
  const wasm = await measure('wasm', start).catch((thrown: unknown) => {
    webgl?.network.dispose();
    throw thrown;
  });
  if (webgl === null) return wasm.network;
  const [faster, slower] = webgl.durationMs < wasm.durationMs ? [webgl, wasm] : [wasm, webgl];
  slower.network.dispose();
  return faster.network;
}

async function measure(
  backend: BackendName,
  start: NetworkStart,
): Promise<{ readonly network: RunningNetwork; readonly durationMs: number }> {
  const network = await startNetwork(backend, start);
  try {
    const values = createEmptyWindow();
    await network.run(values);
    const startedAtMs = performance.now();
    for (let run = 0; run < RUNS; run++) await network.run(values);
    return { network, durationMs: performance.now() - startedAtMs };
  } catch (thrown) {
    network.dispose();
    throw thrown;
  }
}
