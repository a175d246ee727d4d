import { Suspense, lazy, useCallback, useState } from 'react';
import type { AppUpdates } from '../../offline/app-updates';
import type { BatchQueue } from '../../recognition/batch-queue';
import type { FolderEvaluator } from '../../recognition/evaluate-folder';
import type { Recognizer } from '../../recognition/recognizer';
import type { VoiceCapture } from '../../recognition/voice-capture';
import type { History } from '../../storage/history';
import { RecordingNotice } from '../capture/recording-notice';
import { collectDropped, findOnlyFile, type CollectedFiles, type DroppedThing } from '../capture/collect-files';
import { usePageDrop } from '../capture/use-page-drop';
import type { Route } from '../navigation/route';
import { navigate, useRoute } from '../navigation/use-route';
import { UpdateNotice } from '../update/update-notice';
import { App } from './app';
import { ChunkBoundary } from './chunk-boundary';
import { PageFooter } from './page-footer';
import { PageHeader } from './page-header';

const FilesScreen = lazy(async () => ({ default: (await import('../batch/files-screen')).FilesScreen }));
const CompareScreen = lazy(async () => ({ default: (await import('../compare/compare-screen')).CompareScreen }));
const EvaluateScreen = lazy(async () => ({ default: (await import('../evaluate/evaluate-screen')).EvaluateScreen }));
const HistoryScreen = lazy(async () => ({ default: (await import('../history/history-screen')).HistoryScreen }));
const ModelScreen = lazy(async () => ({ default: (await import('../model/model-screen')).ModelScreen }));

/** Everything that lives as long as the page. */
export interface PageParts {
  readonly recognizer: Recognizer;
  readonly voice: VoiceCapture;
  readonly batch: BatchQueue;
  readonly history: History;
  /** The evaluator of folders, whose code is fetched when it is first wanted; always the same one. */
  readonly openEvaluator: () => Promise<FolderEvaluator>;
  /** `null` where the page is not kept for offline use. */
  readonly updates: AppUpdates | null;
}

/**
 * The frame around the screens. A file that is dropped goes to the first of them, several or a folder to the list; where
 * recordings are compared or a folder is evaluated, they are for that.
 */
export function Shell({ recognizer, voice, batch, history, openEvaluator, updates }: PageParts) {
  const route = useRoute();
  const [leftOut, setLeftOut] = useState(0);
  const addFiles = useCallback(
    (collected: CollectedFiles) => {
      setLeftOut(collected.leftOut);
      batch.add(collected.files);
      navigate({ page: 'files', id: null });
    },
    [batch],
  );
  const [compared, setCompared] = useState<readonly number[]>([]);
  const compareFiles = useCallback(
    ({ files }: CollectedFiles) => {
      if (files.length === 0) return;
      batch.add(files);
      setCompared(
        batch.store
          .getState()
          .items.slice(-files.length)
          .map(({ id }) => id),
      );
    },
    [batch],
  );
  const { page } = route;
  const take = useCallback(
    (things: readonly DroppedThing[]) => {
      if (things.length === 0) return;
      if (page === 'evaluate') {
        void Promise.all([openEvaluator(), collectDropped(things)]).then(([evaluator, { files }]) =>
          evaluator.choose(files),
        );
        return;
      }
      const file = findOnlyFile(things);
      if (file !== null && page !== 'files' && page !== 'compare') {
        navigate({ page: 'start' });
        voice.recorder.leave();
        void recognizer.analyse(file);
      } else {
        void collectDropped(things).then(page === 'compare' ? compareFiles : addFiles);
      }
    },
    [page, recognizer, voice, addFiles, compareFiles, openEvaluator],
  );
  const filesHover = usePageDrop(take);
  return (
    <>
      <PageHeader route={route} />
      <RecordingNotice recorder={voice.recorder} isElsewhere={route.page !== 'start'} />
      {route.page === 'start' ? (
        <App recognizer={recognizer} voice={voice} />
      ) : (
        <main className="page" key={describeScreen(route)}>
          <ChunkBoundary>
            <Suspense fallback={<p className="panel">Opening…</p>}>
              {route.page === 'files' && (
                <FilesScreen queue={batch} openId={route.id} leftOut={leftOut} onFiles={addFiles} />
              )}
              {route.page === 'history' && <HistoryScreen history={history} openId={route.id} />}
              {route.page === 'compare' && (
                <CompareScreen
                  sources={{ recognizer, batch, history }}
                  keptId={route.id}
                  fileIds={compared}
                  onFiles={compareFiles}
                />
              )}
              {route.page === 'evaluate' && <EvaluateScreen opening={openEvaluator()} />}
              {route.page === 'model' && <ModelScreen section={route.section} />}
            </Suspense>
          </ChunkBoundary>
        </main>
      )}
      <PageFooter updates={updates} />
      {updates && <UpdateNotice updates={updates} />}
      {filesHover && <div className="drop-veil">Let go to analyse</div>}
    </>
  );
}

/** Another screen is another heading, which takes the focus; the sections of one are all there. */
function describeScreen(route: Exclude<Route, { readonly page: 'start' }>): string {
  return 'id' in route ? `${route.page} ${route.id}` : route.page;
}
