import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ResilientNetwork } from './resilient-network';
import { DEADLINES, startNetwork, type RunningNetwork } from './running-network';

vi.mock('./running-network', { spy: true });

const START = { artifacts: {}, wasmPaths: '', acceptSoftware: false, deadlines: DEADLINES };
const VALUES = new Float32Array(1);
const GRID = { kernelSize: [1, 1], strides: [1, 1], dilations: [1, 1], padBefore: [0, 0] } as const;
const SAMPLING = {
  stages: [],
  grid: GRID,
  inputSize: [1, 1],
  outputSize: [1, 1],
  offsets: new Float32Array(2),
  modulation: new Float32Array(1),
} as const;
const ON_WEBGL = { backend: 'webgl', reason: 'measured' } as const;

/** Makes `startNetwork` answer with networks that say how often they were started, failing where told to. */
function playNetworks(runOnWebgl: (started: number) => Promise<number[]>) {
  const networks: { backend: string; dispose: ReturnType<typeof vi.fn> }[] = [];
  vi.mocked(startNetwork).mockImplementation(async (backend): Promise<RunningNetwork> => {
    const dispose = vi.fn();
    const started = networks.push({ backend, dispose });
    const run = (): Promise<number[]> => (backend === 'webgl' ? runOnWebgl(started) : Promise.resolve([started]));
    const readSampling: RunningNetwork['readSampling'] = async () => {
      const [answer = NaN] = await run();
      return [{ ...SAMPLING, layer: String(answer) }];
    };
    return { backend, run, readSampling, dispose };
  });
  return networks;
}

beforeEach(() => {
  vi.mocked(startNetwork).mockReset();
});

describe('ResilientNetwork', () => {
  it('rebuilds once for a window, then goes on where it was', async () => {
    const networks = playNetworks((started) =>
      started === 1 ? Promise.reject(new Error('lost')) : Promise.resolve([started]),
    );
    const network = new ResilientNetwork(START, ON_WEBGL, null);
    expect(await network.run(VALUES)).toEqual([2]);
    expect(await network.run(VALUES)).toEqual([2]);
    expect(network.decision).toEqual(ON_WEBGL);
    expect(networks.map(({ dispose }) => dispose.mock.calls.length)).toEqual([1, 0]);
    network.dispose();
    expect(networks[1]?.dispose).toHaveBeenCalledTimes(1);
  });

  it('moves to wasm for good when the second attempt fails, and says what happened', async () => {
    let fails = false;
    const networks = playNetworks((started) =>
      fails ? Promise.reject(new Error('lost')) : Promise.resolve([started]),
    );
    const network = new ResilientNetwork(START, ON_WEBGL, null);
    await network.run(VALUES);
    fails = true;
    expect(await network.run(VALUES)).toEqual([3]);
    expect(network.decision).toEqual({ backend: 'wasm', reason: 'webgl-failed' });
    fails = false;
    await network.run(VALUES);
    expect(networks.map(({ backend }) => backend)).toEqual(['webgl', 'webgl', 'wasm']);
    expect(networks.map(({ dispose }) => dispose.mock.calls.length)).toEqual([1, 1, 0]);
  });

  it('says that there is no WebGL when it never answered', async () => {
    playNetworks(() => Promise.reject(new Error('no shaders')));
    const network = new ResilientNetwork(START, ON_WEBGL, null);
    await network.run(VALUES);
    expect(network.decision).toEqual({ backend: 'wasm', reason: 'no-webgl' });
  });

  it('is tired of a GPU that fails at every window', async () => {
    let runs = 0;
    const networks = playNetworks(() => (runs++ % 2 === 0 ? Promise.reject(new Error('lost')) : Promise.resolve([0])));
    const network = new ResilientNetwork(START, ON_WEBGL, null);
    const backends = [];
    for (let window = 0; window < 5; window++) {
      await network.run(VALUES);
      backends.push(network.decision.backend);
    }
    expect(backends).toEqual(['webgl', 'webgl', 'webgl', 'wasm', 'wasm']);
    expect(networks).toHaveLength(5);
  });

  it('recovers once for windows that come together', async () => {
    const networks = playNetworks((started) =>
      started === 1 ? Promise.reject(new Error('lost')) : Promise.resolve([started]),
    );
    const network = new ResilientNetwork(START, ON_WEBGL, null);
    expect(await Promise.all([network.run(VALUES), network.run(VALUES)])).toEqual([[2], [2]]);
    expect(networks).toHaveLength(2);
  });

  it('recovers for whoever asks where it looked, too', async () => {
    const networks = playNetworks((started) =>
      started === 1 ? Promise.reject(new Error('lost')) : Promise.resolve([started]),
    );
    const network = new ResilientNetwork(START, ON_WEBGL, null);
    const [probabilities, layers] = await Promise.all([network.run(VALUES), network.readSampling(VALUES)]);
    expect(probabilities).toEqual([2]);
    expect(layers.map(({ layer }) => layer)).toEqual(['2']);
    expect(networks).toHaveLength(2);
  });

  it('fails when wasm fails, and answers the next window', async () => {
    playNetworks(() => Promise.resolve([]));
    const run = vi.fn<RunningNetwork['run']>().mockRejectedValueOnce(new Error('no memory')).mockResolvedValue([1]);
    const wasm = { backend: 'wasm', run, readSampling: vi.fn(), dispose: vi.fn() } as const;
    const network = new ResilientNetwork(START, { backend: 'wasm', reason: 'forced' }, wasm);
    await expect(network.run(VALUES)).rejects.toMatchObject({ code: 'inference-failed' });
    expect(await network.run(VALUES)).toEqual([1]);
  });
});
