/**
 * Many files, one after the other: each becomes a result or says why not, and none stops the rest. The order of work is
 * p-queue's; this file alone knows it.
 */
import PQueue from 'p-queue';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toPlainError } from '../contract/errors';
import { isPending, type BatchFile, type BatchItemState, type BatchState } from './batch-state';
import type { RecognitionState } from './recognition-state';
import type { RecognizerTools } from './recognizer-tools';
import { RecordingAnalysis } from './recording-analysis';

/** A list of files that is worked through. */
export interface BatchQueue {
  readonly store: StoreApi<BatchState>;
  /** Puts files at the end of the list; the work begins at once. */
  readonly add: (files: readonly BatchFile[]) => void;
  /** Takes the work on a file back, whether it waits or is under way; what is done stays done. */
  readonly cancel: (id: number) => void;
  readonly cancelAll: () => void;
  /** Tries a file once more that failed or was cancelled. */
  readonly retry: (id: number) => void;
  readonly retryAll: () => void;
  /** Empties the list and ends all work on it. */
  readonly clear: () => void;
}

/**
 * Makes an empty list.
 *
 * @param startTools workers and a network of its own, so that a recording from the start screen need not wait; started
 *   with the first file, ended when nothing is left to do
 */
export function createBatchQueue(startTools: () => RecognizerTools): BatchQueue {
  const store = createStore<BatchState>(() => ({ items: [] }));
  // One at a time: reading and judging one file keep two processors busy.
  const queue = new PQueue({ concurrency: 1 });
  const controllers = new Map<number, AbortController>();
  let tools: RecognizerTools | null = null;
  let nextId = 1;

  queue.on('idle', () => {
    tools?.features.dispose();
    tools?.network.dispose();
    tools = null;
  });

  const show = (id: number, state: BatchItemState): void => {
    store.setState(({ items }) => ({ items: items.map((item) => (item.id === id ? { ...item, state } : item)) }));
  };

  const work = async (id: number, file: File, signal: AbortSignal): Promise<void> => {
    const isCancelled = (): boolean => signal.aborted;
    if (isCancelled()) return;
    try {
      show(id, { status: 'reading', share: null });
      tools ??= startTools();
      const analysis = await new RecordingAnalysis(file, tools).run(signal, (state) => {
        const shown = describeWork(state);
        if (shown !== null && !isCancelled()) show(id, shown);
      });
      signal.throwIfAborted();
      show(id, { status: 'done', analysis });
    } catch (thrown) {
      if (!isCancelled()) show(id, { status: 'failed', error: toPlainError(thrown) });
    } finally {
      if (controllers.get(id)?.signal === signal) controllers.delete(id);
    }
  };

  const enqueue = (id: number, file: File): void => {
    const controller = new AbortController();
    controllers.set(id, controller);
    void queue.add(() => work(id, file, controller.signal));
  };

  const cancel = (ids: ReadonlySet<number>): void => {
    for (const id of ids) {
      controllers.get(id)?.abort();
      controllers.delete(id);
    }
    store.setState(({ items }) => ({
      items: items.map((item) =>
        ids.has(item.id) && isPending(item.state) ? { ...item, state: { status: 'cancelled' } } : item,
      ),
    }));
  };

  const retry = (mayRetry: (id: number) => boolean): void => {
    const stopped = store
      .getState()
      .items.filter(({ id, state }) => (state.status === 'failed' || state.status === 'cancelled') && mayRetry(id));
    for (const { id, file } of stopped) {
      show(id, { status: 'waiting' });
      enqueue(id, file);
    }
  };

  const listIds = (): ReadonlySet<number> => new Set(store.getState().items.map(({ id }) => id));

  return {
    store,
    add(files) {
      const added = files.map(({ file, path }) => ({
        id: nextId++,
        file,
        path,
        state: { status: 'waiting' } as const,
      }));
      store.setState(({ items }) => ({ items: [...items, ...added] }));
      for (const { id, file } of added) enqueue(id, file);
    },
    cancel(id) {
      cancel(new Set([id]));
    },
    cancelAll() {
      cancel(listIds());
    },
    retry(id) {
      retry((other) => other === id);
    },
    retryAll() {
      retry(() => true);
    },
    clear() {
      cancel(listIds());
      store.setState({ items: [] });
    },
  };
}

/** The states of work of an analysis as the list shows them. */
function describeWork(state: RecognitionState): BatchItemState | null {
  switch (state.phase) {
    case 'decoding':
      return { status: 'reading', share: state.totalSec === null ? null : Math.min(1, state.doneSec / state.totalSec) };
    case 'extracting-features':
      return { status: 'reading', share: state.share };
    case 'loading-model':
      return { status: 'analysing', share: 0 };
    case 'inferring':
      return { status: 'analysing', share: state.done / state.total };
    default:
      return null;
  }
}
