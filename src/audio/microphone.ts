/**
 * Recording from the microphone, as raw as the visitor lets it be (by default no echo cancellation, noise suppression or
 * gain control, which would change the voice), and at the device's own rate (resampling is ours, in code). Nothing is
 * compressed.
 */
import { loadPart, UndertoneError, type ErrorCode } from '../contract/errors';
import type { MicrophoneWishes } from '../contract/microphone';
import type { PcmPiece } from '../contract/pcm';
import captureWorkletAddress from './capture.worklet?worker&url';
import type { WavWriter } from './write-wav';

/** Who wants to know what a microphone does. */
export interface MicrophoneEvents {
  /** Called with each piece of some 40 ms, none while paused; its buffers are the listener's to transfer. */
  readonly onSound: (piece: PcmPiece) => void;
  /** Called once when the device has gone: nothing more will come, and `stop` gives what was recorded. */
  readonly onUnplugged: () => void;
}

/** A recording that is running; exactly one of `stop` and `cancel` ends it and closes the microphone. */
export interface MicrophoneRecording {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Name of the microphone that is open; empty where the browser does not tell. */
  readonly deviceLabel: string;
  /** Whether the chosen microphone was not there, and this is the browser's choice. */
  readonly isReplacement: boolean;
  /** Hears nothing until `resume`; the device stays open. */
  pause(): void;
  resume(): void;
  /**
   * Ends the recording.
   *
   * @returns what was heard, at the device's rate, as a 16-bit WAV file.
   * @throws UndertoneError `too-short` when not a single sample has arrived.
   */
  stop(): Promise<Blob>;
  /** Ends the recording and forgets it. */
  cancel(): Promise<void>;
}

/** How long the audio thread may take to hand over its last piece; it has stopped answering when a device was unplugged. */
const LAST_PIECE_DEADLINE_MS = 1_000;
/** How long the browser may take to start processing sound. */
const START_DEADLINE_MS = 5_000;

/**
 * Asks for the microphone and starts to record. A chosen device that is not there is replaced by the browser's choice.
 *
 * @throws UndertoneError `microphone-insecure`, `microphone-unsupported` in old browsers, `microphone-denied`,
 * `microphone-missing`, `microphone-busy`, or `page-incomplete` when the code for recording did not arrive.
 */
export async function openMicrophone(wishes: MicrophoneWishes, events: MicrophoneEvents): Promise<MicrophoneRecording> {
  if (!isSecureContext) {
    throw new UndertoneError('microphone-insecure', `Expected a secure page, got ${location.protocol}//.`);
  }
  // The DOM types promise both; old browsers have neither.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined || !('AudioWorkletNode' in globalThis)) {
    throw new UndertoneError(
      'microphone-unsupported',
      'Expected a browser with mediaDevices and AudioWorklet, got one without.',
    );
  }
  const opened = await openStream(devices, wishes).catch((cause: unknown) => {
    throw describeFailure(cause);
  });
  try {
    return await Capture.start(opened, events);
  } catch (cause) {
    stopTracks(opened.stream);
    throw describeFailure(cause);
  }
}

interface OpenStream {
  readonly stream: MediaStream;
  readonly isReplacement: boolean;
}

async function openStream(devices: MediaDevices, { device, processing }: MicrophoneWishes): Promise<OpenStream> {
  if (device !== null) {
    try {
      const audio = { ...processing, deviceId: { exact: device.deviceId } };
      return { stream: await devices.getUserMedia({ audio }), isReplacement: false };
    } catch (cause) {
      const isGone = cause instanceof Error && ['OverconstrainedError', 'NotFoundError'].includes(cause.name);
      if (!isGone) throw cause;
    }
  }
  return { stream: await devices.getUserMedia({ audio: { ...processing } }), isReplacement: device !== null };
}

interface ConnectedStream {
  readonly context: AudioContext;
  readonly source: MediaStreamAudioSourceNode;
}

/** Owns the stream, the context and the nodes of one recording. */
class Capture implements MicrophoneRecording {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly deviceLabel: string;
  readonly isReplacement: boolean;
  private readonly stream: MediaStream;
  private hasSound = false;

