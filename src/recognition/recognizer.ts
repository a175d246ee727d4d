/**
 * The one orchestrator of the page: a file in, states out, an `Analysis` at the end. `recorder.ts` makes files of a voice.
 * One run at a time: a new one cancels the one in flight, whose late results are dropped.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toPlainError } from '../contract/errors';
import type { TimeSpan } from '../contract/features';
import type { SpanPictures } from '../contract/prediction';
import type { FeaturesClient } from '../workers/features-client';
import { analysePart } from './analyse-part';
import type { BackendChoice, RecognitionState, SelectionState } from './recognition-state';
import { createBrowserTools, type RecognizerTools } from './recognizer-tools';
import { RecordingAnalysis } from './recording-analysis';

/** Recognises emotion in recordings; its store says where it stands. */
export interface Recognizer {
  readonly store: StoreApi<RecognitionState>;
  /** Analyses a file and resolves when the store says `done` or `failed`, or when another run has taken over. */
  readonly analyse: (file: File) => Promise<void>;
  /**
   * Ends whatever runs. An analysis under way that has judged a window goes to `done` with what it has; anything else, a
   * finished analysis too, goes back to `idle`, and its samples are forgotten.
   */
  readonly cancel: () => void;
  /**
   * Analyses a part of the recording that is `done`, as a recording of its own, and resolves when the state's `selection`
   * says how that went, or another part has taken over; nothing in other phases.
   */
  readonly analyseSpan: (span: TimeSpan) => Promise<void>;
  /** Takes the selection back. */
  readonly clearSpan: () => void;
  /**
   * Draws a part of the recording that is `done` as finely as a screen shows it; `null` in other phases, and when its
   * samples are gone.
   */
  readonly drawSpan: (span: TimeSpan) => Promise<SpanPictures | null>;
  /**
   * Mel levels of a window of the recording that is `done`, whose samples are at hand; ends when another run begins.
   * @returns `null` for any other recording
   */
  readonly readLevels: (
    audio: Blob,
    span: TimeSpan,
    signal: AbortSignal,
  ) => ReturnType<FeaturesClient['readLevels']> | null;
}

/** What may be chosen. */
export interface RecognizerOptions {
  readonly backend: BackendChoice;
}

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
  let analysis: RecordingAnalysis | null = null;
  let selecting = new AbortController();

  const supersede = (): void => {
    controller.abort();
    selecting.abort();
    analysis = null;
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

  /** Takes a file to `done`, or to `failed` with what was judged. */
  const analyseFile = async (file: File, { signal, show }: Run): Promise<void> => {
    const own = new RecordingAnalysis(file, tools);
    analysis = own;
    try {
      show({ phase: 'done', analysis: await own.run(signal, show), audio: file, selection: null });
    } catch (thrown) {
      const judged = own.conclude();
      const kept = judged === null ? null : { analysis: judged, audio: file };
      show({ phase: 'failed', fileName: file.name, error: toPlainError(thrown), kept });
    }
  };

  /** Shows how a selection goes, unless another has taken over. */
  const select = (selection: SelectionState | null, signal: AbortSignal): void => {
    const state = store.getState();
    if (!signal.aborted && state.phase === 'done') store.setState({ ...state, selection }, true);
  };

  /** Begins a selection in place of the one before. */
  const startSelecting = (): AbortSignal => {
    selecting.abort();
    selecting = new AbortController();
    return selecting.signal;
  };

  tools.whenIdle(() => {
    // A failure is told by the analysis that needs the model: it tries again.
    tools.network.load().catch(() => undefined);
  });

  return {
    store,
    analyse(file) {
      return analyseFile(file, startRun());
    },
    cancel() {
      const interrupted = store.getState().phase === 'inferring' ? analysis : null;
      const judged = interrupted?.conclude() ?? null;
      supersede();
      if (interrupted !== null && judged !== null) {
        store.setState({ phase: 'done', analysis: judged, audio: interrupted.file, selection: null }, true);
      } else {
        tools.features.forget();
        store.setState({ phase: 'idle' }, true);
      }
    },
    async analyseSpan(span) {
      const state = store.getState();
      if (state.phase !== 'done') return;
      const signal = startSelecting();
      select({ status: 'analysing', span }, signal);
      const { audio: file, analysis: whole } = state;
      const speech = whole.timeline.length === whole.totalWindows ? whole.timeline : null;
      try {
        select({ status: 'done', span, ...(await analysePart(tools, { file, span, speech }, signal)) }, signal);
      } catch (thrown) {
        select({ status: 'failed', span, error: toPlainError(thrown) }, signal);
      }
    },
    clearSpan() {
      select(null, startSelecting());
    },
    async drawSpan(span) {
      const state = store.getState();
      if (state.phase !== 'done') return null;
      // The pictures of the whole are there already; without finer ones the page goes on with these.
      return tools.features.drawSpan(state.audio, span).catch(() => null);
    },
    readLevels(audio, span, signal) {
      const state = store.getState();
      if (state.phase !== 'done' || state.audio !== audio) return null;
      return tools.features.readLevels(state.audio, span, abortWithEither(signal, controller.signal));
    },
  };
}

/** Aborts with the first of two signals; `AbortSignal.any` is missing in Safari before 17.4. */
function abortWithEither(...signals: readonly AbortSignal[]): AbortSignal {
  const either = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) either.abort(signal.reason);
    signal.addEventListener('abort', () => {
      either.abort(signal.reason);
    });
  }
  return either.signal;
}
