/** The results that this browser keeps, until the visitor deletes them. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { FEATURE_CONFIG } from '../contract/features';
import type { Analysis } from '../contract/prediction';
import { createHistoryDatabase, type HistoryDatabase } from './history-database';
import { StorageError, type HistoryEntry, type KeptResult, type StorageProblem } from './history-entry';

/** What the page knows of the kept results. */
export interface HistoryState {
  readonly status: 'opening' | 'ready' | 'unavailable';
  /** What went wrong last, until something goes well again. */
  readonly problem: StorageProblem | null;
  /** The newest first. */
  readonly entries: readonly HistoryEntry[];
  /** Whether recordings are kept with their results; off until the visitor asks for it. */
  readonly keepsAudio: boolean;
  /** The entry deleted last, which can still be had back. */
  readonly removed: HistoryEntry | null;
}

/** Keeps results and gives them back. No method rejects: what goes wrong is in the state. */
export interface History {
  readonly store: StoreApi<HistoryState>;
  /** Reads the list anew: another tab may have changed it. */
  readonly refresh: () => Promise<void>;
  /** Keeps a result, with its recording where the visitor wants that and there is room. */
  readonly keep: (analysis: Analysis, audio: Blob) => Promise<void>;
  /** A result as a whole, `null` when it is not there. */
  readonly read: (id: number) => Promise<KeptResult | null>;
  readonly remove: (id: number) => Promise<void>;
  /** Takes the last `remove` back. */
  readonly undoRemove: () => Promise<void>;
  readonly removeAll: () => Promise<void>;
  /** Decides for results to come; recordings that are kept stay until they are deleted. */
  readonly setKeepsAudio: (keepsAudio: boolean) => Promise<void>;
}

/** Opens the history; the state says when it is there. */
export function createHistory(database: HistoryDatabase = createHistoryDatabase()): History {
  const store = createStore<HistoryState>(() => ({
    status: 'opening',
    problem: null,
    entries: [],
    keepsAudio: false,
    removed: null,
  }));
  let removedResult: KeptResult | null = null;
  /** How often the visitor decided about recordings: what was read before the last time is out of date. */
  let decisions = 0;

  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result | null> => {
    try {
      const result = await work();
      store.setState({ problem: null });
      return result;
    } catch (thrown) {
      if (!(thrown instanceof StorageError)) throw thrown;
      store.setState({ problem: thrown.problem });
      return null;
    }
  };

  const refresh = async (): Promise<void> => {
    const decisionsBefore = decisions;
    const read = await attempt(() => Promise.all([database.list(), database.readKeepsAudio()]));
    if (read === null) {
      store.setState({ status: 'unavailable' });
      return;
    }
    const [entries, keepsAudio] = read;
    store.setState({ status: 'ready', entries, ...(decisions === decisionsBefore && { keepsAudio }) });
  };

  const addEntry = (entry: HistoryEntry): void => {
    store.setState(({ entries }) => ({ entries: [entry, ...entries] }));
  };

  const opening = refresh();

  return {
    store,
    refresh,
    async keep(analysis, audio) {
      await opening;
      const { status, keepsAudio } = store.getState();
      if (status === 'unavailable') return;
      const keepWith = (kept: Blob | null): Promise<void> =>
        database.add({ entry: describe(analysis, kept), analysis, audio: kept }).then(addEntry);
      await attempt(() => keepWith(keepsAudio ? audio : null));
      if (store.getState().problem !== 'full' || !keepsAudio) return;
      // No room for the recording; the result itself is small. That the recording is missing stays said.
      await attempt(() => keepWith(null));
      store.setState({ problem: 'full' });
    },
    async read(id) {
      await opening;
      return attempt(() => database.read(id));
    },
    async remove(id) {
      await attempt(async () => {
        const result = await database.read(id);
        await database.remove(id);
        removedResult = result;
        store.setState(({ entries }) => ({
          entries: entries.filter((entry) => entry.id !== id),
          removed: result?.entry ?? null,
        }));
      });
    },
    async undoRemove() {
      const result = removedResult;
      if (result === null) return;
      await attempt(async () => {
        await database.restore(result);
        removedResult = null;
        store.setState(({ entries }) => ({
          entries: [...entries, result.entry].sort((one, other) => other.id - one.id),
          removed: null,
        }));
      });
    },
    async removeAll() {
      await attempt(async () => {
        await database.removeAll();
        removedResult = null;
        store.setState({ entries: [], removed: null });
      });
    },
    async setKeepsAudio(keepsAudio) {
      // Shown at once: a switch that waits for the disk looks as if it had refused.
      const before = store.getState().keepsAudio;
      const decision = ++decisions;
      store.setState({ keepsAudio });
      const written = await attempt(() => database.writeKeepsAudio(keepsAudio).then(() => true));
      if (written === null && decision === decisions) store.setState({ keepsAudio: before });
    },
  };
}

function describe(analysis: Analysis, audio: Blob | null): Omit<HistoryEntry, 'id'> {
  const confidence = Math.max(...analysis.probabilities);
  return {
    keptAtMs: Date.now(),
    fileName: analysis.fileName,
    durationSec: analysis.durationSec,
    emotion: analysis.emotion,
    confidence,
    uncertain: confidence < analysis.model.uncertainBelow,
    partial: analysis.timeline.length < analysis.totalWindows,
    featureRevision: FEATURE_CONFIG.revision,
    audioBytes: audio?.size ?? null,
  };
}
