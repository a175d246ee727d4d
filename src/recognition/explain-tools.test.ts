import { describe, expect, it, vi } from 'vitest';
import type { FeaturesClient } from '../workers/features-client';
import type { NetworkClient } from '../workers/network-client';
import { createExplainTools } from './explain-tools';
import { createSetting, FILE } from './test-recognizer';

const SPAN = { startSec: 0, endSec: 3 };
const { signal } = new AbortController();

/** A recognizer, and explaining tools with workers of their own. */
function createTools() {
  const setting = createSetting();
  const own = {
    features: {
      survey: vi.fn<FeaturesClient['survey']>(),
      scan: vi.fn<FeaturesClient['scan']>(),
      findWindows: vi.fn<FeaturesClient['findWindows']>(),
      drawWindows: vi.fn<FeaturesClient['drawWindows']>(),
      drawSpan: vi.fn<FeaturesClient['drawSpan']>(),
      readLevels: vi.fn<FeaturesClient['readLevels']>((_, span) =>
        Promise.resolve({ ...span, levels: new Float32Array(80) }),
      ),
      forget: vi.fn(),
      dispose: vi.fn(),
    },
    network: {
      load: vi.fn<NetworkClient['load']>(),
      classify: vi.fn<NetworkClient['classify']>(),
      readSampling: vi.fn<NetworkClient['readSampling']>(),
      dispose: vi.fn(),
    },
  };
  return { ...setting, own, tools: createExplainTools(setting.recognizer, own) };
}

describe('createExplainTools', () => {
  it("takes a window of the recording that is shown from the recognizer's samples", async () => {
    const { recognizer, readLevels, tools, own } = createTools();
    await recognizer.analyse(FILE);
    expect((await tools.readLevels(FILE, SPAN, signal)).levels).toHaveLength(40);
    expect(readLevels.mock.calls[0]?.slice(0, 2)).toEqual([FILE, SPAN]);
    expect(own.features.readLevels).not.toHaveBeenCalled();
  });

  it('reads any other recording by itself, the same file for the same sound', async () => {
    const { recognizer, readLevels, tools, own } = createTools();
    await recognizer.analyse(FILE);
    const kept = new Blob(['earlier']);
    await tools.readLevels(kept, SPAN, signal);
    await tools.readLevels(kept, SPAN, signal);
    const [first, second] = own.features.readLevels.mock.calls.map(([file]) => file);
    expect(await first?.text()).toBe('earlier');
    expect(second).toBe(first);
    expect(readLevels).not.toHaveBeenCalled();
  });

  it('reads by itself what another recording has displaced', async () => {
    const { recognizer, readLevels, tools, own } = createTools();
    await recognizer.analyse(FILE);
    readLevels.mockImplementationOnce(async (_, __, given) => {
      void recognizer.analyse(new File([''], 'second.wav'));
      given.throwIfAborted();
      throw new Error('Expected an abort.');
    });
    expect((await tools.readLevels(FILE, SPAN, signal)).levels).toHaveLength(80);
    expect(own.features.readLevels.mock.calls[0]?.[0]).toBe(FILE);
  });

  it('is done when nobody wants it any more', async () => {
    const { recognizer, readLevels, tools, own } = createTools();
    await recognizer.analyse(FILE);
    const controller = new AbortController();
    readLevels.mockImplementationOnce(async (_, __, given) => {
      controller.abort(new Error('another window'));
      given.throwIfAborted();
      throw new Error('Expected an abort.');
    });
    await expect(tools.readLevels(FILE, SPAN, controller.signal)).rejects.toThrow('another window');
    expect(own.features.readLevels).not.toHaveBeenCalled();
    tools.dispose();
    expect([own.features.dispose, own.network.dispose].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });
});
