import { useStore } from 'zustand';
import type { BatchQueue } from '../../recognition/batch-queue';
import type { BatchItem } from '../../recognition/batch-state';
import type { ExportedResult } from '../../export/exported-result';
import type { CollectedFiles } from '../capture/collect-files';
import { FilePickers } from '../capture/file-pickers';
import { ExportMenu, loadExports } from '../export/export-menu';
import { focusScreenHeading, ScreenHeading } from '../navigation/screen-heading';
import { toHash } from '../navigation/route';
import { ResultView } from '../result/result-view';
import { BatchTable } from './batch-table';
import { announceCounts, countItems, describeCounts } from './batch-words';
import './batch.css';

/** The screen of many files: what is to be done, what was heard, and one of the results when it is open. */
export function FilesScreen({
  queue,
  openId,
  leftOut,
  onFiles,
}: {
  readonly queue: BatchQueue;
  /** The file whose result is open, `null` for the list. */
  readonly openId: number | null;
  /** Files of the last folder that hold no sound. */
  readonly leftOut: number;
  readonly onFiles: (collected: CollectedFiles) => void;
}) {
  const items = useStore(queue.store, (state) => state.items);
  const open = items.find(({ id }) => id === openId);
  if (openId !== null) return <OpenFile item={open} />;
  const counts = countItems(items);
  return (
    <>
      <ScreenHeading>Many files</ScreenHeading>
      <p className="visually-hidden" role="status">
        {announceCounts(counts)}
      </p>
      <FilePickers label="Add files" onFiles={onFiles}>
        {items.length === 0 && (
          <p>
            Drop files or whole folders anywhere on this page, or choose them. They are heard one after the other, on
            this device; a bad file does not stop the rest. Where their names say which emotion they are,{' '}
            <a href={toHash({ page: 'evaluate' })}>evaluate the model on them</a>.
          </p>
        )}
      </FilePickers>
      {leftOut > 0 && (
        <p className="batch-note" role="status">
          {leftOut === 1 ? 'One file was left out: it holds' : `${leftOut} files were left out: they hold`} no sound by{' '}
          {leftOut === 1 ? 'its name' : 'their names'}, or could not be read.
        </p>
      )}
      {items.length > 0 && (
        <section className="panel batch-list" aria-label="The list">
          <div className="screen-head">
            <p className="batch-counts" data-testid="batch-counts">
              {describeCounts(counts)}
            </p>
            <div className="batch-actions">
              {counts.pending > 0 && (
                <button
                  type="button"
                  className="button button-small"
                  onClick={() => {
                    focusScreenHeading();
                    queue.cancelAll();
                  }}
                >
                  Cancel all
                </button>
              )}
              {counts.failed + counts.cancelled > 0 && (
                <button
                  type="button"
                  className="button button-small"
                  onClick={() => {
                    focusScreenHeading();
                    queue.retryAll();
                  }}
                >
                  Try failed ones again
                </button>
              )}
              <button
                type="button"
                className="button button-small"
                onClick={() => {
                  focusScreenHeading();
                  queue.clear();
                }}
              >
                Empty the list
              </button>
            </div>
          </div>
          {counts.pending > 0 && (
            <progress aria-label="Files done" max={counts.total} value={counts.total - counts.pending} />
          )}
          <BatchTable items={items} queue={queue} />
          {counts.done > 0 && <ListExports items={items} />}
        </section>
      )}
    </>
  );
}

function ListExports({ items }: { readonly items: readonly BatchItem[] }) {
  return (
    <ExportMenu
      makeTable={async (kind) => {
        const { EXPORT_ENDINGS, toExported, writeResults } = await loadExports();
        const results = items.flatMap(({ path, state }): ExportedResult[] => {
          if (state.status === 'done') return [toExported({ ...state.analysis, fileName: path })];
          return state.status === 'failed' ? [{ fileName: path, error: state.error }] : [];
        });
        return { fileName: `undertone${EXPORT_ENDINGS[kind]}`, content: writeResults(results, kind) };
      }}
    />
  );
}

function OpenFile({ item }: { readonly item: BatchItem | undefined }) {
  return (
    <>
      <div className="screen-head">
        <ScreenHeading>{item?.path ?? 'This file is not in the list any more'}</ScreenHeading>
        <a href={toHash({ page: 'files', id: null })}>Back to all files</a>
      </div>
      {item?.state.status === 'done' ? (
        <ResultView analysis={item.state.analysis} audio={item.file} />
      ) : (
        item && <p className="panel">There is no result for it yet.</p>
      )}
    </>
  );
}
