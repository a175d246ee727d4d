import { describe, expect, it, vi } from 'vitest';
import type { MicrophoneEvents, MicrophoneRecording } from '../audio/microphone';
import { createSoundMeter } from '../audio/sound-meter';
import { UndertoneError, type ErrorCode } from '../contract/errors';
import type { MicrophoneWishes } from '../contract/microphone';
import type { PcmPiece } from '../contract/pcm';
import { createDeferred } from '../testing/deferred';
import { createRecorder, type RecorderTools } from './recorder';

const RATE_HZ = 48_000;
const MICROPHONE = { label: 'Built-in', insteadOf: null };

/** A recorder whose microphone the test plays. */
function createSetting(
  wishes: Partial<MicrophoneWishes> = {},
  meter: RecorderTools['createSoundMeter'] = createSoundMeter,
) {
  const microphone = {
    sampleRateHz: RATE_HZ,
    channelCount: 1,
    deviceLabel: 'Built-in',
    isReplacement: false,
    pause: vi.fn(),
    resume: vi.fn(),
    stop: vi.fn<MicrophoneRecording['stop']>(() => Promise.resolve(new Blob(['recorded'], { type: 'audio/wav' }))),
    cancel: vi.fn<MicrophoneRecording['cancel']>(() => Promise.resolve()),
  };
  let events: MicrophoneEvents = { onSound: () => undefined, onUnplugged: () => undefined };
  const openMicrophone = vi.fn<RecorderTools['openMicrophone']>((_, newEvents) => {
    events = newEvents;
    return Promise.resolve(microphone);
  });
  const listener = { begin: vi.fn(), push: vi.fn<(piece: PcmPiece) => void>(), end: vi.fn() };
  const onAllowed = vi.fn();
  const recorder = createRecorder({
    openMicrophone,
    createSoundMeter: meter,
    readWishes: () => ({
      device: null,
      processing: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      ...wishes,
    }),
    onAllowed,
    listener,
  });
  const phases: string[] = [];
  recorder.store.subscribe(({ phase }) => phases.push(phase));
  return {
    recorder,
    phases,
    microphone,
    openMicrophone,
    listener,
    onAllowed,
    speak: (durationSec: number, channelCount = 1) => {
      const samples = new Float32Array(durationSec * RATE_HZ);
      events.onSound({ channels: Array<Float32Array>(channelCount).fill(samples), sampleRateHz: RATE_HZ });
    },
    unplug: () => {
      events.onUnplugged();
    },
  };
}

