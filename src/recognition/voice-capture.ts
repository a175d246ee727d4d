/** The microphone as the page uses it: the recorder, the choice of device and the live analysis, put together. */
import { watchMicrophones } from '../audio/microphone-devices';
import { createSoundMeter } from '../audio/sound-meter';
import { loadPart } from '../contract/errors';
import { connectToLiveFeatures } from '../workers/browser-clients';
import type { NetworkClient } from '../workers/network-client';
import { createLiveSession, type LiveSession } from './live-session';
import { createMicrophoneChoice, type MicrophoneChoice } from './microphone-choice';
import { createRecorder, type Recorder } from './recorder';

/** What the page needs to record a voice and to follow it live. */
export interface VoiceCapture {
  readonly recorder: Recorder;
  readonly choice: MicrophoneChoice;
  readonly live: Pick<LiveSession, 'store'>;
}

/** Makes the browser's; it lives as long as the page. The code that opens the microphone is fetched when first needed. */
export function createVoiceCapture(network: NetworkClient): VoiceCapture {
  const live = createLiveSession({ connectToFeatures: connectToLiveFeatures, network });
  // Opening it is what throws where the visitor blocks storage.
  const choice = createMicrophoneChoice({ watchMicrophones, openStorage: () => localStorage });
  const recorder = createRecorder({
    openMicrophone: async (wishes, events) =>
      (await loadPart(() => import('../audio/microphone'))).openMicrophone(wishes, events),
    createSoundMeter,
    readWishes: choice.store.getState,
    onAllowed: () => void choice.refresh(),
    listener: live,
  });
  return { recorder, choice, live };
}
