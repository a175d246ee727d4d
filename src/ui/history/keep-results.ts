import type { Analysis } from '../../contract/prediction';
import type { BatchQueue } from '../../recognition/batch-queue';
import type { Recognizer } from '../../recognition/recognizer';
import type { History } from '../../storage/history';

/** Has every result kept, once each, from wherever it came. */
export function keepResults(history: History, recognizer: Recognizer, batch: BatchQueue): void {
  const kept = new WeakSet<Analysis>();
  const keep = (analysis: Analysis, audio: Blob): void => {
    if (kept.has(analysis)) return;
    kept.add(analysis);
    void history.keep(analysis, audio);
  };
  recognizer.store.subscribe((state) => {
    if (state.phase === 'done') keep(state.analysis, state.audio);
  });
  batch.store.subscribe(({ items }) => {
    for (const { file, state } of items) if (state.status === 'done') keep(state.analysis, file);
  });
}
