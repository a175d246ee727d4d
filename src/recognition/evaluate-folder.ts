/**
 * A folder of labelled recordings in, the report of `npm run evaluate` out, computed by this browser. Recordings are read
 * by several workers and judged by one network, in turns: while one is judged, the next are read. Of a recording only eight
 * probabilities stay.
 */
import PQueue from 'p-queue';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toPlainError } from '../contract/errors';
import type { SpeakerRole } from '../contract/evaluation';
import type { BackendDecision, ModelFacts, Prediction } from '../contract/prediction';
import { summarise } from '../evaluation/summarise';
import { createBrowserFeaturesClient, createBrowserNetworkClient } from '../workers/browser-clients';
import type { FeaturesClient } from '../workers/features-client';
import type { NetworkClient } from '../workers/network-client';
import type { BatchFile } from './batch-state';
import { concludeEvaluation, type ClipOutcome, type EvaluationRun } from './conclude-evaluation';
import type { EvaluationProgress, EvaluationState } from './evaluation-state';
import { fetchModelCard } from './fetch-model-card';
import { judgeWindows } from './judge-windows';
import { estimateTimeLeftSec, Pace } from './pace';
import { planEvaluation, type CardFacts, type EvaluationPlan, type PlannedClip } from './plan-evaluation';
import type { BackendChoice } from './recognition-state';

/** Evaluates folders, one at a time; its store says where it stands. */
export interface FolderEvaluator {
  readonly store: StoreApi<EvaluationState>;
  /** Looks at the names of files as they came with their folders, in place of whatever there was. */
  readonly choose: (files: readonly BatchFile[]) => Promise<void>;
  /**
   * Judges what was planned, `all` or the clips of speakers of one role, and resolves when it is over; again, where it
   * is over. Nothing where nothing is planned.
   */
  readonly start: (role: SpeakerRole | 'all') => Promise<void>;
  /** Ends the work. What was heard is concluded; before the first recording, the plan is back. */
  readonly cancel: () => void;
  /** Forgets the folder and all that was said of it. */
  readonly clear: () => void;
}

type Reader = Pick<FeaturesClient, 'scan' | 'drawWindows' | 'dispose'>;
type Judge = Pick<NetworkClient, 'classify'>;

/** What an evaluation needs of the browser; fakes in tests. */
export interface EvaluationTools {
  readonly startReader: () => Reader;
  readonly startNetwork: () => Judge & Pick<NetworkClient, 'load' | 'dispose'>;
  /** The card of the model that the network loads: the site's own file, and what does not fit it is refused there. */
  readonly fetchCard: () => Promise<CardFacts>;
  /** Recordings that are read at a time. */
  readonly readers: number;
}

/** Reading a clip takes up to twice as long as judging it; more readers would wait for the network. */
const MAX_READERS = 4;

/** The browser's tools, workers and a network of the evaluation's own: nothing else on the page waits for it. */
export function createEvaluationTools(backend: BackendChoice): EvaluationTools {
  return {
    startReader: createBrowserFeaturesClient,
    startNetwork: () =>
      createBrowserNetworkClient({ modelFolderUrl: new URL('model/', document.baseURI).href, backend }),
    fetchCard: async () => (await fetchModelCard()) as CardFacts,
    readers: Math.min(MAX_READERS, Math.max(2, navigator.hardwareConcurrency)),
  };
}

/** Makes an evaluator without a folder. */
export function createFolderEvaluator(tools: EvaluationTools): FolderEvaluator {
  const store = createStore<EvaluationState>(() => ({ phase: 'idle' }));
  let controller = new AbortController();
  let card: CardFacts | null = null;
  /** Concludes what was heard so far; `null` when nothing was. */
  let conclude: () => Extract<EvaluationState, { readonly phase: 'done' }> | null = () => null;

  const supersede = (): AbortSignal => {
    controller.abort();
    controller = new AbortController();
    conclude = () => null;
    return controller.signal;
  };

  const judge = async (plan: EvaluationPlan, clips: readonly PlannedClip[], facts: CardFacts): Promise<void> => {
    const signal = supersede();
    const show = (progress: EvaluationProgress): void => {
      if (!signal.aborted) store.setState({ phase: 'judging', plan, progress }, true);
    };
    const judging = new FolderJudging(clips, tools, signal, show);
    conclude = () => {
      const run = judging.describe();
      if (run === null) return null;
      return { phase: 'done', plan, evaluation: concludeEvaluation(clips, plan.skipped, run, facts), error: null };
    };
    try {
      await judging.run();
      const judged = signal.aborted ? null : conclude();
      if (judged !== null) store.setState(judged, true);
    } catch (thrown) {
      if (signal.aborted) return;
      const error = toPlainError(thrown);
      const judged = conclude();
      store.setState(judged === null ? { phase: 'failed', error, plan } : { ...judged, error }, true);
    }
  };

  return {
    store,
    async choose(files) {
      const signal = supersede();
      store.setState({ phase: 'planning' }, true);
      try {
        card ??= await tools.fetchCard();
        if (!signal.aborted) store.setState({ phase: 'planned', plan: planEvaluation(files, card) }, true);
      } catch (thrown) {
        if (!signal.aborted) store.setState({ phase: 'failed', error: toPlainError(thrown), plan: null }, true);
      }
    },
    async start(role) {
      const state = store.getState();
      if (!('plan' in state) || state.plan === null || state.phase === 'judging' || card === null) return;
      const clips = state.plan.clips.filter((clip) => role === 'all' || clip.role === role);
      if (clips.length > 0) await judge(state.plan, clips, card);
    },
    cancel() {
      const state = store.getState();
      if (state.phase !== 'judging') return;
      const judged = conclude();
      supersede();
      store.setState(judged ?? { phase: 'planned', plan: state.plan }, true);
    },
    clear() {
      supersede();
      store.setState({ phase: 'idle' }, true);
    },
  };
}