describe('recorder', () => {
  it('goes from asking to a file, and tells its listener of all of it', async () => {
    const { recorder, phases, listener, speak, onAllowed } = createSetting();
    const started = recorder.start();
    expect(recorder.store.getState().phase).toBe('asking');
    await started;
    expect(recorder.store.getState()).toEqual({ phase: 'recording', microphone: MICROPHONE });
    expect(onAllowed).toHaveBeenCalledTimes(1);
    expect(listener.begin).toHaveBeenCalledWith(RATE_HZ, 1);
    speak(0.5);
    speak(0.25);
    const file = await recorder.stop();
    expect(file?.name).toBe('recording.wav');
    expect(await file?.text()).toBe('recorded');
    expect(listener.push).toHaveBeenCalledTimes(2);
    expect(listener.end).toHaveBeenCalledTimes(1);
    expect(phases).toEqual(['asking', 'recording', 'stopping', 'idle']);
    expect(recorder.store.getState()).toEqual({ phase: 'idle', lastFile: file });
  });

  it('counts the time of the sound, not that of pauses', async () => {
    const { recorder, microphone, speak } = createSetting();
    await recorder.start();
    speak(1);
    recorder.pause();
    expect(microphone.pause).toHaveBeenCalledTimes(1);
    expect(recorder.store.getState()).toEqual({ phase: 'paused', microphone: MICROPHONE });
    // What was on its way when the pause began.
    speak(0.1);
    recorder.resume();
    expect(microphone.resume).toHaveBeenCalledTimes(1);
    expect(recorder.store.getState().phase).toBe('recording');
    speak(2);
    expect(recorder.getMeter().readLevel().recordedSec).toBeCloseTo(3.1, 6);
    await recorder.stop();
    await recorder.start();
    expect(recorder.getMeter().readLevel().recordedSec).toBe(0);
  });

  it('stops from a pause as well, and ignores what makes no sense', async () => {
    const { recorder, microphone } = createSetting();
    recorder.pause();
    recorder.resume();
    expect(await recorder.stop()).toBeNull();
    await recorder.start();
    recorder.resume();
    expect(microphone.resume).not.toHaveBeenCalled();
    recorder.pause();
    expect(await recorder.stop()).not.toBeNull();
  });

  it.each<ErrorCode>([
    'microphone-denied',
    'microphone-missing',
    'microphone-busy',
    'microphone-insecure',
    'microphone-unsupported',
    'page-incomplete',
  ])('fails with %s, and starts again', async (code) => {
    const { recorder, openMicrophone, listener } = createSetting();
    openMicrophone.mockRejectedValueOnce(new UndertoneError(code, 'Expected a microphone.'));
    await recorder.start();
    expect(recorder.store.getState()).toEqual({ phase: 'failed', error: { code, message: 'Expected a microphone.' } });
    expect(listener.begin).not.toHaveBeenCalled();
    await recorder.start();
    expect(recorder.store.getState().phase).toBe('recording');
  });

  it('keeps what was recorded when the microphone is unplugged, until it is wanted', async () => {
    const { recorder, speak, unplug, listener } = createSetting();
    await recorder.start();
    speak(1);
    unplug();
    await vi.waitFor(() => {
      expect(recorder.store.getState().phase).toBe('interrupted');
    });
    expect(recorder.store.getState()).toMatchObject({ reason: 'unplugged' });
    expect(listener.end).toHaveBeenCalledTimes(1);
    const file = await recorder.stop();
    expect(await file?.text()).toBe('recorded');
    expect(recorder.store.getState()).toEqual({ phase: 'idle', lastFile: file });
  });

  it('says that it was unplugged when nothing was recorded yet', async () => {
    const { recorder, microphone, unplug } = createSetting();
    await recorder.start();
    microphone.stop.mockRejectedValueOnce(new UndertoneError('too-short', 'Expected sound.'));
    unplug();
    await vi.waitFor(() => {
      expect(recorder.store.getState()).toMatchObject({ phase: 'failed', error: { code: 'microphone-unplugged' } });
    });
  });

  it('ends by itself at a gigabyte of 16-bit samples, and keeps all of it', async () => {
    // Looking at all of it would take the test ten seconds.
    const { recorder, speak } = createSetting({}, () => ({ ...createSoundMeter(), push: () => undefined }));
    await recorder.start();
    // 256 channels for ten seconds at a time.
    const bytes = 2 * 256 * 10 * RATE_HZ;
    const pieces = Math.ceil(2 ** 30 / bytes);
    for (let piece = 1; piece < pieces; piece++) speak(10, 256);
    expect(recorder.store.getState().phase).toBe('recording');
    speak(10, 256);
    await vi.waitFor(() => {
      expect(recorder.store.getState()).toMatchObject({ phase: 'interrupted', reason: 'full' });
    });
  });

  it('names the chosen microphone when another one stands in', async () => {
    const { recorder, openMicrophone, microphone } = createSetting({ device: { deviceId: 'usb', label: 'USB' } });
    openMicrophone.mockResolvedValueOnce({ ...microphone, isReplacement: true });
    await recorder.start();
    expect(recorder.store.getState()).toMatchObject({ microphone: { label: 'Built-in', insteadOf: 'USB' } });
  });

  it('forgets what is discarded and releases the microphone, also one that opens too late', async () => {
    const { recorder, microphone, openMicrophone, listener, speak } = createSetting();
    await recorder.start();
    recorder.discard();
    expect(microphone.cancel).toHaveBeenCalledTimes(1);
    expect(listener.end).toHaveBeenCalledTimes(1);
    speak(1);
    expect(listener.push).not.toHaveBeenCalled();

    const slow = createDeferred<MicrophoneRecording>();
    openMicrophone.mockReturnValueOnce(slow.promise);
    const starting = recorder.start();
    recorder.discard();
    slow.resolve(microphone);
    await starting;
    expect(microphone.cancel).toHaveBeenCalledTimes(2);
    expect(recorder.store.getState()).toEqual({ phase: 'idle', lastFile: null });
  });

  it('drops the file of a recording that is discarded while it is written', async () => {
    const { recorder, microphone, listener } = createSetting();
    const slow = createDeferred<Blob>();
    microphone.stop.mockReturnValueOnce(slow.promise);
    await recorder.start();
    const stopping = recorder.stop();
    recorder.discard();
    slow.resolve(new Blob(['late']));
    expect(await stopping).toBeNull();
    expect(recorder.store.getState()).toEqual({ phase: 'idle', lastFile: null });
    expect(listener.end).toHaveBeenCalledTimes(1);
  });

  it('saves an interrupted recording when something else takes over', async () => {
    const { recorder, unplug } = createSetting();
    await recorder.start();
    unplug();
    await vi.waitFor(() => {
      expect(recorder.store.getState().phase).toBe('interrupted');
    });
    recorder.leave();
    const state = recorder.store.getState();
    expect(state.phase === 'idle' && state.lastFile?.name).toBe('recording.wav');
  });
});
