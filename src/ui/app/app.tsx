import { Suspense, lazy, useCallback, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { Recognizer } from '../../recognition/recognizer';
import type { VoiceCapture } from '../../recognition/voice-capture';
import { CapturePanel } from '../capture/capture-panel';
import { isMicrophoneInUse } from '../capture/recorder-words';
import { EmotionLegend } from '../emotions/emotion-legend';
import { FailurePanel } from '../failure/failure-panel';
import { LivePanel } from '../live/live-panel';
import { toHash } from '../navigation/route';
import { announceState, isWorking } from '../progress/phase-texts';
import { ProgressPanel } from '../progress/progress-panel';
import { SamplePicker } from '../samples/sample-picker';
import { ChunkBoundary } from './chunk-boundary';
import { HowItWorks } from './how-it-works';
import { useKeptResult } from './use-kept-result';
import './app.css';

// The charts are most of the page's code and nobody needs them before a result.
const loadResultView = () => import('../result/result-view');
const ResultView = lazy(async () => ({ default: (await loadResultView()).ResultView }));

/** The first screen, from recording to result, driven by the recognizer's store. */
export function App({ recognizer, voice }: { readonly recognizer: Recognizer; readonly voice: VoiceCapture }) {
  const state = useStore(recognizer.store);
  const { result, isPresent, clear } = useKeptResult(state);
  const working = isWorking(state);
  const { recorder } = voice;
  const microphoneInUse = useStore(recorder.store, isMicrophoneInUse);

  const analyse = useCallback(
    (file: File) => {
      // It replaces whatever is under way.
      recorder.leave();
      void recognizer.analyse(file);
    },
    [recognizer, recorder],
  );
  const main = useRef<HTMLElement>(null);
  // Cancel, Dismiss and Clear remove the button that had the focus; without a place to go it would fall to the top.
  const keepFocus = useCallback(() => main.current?.focus({ preventScroll: true }), []);
  const clearResult = useCallback(() => {
    if (recognizer.store.getState().phase === 'done') recognizer.cancel();
    keepFocus();
    clear();
  }, [recognizer, keepFocus, clear]);
  const selection = state.phase === 'done' ? state.selection : null;
  const isAtHand = state.phase === 'done' && isPresent;
  const tools = useMemo(
    () =>
      isAtHand
        ? {
            selection,
            analyseSpan: recognizer.analyseSpan,
            clearSpan: recognizer.clearSpan,
            drawSpan: recognizer.drawSpan,
          }
        : null,
    [isAtHand, selection, recognizer],
  );
  const cancel = (): void => {
    recognizer.cancel();
    keepFocus();
  };

  useEffect(() => {
    // Fetched while the model is at work. A failure here shows itself when the result needs the chunk.
    if (working || microphoneInUse) loadResultView().catch(() => undefined);
  }, [working, microphoneInUse]);

  return (
    <main className="page" ref={main} tabIndex={-1}>
      <p className="visually-hidden" role="status">
        {announceState(state)}
      </p>
      <CapturePanel
        voice={voice}
        compact={result !== null || working || state.phase === 'failed'}
        onFile={analyse}
        onRecord={recognizer.cancel}
        onLeave={keepFocus}
      />
      <LivePanel store={voice.live.store} />
      {working && <ProgressPanel state={state} onCancel={cancel} />}
      {state.phase === 'failed' && (
        <FailurePanel failure={state} keeps={isPresent ? 'part' : result ? 'earlier' : 'nothing'} onDismiss={cancel} />
      )}
      {result ? (
        <ChunkBoundary>
          <Suspense fallback={<p className="panel">Drawing the result…</p>}>
            <ResultView
              analysis={result.analysis}
              audio={result.audio}
              earlier={!isPresent}
              tools={tools}
              compareHref={toHash({ page: 'compare', id: null })}
              onClear={clearResult}
            />
          </Suspense>
        </ChunkBoundary>
      ) : (
        <>
          <SamplePicker onFile={analyse} />
          <EmotionLegend />
          <HowItWorks />
        </>
      )}
    </main>
  );
}
