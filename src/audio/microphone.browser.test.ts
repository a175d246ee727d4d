import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { ErrorCode } from '../contract/errors';
import { UndertoneError } from '../contract/errors';
import type { MicrophoneWishes } from '../contract/microphone';
import type { PcmPiece } from '../contract/pcm';
import { openMicrophone as openWith, type MicrophoneEvents, type MicrophoneRecording } from './microphone';
import { readAudioFileInfo, readPcmFile } from './read-file';
import { collectPcm } from './to-pcm';

/** A microphone that plays a 440 Hz tone of amplitude 0.5, made of Web Audio, with the handles to see it closed. */
function makeToneMicrophone(): { stream: MediaStream; context: AudioContext } {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: 440 });
  const gain = new GainNode(context, { gain: 0.5 });
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  tone.connect(gain).connect(destination);
  tone.start();
  return { stream: destination.stream, context };
}

const RAW: MicrophoneWishes = {
  device: null,
  processing: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
};

function openMicrophone(
  wishes: Partial<MicrophoneWishes> = {},
  events: Partial<MicrophoneEvents> = {},
): Promise<MicrophoneRecording> {
  return openWith({ ...RAW, ...wishes }, { onSound: () => undefined, onUnplugged: () => undefined, ...events });
}

function countFrames(pieces: readonly PcmPiece[]): number {
  return pieces.reduce((frames, { channels }) => frames + (channels[0]?.length ?? 0), 0);
}

