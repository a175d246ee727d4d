/**
 * The live analysis of a recording under way: every half second of sound the last three seconds go through the features
 * worker and the network. There is no queue: while a window is being computed, the next ones are dropped and counted.
 * It never holds up the recording, and its failure does not end it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toPlainError, UndertoneError } from '../contract/errors';
import type { PcmPiece } from '../contract/pcm';
import type { NetworkClient, ReadyModel } from '../workers/network-client';
import type { LiveFeaturesCalls } from '../workers/protocol';
import type { WorkerConnection } from '../workers/worker-connection';
import { createSilenceGate } from './live-silence';
import { createSmoother, judge } from './live-smoothing';
import type { LiveReading, LiveState } from './live-state';
import { extendTimeline } from './live-timeline';
import type { RecordingListener } from './recorder';

/** A listener of recordings; its store says what it hears. */
export interface LiveSession extends RecordingListener {
  readonly store: StoreApi<LiveState>;
}

/** What a session needs; fakes in tests. */
export interface LiveSessionTools {
  readonly connectToFeatures: () => Pick<WorkerConnection<LiveFeaturesCalls>, 'call' | 'dispose'>;
  readonly network: Pick<NetworkClient, 'load' | 'classify'>;
}

/** Seconds of sound between windows. */
const HOP_SEC = 0.5;
/** Sound that may be on its way to the worker before it counts as stuck, in seconds. */
const MAX_UNREAD_SEC = 30;

/** Makes a session that is off; it starts a worker for each recording. */
export function createLiveSession(tools: LiveSessionTools): LiveSession {
  const store = createStore<LiveState>(() => ({ phase: 'off' }));
  let listening: Listening | null = null;
  const end = (): void => {
    listening?.end();
    listening = null;
    store.setState({ phase: 'off' }, true);
  };
  return {
    store,
    begin(sampleRateHz, channelCount) {
      end();
      const begun = new Listening(tools, (state) => {
        if (listening === begun) store.setState(state, true);
      });
      listening = begun;
      begun.begin(sampleRateHz, channelCount);
    },
    push(piece) {
      listening?.push(piece);
    },
    end,
  };
}

/** The analysis of one recording. */
class Listening {
  private readonly features: ReturnType<LiveSessionTools['connectToFeatures']>;
  private readonly network: LiveSessionTools['network'];
  private readonly controller = new AbortController();
  private readonly gate = createSilenceGate();
  private readonly smoother = createSmoother();
  private ready: ReadyModel | null = null;
  private state: Extract<LiveState, { phase: 'listening' }> | null = null;
  private isComputing = false;
  /** Counted in frames: seconds of pieces would not add up to half seconds. */
  private pushedFrames = 0;
  private unreadSec = 0;
  private nextWindowSec = HOP_SEC;

  constructor(
    tools: LiveSessionTools,
    private readonly show: (state: LiveState) => void,
  ) {
    this.features = tools.connectToFeatures();
    this.network = tools.network;
  }

  begin(sampleRateHz: number, channelCount: number): void {
    this.show({ phase: 'loading-model', share: 0 });
    // The worker answers in order, and pieces may follow at once: it is told of the session before them.
    this.features.call('beginLive', { sampleRateHz, channelCount }).catch(this.fail);
    this.network
      .load((share) => {
        if (this.ready === null && !this.controller.signal.aborted) this.show({ phase: 'loading-model', share });
      })
      .then((ready) => {
        this.ready = ready;
        this.update({});
      })
      .catch(this.fail);
  }

  push(piece: PcmPiece): void {
    if (this.controller.signal.aborted) return;
    const frames = piece.channels[0]?.length ?? 0;
    this.pushedFrames += frames;
    const pushedSec = this.pushedFrames / piece.sampleRateHz;
    const durationSec = frames / piece.sampleRateHz;
    this.unreadSec += durationSec;
    if (this.unreadSec > MAX_UNREAD_SEC) {
      this.fail(
        new UndertoneError('worker-died', `Expected the features worker to keep up within ${MAX_UNREAD_SEC} s.`),
      );
      return;
    }
    this.features.call('pushLive', piece, { transfer: piece.channels.map(({ buffer }) => buffer) }).then(() => {
      this.unreadSec -= durationSec;
    }, this.fail);
    if (pushedSec < this.nextWindowSec) return;
    while (this.nextWindowSec <= pushedSec) this.nextWindowSec += HOP_SEC;
    if (this.ready === null) return;
    if (this.isComputing) {
      this.update({ dropped: (this.state?.dropped ?? 0) + 1 });
      return;
    }
    this.isComputing = true;
    this.readWindow(this.ready.model.uncertainBelow)
      .catch(this.fail)
      .finally(() => {
        this.isComputing = false;
      });
  }

  end(): void {
    this.controller.abort();
    this.features.dispose();
  }

  private async readWindow(uncertainBelow: number): Promise<void> {
    const { endSec, levelsDbfs, levelHopSec, features } = await this.features.call('readLive', null);
    if (!this.gate.hears(levelsDbfs, levelHopSec) || features === null) {
      this.smoother.reset();
      this.tell({ endSec, verdict: 'silence', probabilities: null });
      return;
    }
    const { probabilities: rows, backend } = await this.network.classify([features], {
      signal: this.controller.signal,
      onProgress: () => undefined,
    });
    const [row] = rows;
    if (row === undefined) throw new UndertoneError('inference-failed', 'Expected a prediction, got none.');
    const probabilities = this.smoother.add(row, endSec);
    this.update({ backend });
    this.tell({ endSec, verdict: judge(probabilities, uncertainBelow), probabilities });
  }

  private tell(reading: LiveReading): void {
    const timeline = extendTimeline(this.state?.timeline ?? [], reading.verdict, reading.endSec, HOP_SEC);
    this.update({ reading, timeline });
  }

  /** Changes what is shown while listening, from the first moment on. */
  private update(change: Partial<Omit<Extract<LiveState, { phase: 'listening' }>, 'phase'>>): void {
    if (this.controller.signal.aborted) return;
    const { ready } = this;
    if (ready === null) return;
    const { model, backend } = ready;
    this.state = {
      ...(this.state ?? { phase: 'listening', reading: null, timeline: [], dropped: 0, model, backend }),
      ...change,
    };
    this.show(this.state);
  }

  private readonly fail = (thrown: unknown): void => {
    // What the end of the session broke off is no failure.
    if (this.controller.signal.aborted) return;
    this.end();
    this.show({ phase: 'failed', error: toPlainError(thrown) });
  };
}
