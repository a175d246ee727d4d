/**
 * The recorder: the microphone's states from asking to a finished file, without a page. Whoever else wants the sound
 * while it comes (the live analysis) listens; the recording never waits for a listener.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MicrophoneEvents, MicrophoneRecording } from '../audio/microphone';
import type { SoundMeter } from '../audio/sound-meter';
import { toPlainError, UndertoneError } from '../contract/errors';
import type { MicrophoneWishes } from '../contract/microphone';
import type { PcmPiece } from '../contract/pcm';
import type { RecorderState, RecordingMicrophone } from './recorder-state';

/** Records a voice; its store says where it stands. */
export interface Recorder {
  readonly store: StoreApi<RecorderState>;
  /** Level and outline of the recording under way, or of the last one. */
  readonly getMeter: () => SoundMeter;
  /** Asks for the microphone; resolves when the store says `recording` or `failed`. What was recorded before is let go. */
  readonly start: () => Promise<void>;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Ends the recording; `null` when there is none, or it failed. Gives an interrupted recording as well. */
  readonly stop: () => Promise<File | null>;
  /** Ends whatever runs and forgets it, a failure too; the latest finished recording stays. */
  readonly discard: () => void;
  /** Makes way for something else: as `discard`, but an interrupted recording becomes the latest one. */
  readonly leave: () => void;
}

/** Who hears a recording while it is made. */
export interface RecordingListener {
  readonly begin: (sampleRateHz: number, channelCount: number) => void;
  /** The buffers of the piece are the listener's to transfer. */
  readonly push: (piece: PcmPiece) => void;
  /** After the last piece, however the recording ended. */
  readonly end: () => void;
}

/** What the recorder needs; fakes in tests. */
export interface RecorderTools {
  readonly openMicrophone: (wishes: MicrophoneWishes, events: MicrophoneEvents) => Promise<MicrophoneRecording>;
  readonly createSoundMeter: () => SoundMeter;
  readonly readWishes: () => MicrophoneWishes;
  /** Told when the microphone has been allowed. */
  readonly onAllowed: () => void;
  readonly listener: RecordingListener;
}

/** The name of what the microphone recorded. */
const RECORDING_NAME = 'recording.wav';
/** Of 16-bit samples: 3 hours of one channel at 48 kHz. Far below what a WAV file can hold (4 GiB). */
const MAX_RECORDING_BYTES = 2 ** 30;
const BYTES_PER_SAMPLE = 2;

/** Makes a recorder that has nothing recorded. */
export function createRecorder(tools: RecorderTools): Recorder {
  const { listener } = tools;
  const store = createStore<RecorderState>(() => ({ phase: 'idle', lastFile: null }));
  let meter = tools.createSoundMeter();
  let lastFile: File | null = null;
  /** Counts starts and ends: what an earlier recording still has to say is dropped. */
  let epoch = 0;
  let microphone: MicrophoneRecording | null = null;
  let isHeard = false;

  const endListening = (): void => {
    if (isHeard) listener.end();
    isHeard = false;
  };

  const show = (state: RecorderState): void => {
    store.setState(state, true);
  };

  /** Takes the microphone away from the present recording. */
  const takeMicrophone = (): MicrophoneRecording | null => {
    epoch++;
    const taken = microphone;
    microphone = null;
    return taken;
  };

  /** Ends the recording and hands its file to `showFile`. */
  const finish = async (showFile: (file: File) => RecorderState): Promise<File | null> => {
    const stopped = microphone;
    if (stopped === null) return null;
    microphone = null;
    const ofEpoch = epoch;
    show({ phase: 'stopping' });
    try {
      const audio = await stopped.stop();
      if (epoch !== ofEpoch) return null;
      const file = new File([audio], RECORDING_NAME, { type: audio.type });
      show(showFile(file));
      return file;
    } catch (thrown) {
      if (epoch === ofEpoch) show({ phase: 'failed', error: toPlainError(thrown) });
      return null;
    } finally {
      if (epoch === ofEpoch) endListening();
    }
  };

  const interrupt = async (reason: 'unplugged' | 'full'): Promise<void> => {
    await finish((file) => ({ phase: 'interrupted', reason, file }));
    const state = store.getState();
    // Unplugged before it said anything: that is what the visitor has to know.
    if (reason === 'unplugged' && state.phase === 'failed' && state.error.code === 'too-short') {
      const error = new UndertoneError('microphone-unplugged', 'Expected a microphone, it was taken out at once.');
      show({ phase: 'failed', error: toPlainError(error) });
    }
  };

  const discard = (): void => {
    releaseMicrophone(takeMicrophone());
    endListening();
    show({ phase: 'idle', lastFile });
  };

  return {
    store,
    getMeter: () => meter,
    async start() {
      releaseMicrophone(takeMicrophone());
      endListening();
      const ofEpoch = epoch;
      lastFile = null;
      meter = tools.createSoundMeter();
      show({ phase: 'asking' });
      let bytes = 0;
      const wishes = tools.readWishes();
      const hear = (piece: PcmPiece): void => {
        if (epoch !== ofEpoch) return;
        meter.push(piece);
        bytes += BYTES_PER_SAMPLE * piece.channels.length * (piece.channels[0]?.length ?? 0);
        listener.push(piece);
        if (bytes >= MAX_RECORDING_BYTES) void interrupt('full');
      };
      try {
        const opened = await tools.openMicrophone(wishes, {
          onSound: hear,
          onUnplugged: () => {
            if (epoch === ofEpoch) void interrupt('unplugged');
          },
        });
        if (epoch !== ofEpoch) {
          releaseMicrophone(opened);
          return;
        }
        microphone = opened;
        tools.onAllowed();
        isHeard = true;
        listener.begin(opened.sampleRateHz, opened.channelCount);
        show({ phase: 'recording', microphone: describeMicrophone(opened, wishes) });
      } catch (thrown) {
        if (epoch === ofEpoch) show({ phase: 'failed', error: toPlainError(thrown) });
      }
    },
    pause() {
      const state = store.getState();
      if (state.phase !== 'recording') return;
      microphone?.pause();
      show({ ...state, phase: 'paused' });
    },
    resume() {
      const state = store.getState();
      if (state.phase !== 'paused') return;
      microphone?.resume();
      show({ ...state, phase: 'recording' });
    },
    async stop() {
      const state = store.getState();
      if (state.phase === 'interrupted') {
        lastFile = state.file;
        show({ phase: 'idle', lastFile });
        return lastFile;
      }
      return finish((file) => {
        lastFile = file;
        return { phase: 'idle', lastFile };
      });
    },
    discard,
    leave() {
      const state = store.getState();
      if (state.phase === 'interrupted') lastFile = state.file;
      discard();
    },
  };
}

function describeMicrophone(
  { deviceLabel, isReplacement }: MicrophoneRecording,
  { device }: MicrophoneWishes,
): RecordingMicrophone {
  return { label: deviceLabel, insteadOf: isReplacement && device !== null ? device.label : null };
}

/** Closes a microphone whose recording nobody wants; its tracks stop at once, nothing waits for the rest. */
function releaseMicrophone(microphone: MicrophoneRecording | null): void {
  microphone?.cancel().catch(() => undefined);
}
