import { describe, expect, it, vi } from 'vitest';
import { FEATURE_CONFIG } from '../contract/features';
import { createDeferred } from '../testing/deferred';
import { createUniformValues } from '../testing/seeded-random';
import { listRegions } from './occlusion-map';
import { createWindowExplainer, type ExplainerState, type ExplainerTools } from './window-explainer';

const AUDIO = new Blob(['speech']);
const SPAN = { startSec: 3, endSec: 4 };
const OTHER = { startSec: 5, endSec: 6 };
const FRAMES = 40;
const ON_WASM = { backend: 'wasm', reason: 'measured' } as const;
const MODEL = { version: '1', uncertainBelow: 0.5 };
const CALM = [0, 1, 0, 0, 0, 0, 0, 0];

/** An explainer on tools that do at once what is asked of them. */
function createSetting() {
  const levels = createUniformValues(FEATURE_CONFIG.nMels * FRAMES, -60, -20, 1);
  const tools = {
    readLevels: vi.fn<ExplainerTools['readLevels']>((_, span) => Promise.resolve({ ...span, levels })),
    network: {
      load: vi.fn<ExplainerTools['network']['load']>(() => Promise.resolve({ ...ON_WASM, model: MODEL })),
      classify: vi.fn<ExplainerTools['network']['classify']>((windows) =>
        Promise.resolve({ ...ON_WASM, probabilities: windows.map(() => CALM) }),
      ),
      readSampling: vi.fn<ExplainerTools['network']['readSampling']>(() => Promise.resolve([])),
    },
    dispose: vi.fn(),
  } satisfies ExplainerTools;
  const explainer = createWindowExplainer(tools);
  const states: ExplainerState[] = [];
  explainer.store.subscribe((state) => states.push(state));
  return { explainer, tools, states };
}

describe('createWindowExplainer', () => {
  it('opens a window with its pictures, the padding in front of them counted', async () => {
    const { explainer, states, tools } = createSetting();
    await explainer.open(AUDIO, SPAN);
    expect(states.map(({ status }) => status)).toEqual(['opening', 'open']);
    expect(explainer.store.getState()).toMatchObject({
      status: 'open',
      window: { span: SPAN, model: MODEL, pictures: { firstColumn: 66, logMelDb: { rows: 40, frames: FRAMES } } },
      mapping: { status: 'idle' },
    });
    expect(tools.network.readSampling.mock.calls[0]?.[0].frames).toBe(FRAMES);
  });

  it('shows the last window that was asked for, whichever is read first', async () => {
    const { explainer, tools } = createSetting();
    const slow = createDeferred<Awaited<ReturnType<ExplainerTools['readLevels']>>>();
    tools.readLevels.mockReturnValueOnce(slow.promise);
    const first = explainer.open(AUDIO, SPAN);
    await explainer.open(AUDIO, OTHER);
    slow.resolve({ ...SPAN, levels: new Float32Array(40) });
    await first;
    expect(explainer.store.getState()).toMatchObject({ status: 'open', window: { span: OTHER } });
    expect(tools.readLevels.mock.calls[0]?.[2].aborted).toBe(true);
  });

  it('says why a window does not open', async () => {
    const { explainer, tools } = createSetting();
    tools.readLevels.mockRejectedValueOnce(new Error('no such sound'));
    await explainer.open(AUDIO, SPAN);
    expect(explainer.store.getState()).toMatchObject({ status: 'failed', error: { message: 'no such sound' } });
  });

  it('maps what carried the decision, telling how far it is', async () => {
    const { explainer, states } = createSetting();
    await explainer.map();
    expect(states, 'nothing is open yet').toEqual([]);
    await explainer.open(AUDIO, SPAN);
    await explainer.map();
    const mappings = states.flatMap((state) => (state.status === 'open' ? [state.mapping] : []));
    const total = 1 + listRegions(FRAMES).length;
    expect(mappings[1]).toEqual({ status: 'mapping', done: 0, total });
    expect(mappings.at(-2)).toEqual({ status: 'mapping', done: total, total });
    expect(mappings.at(-1)).toMatchObject({ status: 'done', map: { probabilities: CALM } });
  });

  it('cancels a mapping and keeps the window', async () => {
    const { explainer, tools } = createSetting();
    await explainer.open(AUDIO, SPAN);
    const judging = createDeferred<never>();
    tools.network.classify.mockImplementationOnce((_, { signal }) => {
      signal.addEventListener('abort', () => {
        judging.reject(signal.reason as Error);
      });
      return judging.promise;
    });
    const mapping = explainer.map();
    explainer.cancelMap();
    await mapping;
    expect(explainer.store.getState()).toMatchObject({ status: 'open', mapping: { status: 'idle' } });
    expect(tools.network.classify).toHaveBeenCalledTimes(1);
  });

  it('says why a mapping failed, and maps again', async () => {
    const { explainer, tools } = createSetting();
    await explainer.open(AUDIO, SPAN);
    tools.network.classify.mockRejectedValueOnce(new Error('no memory'));
    await explainer.map();
    expect(explainer.store.getState()).toMatchObject({
      mapping: { status: 'failed', error: { message: 'no memory' } },
    });
    await explainer.map();
    expect(explainer.store.getState()).toMatchObject({ mapping: { status: 'done' } });
  });

  it('ends what runs and the workers with itself', async () => {
    const { explainer, tools } = createSetting();
    await explainer.open(AUDIO, SPAN);
    explainer.dispose();
    expect(explainer.store.getState()).toEqual({ status: 'idle' });
    expect(tools.dispose).toHaveBeenCalledTimes(1);
  });
});
