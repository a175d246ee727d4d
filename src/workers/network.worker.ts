/** The network worker: windows in, probabilities out; the model stays here. */
import { createNetworkSession } from './network-session';
import type { NetworkCalls } from './protocol';
import { serveCalls } from './serve-calls';

const session = createNetworkSession();

serveCalls<NetworkCalls>(self, {
  probeWebgl: () => {
    if (typeof OffscreenCanvas === 'undefined') return { result: false };
    const context = new OffscreenCanvas(1, 1).getContext('webgl2');
    // Browsers allow only a few contexts: the probe's goes back at once.
    context?.getExtension('WEBGL_lose_context')?.loseContext();
    return { result: context !== null };
  },
  load: async (argument, reportProgress) => ({ result: await session.load(argument, reportProgress) }),
  classify: async (windows, reportProgress) => ({ result: await session.classify(windows, reportProgress) }),
  cancel: () => {
    session.cancel();
    return { result: null };
  },
});
