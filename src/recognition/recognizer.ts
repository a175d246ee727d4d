/**
 * The one orchestrator of the page: a file or the microphone in, states out, an `Analysis` at the end.
 * One run at a time: a new one cancels the one in flight, whose late results are dropped.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MicrophoneRecording } from '../audio/microphone';
import { toPlainError, UndertoneError } from '../contract/errors';
import type { Timeline } from '../contract/prediction';
import type { BackendChoice, RecognitionState } from './recognition-state';
import { createBrowserTools, type RecognizerTools } from './recognizer-tools';
import { summarise } from '../evaluation/summarise';

/** Recognises emotion in recordings; its store says where it stands. */
export interface Recognizer {
  readonly store: StoreApi<RecognitionState>;
  /** Analyses a file and resolves when the store says `done` or `failed`, or when another run has taken over. */
  readonly analyse: (file: File) => Promise<void>;
  /** Opens the microphone and resolves when the store says `recording` or `failed`. */
  readonly startRecording: () => Promise<void>;
  /** Ends the recording and analyses it, as `analyse` does; nothing when there is no recording. */
  readonly stopRecording: () => Promise<void>;
  /** Ends whatever runs and goes back to `idle`; the microphone is released. */
  readonly cancel: () => void;
}

/** What may be chosen. */
export interface RecognizerOptions {
  readonly backend: BackendChoice;
}

/** The name of what the microphone recorded. */
const RECORDING_NAME = 'recording.wav';

/** One run from its start to `done`, `failed` or being superseded. */
interface Run {
  readonly signal: AbortSignal;
  /** Sets the store's state, unless another run has taken over. */
  readonly show: (state: RecognitionState) => void;
}

/**
 * Makes a recognizer. It lives as long as the page and begins to load the model as soon as the page is idle, so that
 * the first result is quick.
 */
export function createRecognizer(
  { backend }: RecognizerOptions,
  tools: RecognizerTools = createBrowserTools(backend),
): Recognizer {
  const store = createStore<RecognitionState>(() => ({ phase: 'idle' }));
  let controller = new AbortController();
  let recording: { readonly run: Run; readonly microphone: MicrophoneRecording } | null = null;

  const supersede = (): void => {
    controller.abort();
    if (recording !== null) releaseMicrophone(recording.microphone);
    recording = null;
  };

  const startRun = (): Run => {
    supersede();
    controller = new AbortController();
    const { signal } = controller;
    return {
      signal,
      show: (state) => {
        if (!signal.aborted) store.setState(state, true);
      },
    };
  };

  /** Does a run's work; what it throws becomes the state `failed`. */
  const attempt = async (run: Run, fileName: string | null, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      run.show({ phase: 'failed', fileName, error: toPlainError(thrown) });
    }
  };

  tools.whenIdle(() => {
    // A failure is told by the analysis that needs the model: it tries again.
    tools.network.load().catch(() => undefined);
  });

  return {
    store,
    analyse(file) {
      const run = startRun();
      return attempt(run, file.name, () => analyseFile(file, run, tools));
    },
    startRecording() {
      const run = startRun();
      run.show({ phase: 'opening-microphone' });
      return attempt(run, null, async () => {
        const microphone = await tools.openMicrophone();
        if (run.signal.aborted) {
          releaseMicrophone(microphone);
          return;
        }
        recording = { run, microphone };
        run.show({ phase: 'recording', startedAtMs: performance.now() });
      });
    },
    async stopRecording() {
      if (recording === null) return;
      const { run, microphone } = recording;
      recording = null;
      run.show({ phase: 'decoding', fileName: RECORDING_NAME });
      await attempt(run, RECORDING_NAME, async () => {
        const audio = await microphone.stop();
        await analyseFile(new File([audio], RECORDING_NAME, { type: audio.type }), run, tools);
      });
    },
    cancel() {
      supersede();
      store.setState({ phase: 'idle' }, true);
    },
  };
}

/** Takes a file to `done`, timing each stage; waiting for the model belongs to no stage. */
async function analyseFile(file: File, { signal, show }: Run, tools: RecognizerTools) {
  const fileName = file.name;
  const startedAtMs = performance.now();
  let decodedAtMs = startedAtMs;
  const { windows, durationSec, pictures } = await tools.features.extract(file, {
    signal,
    onStage: (phase) => {
      decodedAtMs = performance.now();
      show({ phase, fileName });
    },
  });
  const extractedAtMs = performance.now();

  const { model } = await tools.network.load((share) => {
    show({ phase: 'loading-model', fileName, share });
  });
  signal.throwIfAborted();

  const total = windows.length;
  show({ phase: 'inferring', fileName, done: 0, total });
  const inferringAtMs = performance.now();
  const { probabilities, backend, reason } = await tools.network.classify(windows, {
    signal,
    onProgress: ({ done }) => {
      show({ phase: 'inferring', fileName, done, total });
    },
  });
  const inferredAtMs = performance.now();

  const timeline: Timeline = windows.map(({ startSec, endSec }, index) => {
    const ofWindow = probabilities[index];
    if (ofWindow === undefined) {
      throw new UndertoneError('inference-failed', `Expected ${total} predictions, got ${probabilities.length}.`);
    }
    return { startSec, endSec, probabilities: ofWindow };
  });
  const analysis = {
    fileName,
    durationSec,
    pictures,
    timeline,
    ...summarise(timeline),
    model,
    backend,
    backendReason: reason,
    timings: {
      decodingMs: decodedAtMs - startedAtMs,
      featuresMs: extractedAtMs - decodedAtMs,
      inferenceMs: inferredAtMs - inferringAtMs,
    },
  };
  show({ phase: 'done', analysis, audio: file });
}

/** Closes a microphone whose recording nobody wants; its tracks stop at once, nothing waits for the rest. */
function releaseMicrophone(microphone: MicrophoneRecording): void {
  microphone.cancel().catch(() => undefined);
}