function wait(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

function hasCode(code: ErrorCode): (error: unknown) => boolean {
  return (error) => error instanceof UndertoneError && error.code === code;
}

describe('openMicrophone', () => {
  let microphone: { stream: MediaStream; context: AudioContext };

  // Browsers let sound start only on pages that have been clicked.
  beforeAll(async () => {
    await userEvent.click(document.body);
  });

  beforeEach(() => {
    microphone = makeToneMicrophone();
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    await microphone.context.close();
  });

  function expectClosed(): void {
    expect(microphone.stream.getTracks().every((track) => track.readyState === 'ended')).toBe(true);
  }

  it('records what is heard as a WAV file, and closes everything', async () => {
    const close = vi.spyOn(AudioContext.prototype, 'close');
    const getUserMedia = vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(microphone.stream);
    const recording = await openMicrophone();
    await wait(1000);
    const audio = await recording.stop();

    expect(getUserMedia).toHaveBeenCalledWith({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    expectClosed();
    expect(close).toHaveBeenCalledTimes(1);

    expect(audio.type).toBe('audio/wav');
    const pcm = await collectPcm(readPcmFile(audio));
    // Starting and stopping take their time on a busy machine.
    expect(pcm.samples.length / pcm.sampleRateHz).toBeGreaterThan(0.5);
    const power = pcm.samples.reduce((sum, sample) => sum + sample * sample, 0) / pcm.samples.length;
    expect(Math.sqrt(2 * power)).toBeGreaterThan(0.4);
    expect(Math.sqrt(2 * power)).toBeLessThan(0.55);
  });

  it('hands over every piece as it comes, small enough to follow live, and they are what the file holds', async () => {
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(microphone.stream);
    const pieces: PcmPiece[] = [];
    const recording = await openMicrophone({}, { onSound: (piece) => pieces.push(piece) });
    await vi.waitUntil(() => pieces.length >= 5, { timeout: 10_000 });
    const audio = await recording.stop();
    expect(pieces.every(({ sampleRateHz }) => sampleRateHz === recording.sampleRateHz)).toBe(true);
    expect(Math.max(...pieces.map((piece) => countFrames([piece])))).toBe(2048);
    const { byteLength } = await audio.arrayBuffer();
    // 44 bytes of header.
    expect(byteLength).toBe(44 + 2 * recording.channelCount * countFrames(pieces));
  });

  it('hears nothing while paused, and goes on', async () => {
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(microphone.stream);
    const pieces: PcmPiece[] = [];
    const recording = await openMicrophone({}, { onSound: (piece) => pieces.push(piece) });
    await vi.waitUntil(() => pieces.length >= 3, { timeout: 10_000 });
    recording.pause();
    // What was under way arrives yet.
    await wait(500);
    const atPause = pieces.length;
    await wait(500);
    expect(pieces).toHaveLength(atPause);
    recording.resume();
    await vi.waitUntil(() => pieces.length > atPause, { timeout: 10_000 });
    await recording.stop();
  });

  it('keeps what was recorded when the device goes', async () => {
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(microphone.stream);
    const pieces: PcmPiece[] = [];
    const onUnplugged = vi.fn();
    const recording = await openMicrophone({}, { onSound: (piece) => pieces.push(piece), onUnplugged });
    await vi.waitUntil(() => pieces.length >= 3, { timeout: 10_000 });
    const [track] = microphone.stream.getAudioTracks();
    track?.stop();
    // `stop` alone fires nothing: that is the page's own doing.
    track?.dispatchEvent(new Event('ended'));
    expect(onUnplugged).toHaveBeenCalledTimes(1);
    const { size } = await recording.stop();
    expect(size).toBeGreaterThan(44 + 2 * recording.channelCount * 3 * 2000);
    expectClosed();
  });

  it('asks for the chosen device with what was switched on, and takes the default when it is not there', async () => {
    const device = { deviceId: 'usb', label: 'USB microphone' };
    const processing = { echoCancellation: false, noiseSuppression: true, autoGainControl: false };
    const getUserMedia = vi
      .spyOn(navigator.mediaDevices, 'getUserMedia')
      .mockRejectedValueOnce(new DOMException('gone', 'OverconstrainedError'))
      .mockResolvedValue(microphone.stream);
    const replaced = await openMicrophone({ device, processing });
    expect(getUserMedia.mock.calls).toEqual([
      [{ audio: { ...processing, deviceId: { exact: 'usb' } } }],
      [{ audio: processing }],
    ]);
    expect(replaced.isReplacement).toBe(true);
    await replaced.cancel();
  });

  it('does not take another device where the chosen one is busy', async () => {
    const getUserMedia = vi
      .spyOn(navigator.mediaDevices, 'getUserMedia')
      .mockRejectedValue(new DOMException('no', 'NotReadableError'));
    const device = { deviceId: 'usb', label: 'USB microphone' };
    await expect(openMicrophone({ device })).rejects.toSatisfy(hasCode('microphone-busy'));
    expect(getUserMedia).toHaveBeenCalledTimes(1);
  });

  it('says so on an insecure page', async () => {
    vi.stubGlobal('isSecureContext', false);
    await expect(openMicrophone()).rejects.toSatisfy(hasCode('microphone-insecure'));
  });

  it('closes everything when cancelled', async () => {
    const close = vi.spyOn(AudioContext.prototype, 'close');
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(microphone.stream);
    const recording = await openMicrophone();
    await recording.cancel();
    expectClosed();
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('closes everything when the audio thread cannot be set up', async () => {
    const close = vi.spyOn(AudioContext.prototype, 'close');
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(microphone.stream);
    vi.spyOn(AudioWorklet.prototype, 'addModule').mockRejectedValue(new Error('no worklet today'));
    await expect(openMicrophone()).rejects.toThrow('no worklet today');
    expectClosed();
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('says that the page is incomplete when the code of the audio thread does not arrive', async () => {
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(microphone.stream);
    // What browsers throw for a script that cannot be fetched.
    const failure = new DOMException("Unable to load a worklet's module.", 'AbortError');
    vi.spyOn(AudioWorklet.prototype, 'addModule').mockRejectedValue(failure);
    await expect(openMicrophone()).rejects.toSatisfy(hasCode('page-incomplete'));
    expectClosed();
  });

  /** Replaces the browser's contexts by ones that refuse what `isRefused` says; counts what was asked for. */
  function refuseContexts(isRefused: (options: AudioContextOptions | undefined) => boolean): AudioContextOptions[] {
    const asked: AudioContextOptions[] = [];
    class RefusingContext extends AudioContext {
      constructor(options?: AudioContextOptions) {
        asked.push(options ?? {});
        if (isRefused(options)) throw new DOMException('refused by the test', 'NotSupportedError');
        super(options);
      }
    }
    vi.stubGlobal('AudioContext', RefusingContext);
    return asked;
  }

  it("records at the default rate where no context takes the microphone's", async () => {
    const { stream } = microphone;
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(stream);
    vi.spyOn(MediaStreamTrack.prototype, 'getSettings').mockReturnValue({ sampleRate: 16_000, channelCount: 1 });
    const asked = refuseContexts((options) => options?.sampleRate !== undefined);
    const recording = await openMicrophone();
    expect(asked).toEqual([{ sampleRate: 16_000 }, {}]);
    await wait(500);
    const { sampleRateHz } = await readAudioFileInfo(await recording.stop());
    expect(sampleRateHz).toBe(microphone.context.sampleRate);
    expectClosed();
  });

  it('says that recording is not supported where no context takes the stream', async () => {
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(microphone.stream);
    refuseContexts(() => true);
    await expect(openMicrophone()).rejects.toSatisfy(hasCode('microphone-unsupported'));
    expectClosed();
  });

  it.each([
    ['NotAllowedError', 'microphone-denied'],
    ['SecurityError', 'microphone-denied'],
    ['NotFoundError', 'microphone-missing'],
    ['OverconstrainedError', 'microphone-missing'],
    ['NotReadableError', 'microphone-busy'],
    ['AbortError', 'microphone-busy'],
    ['InvalidStateError', 'unexpected'],
  ] as const)('turns %s into %s', async (name, code) => {
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(new DOMException('no', name));
    await expect(openMicrophone()).rejects.toSatisfy(hasCode(code));
  });

  it('says so where there are no media devices', async () => {
    vi.spyOn(navigator, 'mediaDevices', 'get').mockReturnValue(undefined as unknown as MediaDevices);
    await expect(openMicrophone()).rejects.toSatisfy(hasCode('microphone-unsupported'));
  });
});
