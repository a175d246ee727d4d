import { Suspense, lazy, useCallback, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { AppUpdates } from '../../offline/app-updates';
import type { Recognizer } from '../../recognition/recognizer';
import { CapturePanel } from '../capture/capture-panel';
import { usePageDrop } from '../capture/use-page-drop';
import { EmotionLegend } from '../emotions/emotion-legend';
import { FailurePanel } from '../failure/failure-panel';
import { announceState, isWorking } from '../progress/phase-texts';
import { ProgressPanel } from '../progress/progress-panel';
import { OfflineNote } from '../update/offline-note';
import { UpdateNotice } from '../update/update-notice';
import { ChunkBoundary } from './chunk-boundary';
import { HowItWorks } from './how-it-works';
import { PageHeader } from './page-header';
import { useKeptResult } from './use-kept-result';
import './app.css';

// The charts are most of the page's code and nobody needs them before a result.
const loadResultView = () => import('../result/result-view');
const ResultView = lazy(async () => ({ default: (await loadResultView()).ResultView }));

/** The page: one screen from recording to result, driven by the recognizer's store. */
export function App({
  recognizer,
  updates,
}: {
  readonly recognizer: Recognizer;
  /** `null` where the page is not kept for offline use. */
  readonly updates: AppUpdates | null;
}) {
  const state = useStore(recognizer.store);
  const { result, clear } = useKeptResult(state);
  const working = isWorking(state);
  const microphoneInUse = state.phase === 'recording' || state.phase === 'opening-microphone';

  const analyse = useCallback(
    (file: File) => {
      // It replaces whatever is under way.
      void recognizer.analyse(file);
    },
    [recognizer],
  );
  const main = useRef<HTMLElement>(null);
  // Cancel, Dismiss and Clear remove the button that had the focus; without a place to go it would fall to the top.
  const keepFocus = (): void => main.current?.focus({ preventScroll: true });
  const cancel = (): void => {
    recognizer.cancel();
    keepFocus();
  };
  const fileHovers = usePageDrop(analyse);

  useEffect(() => {
    // Fetched while the model is at work. A failure here shows itself when the result needs the chunk.
    if (working || microphoneInUse) loadResultView().catch(() => undefined);
  }, [working, microphoneInUse]);

  return (
    <>
      <PageHeader />
      <main className="page" ref={main} tabIndex={-1}>
        <p className="visually-hidden" role="status">
          {announceState(state)}
        </p>
        <CapturePanel
          state={state}
          compact={result !== null || working || state.phase === 'failed'}
          onFile={analyse}
          onRecord={() => void recognizer.startRecording()}
          onStop={() => void recognizer.stopRecording()}
          onCancel={cancel}
        />
        {working && <ProgressPanel state={state} onCancel={cancel} />}
        {state.phase === 'failed' && <FailurePanel failure={state} keepsResult={result !== null} onDismiss={cancel} />}
        {result ? (
          <ChunkBoundary>
            <Suspense fallback={<p className="panel">Drawing the result…</p>}>
              <ResultView
                analysis={result.analysis}
                audio={result.audio}
                earlier={state !== result}
                onClear={() => {
                  if (state.phase === 'done') recognizer.cancel();
                  keepFocus();
                  clear();
                }}
              />
            </Suspense>
          </ChunkBoundary>
        ) : (
          <>
            <EmotionLegend />
            <HowItWorks />
          </>
        )}
      </main>
      <footer className="page page-footer">
        <p>
          Undertone reads the sound of a voice, not the words, and makes a guess. It can be wrong, more often for
          voices, languages and rooms unlike those it learned from. Do not judge a person by it.
        </p>
        {updates && <OfflineNote updates={updates} />}
        <p>
          <a href="./licences.txt">Licences</a> of Undertone and of the software in it.
        </p>
      </footer>
      {updates && <UpdateNotice updates={updates} />}
      {fileHovers && <div className="drop-veil">Let go to analyse</div>}
    </>
  );
}