/** The recordings of a folder on their way through readers and network; `run` is called once. */
class FolderJudging {
  readonly #clips: readonly PlannedClip[];
  readonly #tools: EvaluationTools;
  readonly #show: (progress: EvaluationProgress) => void;
  /** Aborted from outside, and by a failure that no recording is to blame for. */
  readonly #controller = new AbortController();
  readonly #outcomes: (ClipOutcome | undefined)[];
  readonly #pace = new Pace();
  #next = 0;
  #done = 0;
  #skipped = 0;
  #startedAtMs = 0;
  #endedAtMs: number | null = null;
  #decision: (BackendDecision & { readonly model: ModelFacts }) | null = null;

  constructor(
    clips: readonly PlannedClip[],
    tools: EvaluationTools,
    signal: AbortSignal,
    show: (progress: EvaluationProgress) => void,
  ) {
    this.#clips = clips;
    this.#tools = tools;
    this.#show = show;
    this.#outcomes = clips.map(() => undefined);
    signal.addEventListener('abort', () => {
      this.#controller.abort(signal.reason);
    });
  }

  /**
   * Judges all clips. A clip that cannot be read or judged stops no other.
   * @throws the signal's reason; UndertoneError as the network's calls
   */
  async run(): Promise<void> {
    const { startReader, startNetwork, readers: atOnce } = this.#tools;
    const network = startNetwork();
    const readers = Array.from({ length: Math.min(atOnce, this.#clips.length) }, startReader);
    const { signal } = this.#controller;
    try {
      const ready = await network.load((share) => {
        if (this.#pace.isDue(performance.now())) this.#tell(share);
      });
      signal.throwIfAborted();
      this.#decision = ready;
      this.#startedAtMs = performance.now();
      this.#tell(1);
      const inTurn = this.#takeTurns(network);
      await Promise.all(readers.map((reader) => this.#judgeAll(reader, inTurn)));
      signal.throwIfAborted();
    } finally {
      this.#endedAtMs = performance.now();
      for (const reader of readers) reader.dispose();
      network.dispose();
    }
  }

  /** What was heard so far, `null` before the first clip. */
  describe(): EvaluationRun | null {
    if (this.#decision === null || this.#done === 0) return null;
    const elapsedSec = ((this.#endedAtMs ?? performance.now()) - this.#startedAtMs) / 1000;
    return { ...this.#decision, elapsedSec, outcomes: this.#outcomes.slice() };
  }

  /** The network, one classification after the other; its failure ends the evaluation. */
  #takeTurns(network: Judge): Judge {
    const turns = new PQueue({ concurrency: 1 });
    return {
      classify: (windows, options) =>
        turns.add(async () => {
          try {
            return await network.classify(windows, options);
          } catch (thrown) {
            this.#controller.abort(thrown);
            throw thrown;
          }
        }),
    };
  }

  async #judgeAll(reader: Reader, network: Judge): Promise<void> {
    const isOver = (): boolean => this.#controller.signal.aborted;
    for (;;) {
      const index = this.#next++;
      const clip = this.#clips[index];
      if (clip === undefined || isOver()) return;
      try {
        this.#keep(index, await this.#judgeClip(clip.file, reader, network));
      } catch (thrown) {
        if (isOver()) return;
        this.#keep(index, { error: toPlainError(thrown) });
      }
    }
  }

  async #judgeClip(file: File, reader: Reader, network: Judge): Promise<ClipOutcome> {
    const { signal } = this.#controller;
    const { windows, durationSec, fingerprint } = await reader.scan(file, signal);
    const timeline: Prediction[] = [];
    const decision = await judgeWindows(
      { features: reader, network },
      {
        file,
        spans: windows,
        signal,
        onJudged: (index, probabilities) => {
          const span = windows[index];
          if (span !== undefined) timeline[index] = { startSec: span.startSec, endSec: span.endSec, probabilities };
        },
      },
    );
    if (this.#decision !== null) this.#decision = { ...this.#decision, ...decision };
    return { ...summarise(timeline), windows: windows.length, durationSec, fingerprint };
  }

  #keep(index: number, outcome: ClipOutcome): void {
    this.#outcomes[index] = outcome;
    this.#done++;
    if ('error' in outcome) this.#skipped++;
    if (this.#pace.isDue(performance.now())) this.#tell(1);
  }

  #tell(modelShare: number): void {
    const total = this.#clips.length;
    const elapsedMs = performance.now() - this.#startedAtMs;
    const timeLeftSec = this.#done === 0 ? null : estimateTimeLeftSec(elapsedMs, this.#done / total);
    this.#show({ modelShare, done: this.#done, total, skipped: this.#skipped, timeLeftSec });
  }
}
