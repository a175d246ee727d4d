/** The network worker: windows in, probabilities out, or where it looked; the model stays here. */
import { readRenderer } from '../network/renderer';
import { createNetworkSession } from './network-session';
import type { NetworkCalls } from './protocol';
import { serveCalls } from './serve-calls';

const session = createNetworkSession();

serveCalls<NetworkCalls>(self, {
  probeWebgl: () => ({ result: readRenderer() !== null }),
  load: async (argument, reportProgress) => ({ result: await session.load(argument, reportProgress) }),
  classify: async (windows, reportProgress) => ({
    result: { ...(await session.classify(windows, reportProgress)), windows },
    transfer: windows.map(({ values }) => values.buffer),
  }),
  readSampling: async (window) => {
    const layers = await session.readSampling(window);
    return {
      result: layers,
      transfer: layers.flatMap(({ offsets, modulation }) => [offsets.buffer, modulation.buffer]),
    };
  },
  cancel: () => {
    session.cancel();
    return { result: null };
  },
});