  private constructor(
    { stream, isReplacement }: OpenStream,
    private readonly context: AudioContext,
    private readonly source: MediaStreamAudioSourceNode,
    private readonly node: AudioWorkletNode,
    private readonly file: WavWriter,
    { onSound, onUnplugged }: MicrophoneEvents,
  ) {
    this.stream = stream;
    this.sampleRateHz = context.sampleRate;
    this.channelCount = node.channelCount;
    this.isReplacement = isReplacement;
    const [track] = stream.getAudioTracks();
    this.deviceLabel = track?.label ?? '';
    // Fired when the device goes, not when the page itself stops the track.
    track?.addEventListener('ended', onUnplugged, { once: true });
    node.port.onmessage = ({ data }: MessageEvent<Float32Array[] | 'stopped'>) => {
      if (data === 'stopped') return;
      this.hasSound = true;
      const piece = { channels: data, sampleRateHz: context.sampleRate };
      file.add(piece);
      onSound(piece);
    };
    source.connect(node);
  }

  static async start(opened: OpenStream, events: MicrophoneEvents): Promise<Capture> {
    const settings = opened.stream.getAudioTracks()[0]?.getSettings();
    const { context, source } = connectStream(opened.stream, settings?.sampleRate);
    try {
      // All of the code is here before the first word: what was said cannot be said again.
      const [{ createWavWriter }] = await Promise.all([
        loadPart(() => import('./write-wav')),
        loadPart(() => context.audioWorklet.addModule(captureWorkletAddress)),
      ]);
      // A fixed number of channels, unmixed: a microphone may speak on one side only, or on both in opposite phase.
      const node = new AudioWorkletNode(context, 'undertone-capture', {
        numberOfOutputs: 0,
        channelCount: settings?.channelCount ?? 1,
        channelCountMode: 'explicit',
        channelInterpretation: 'discrete',
      });
      await startContext(context);
      return new Capture(opened, context, source, node, createWavWriter(), events);
    } catch (cause) {
      await context.close();
      throw cause;
    }
  }

  pause(): void {
    this.node.port.postMessage('pause');
  }

  resume(): void {
    this.node.port.postMessage('resume');
  }

  async stop(): Promise<Blob> {
    await this.waitForLastPiece();
    await this.close();
    if (!this.hasSound) {
      throw new UndertoneError('too-short', 'Expected sound from the microphone, got not a single sample.');
    }
    return this.file.finish();
  }

  async cancel(): Promise<void> {
    await this.close();
  }

  private async waitForLastPiece(): Promise<void> {
    const { port } = this.node;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LAST_PIECE_DEADLINE_MS);
      port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (data !== 'stopped') return;
        clearTimeout(timer);
        resolve();
      });
      port.postMessage('stop');
    });
  }

  private async close(): Promise<void> {
    stopTracks(this.stream);
    this.source.disconnect();
    this.node.port.close();
    if (this.context.state !== 'closed') await this.context.close();
  }
}

/**
 * Firefox refuses a stream whose rate is not its context's, Safari does not tell the rate, and some rates (of Bluetooth
 * headsets) no context takes: try the stream's, then the default.
 */
function connectStream(stream: MediaStream, sampleRateHz: number | undefined): ConnectedStream {
  if (sampleRateHz !== undefined) {
    try {
      return openContext(stream, { sampleRate: sampleRateHz });
    } catch {
      // The default context's failure, if it fails too, is the one to tell.
    }
  }
  return openContext(stream, {});
}

function openContext(stream: MediaStream, options: AudioContextOptions): ConnectedStream {
  const context = new AudioContext(options);
  try {
    return { context, source: context.createMediaStreamSource(stream) };
  } catch (cause) {
    void context.close();
    throw cause;
  }
}

/** A context made long after the visitor's click starts suspended, and `resume` may then stay pending for ever. */
async function startContext(context: AudioContext): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const seconds = START_DEADLINE_MS / 1000;
      reject(
        new UndertoneError('microphone-busy', `Expected sound to start within ${seconds} s, got ${context.state}.`),
      );
    }, START_DEADLINE_MS);
  });
  try {
    await Promise.race([context.resume(), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** The names of `getUserMedia`'s errors, https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia. */
const CODE_OF_ERROR_NAME: Readonly<Record<string, ErrorCode>> = {
  NotAllowedError: 'microphone-denied',
  SecurityError: 'microphone-denied',
  NotFoundError: 'microphone-missing',
  OverconstrainedError: 'microphone-missing',
  NotReadableError: 'microphone-busy',
  AbortError: 'microphone-busy',
  // Of the audio graph: no context takes the microphone's rate.
  NotSupportedError: 'microphone-unsupported',
};

function describeFailure(cause: unknown): UndertoneError {
  if (cause instanceof UndertoneError) return cause;
  const name = cause instanceof Error ? cause.name : 'unknown';
  const reason = cause instanceof Error ? cause.message : String(cause);
  const code = CODE_OF_ERROR_NAME[name] ?? 'unexpected';
  return new UndertoneError(code, `Expected an open microphone, got ${name}: ${reason}`, { cause });
}
