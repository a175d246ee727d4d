import { useEffect, useMemo, useState, type RefObject } from 'react';
import { useStore } from 'zustand';
import type { Analysis } from '../../contract/prediction';
import { createWindowExplainer, type ExplainerTools } from '../../explain/window-explainer';
import { ERROR_TEXTS } from '../error-texts';
import { findTellingWindow, findWindowAt, nameWindow } from './choose-window';
import { DecisionSection } from './decision-section';
import { SamplingSection } from './sampling-section';

/** One window of a result, looked into; fetched only when somebody wants to. */
export function ListenedView({
  tools,
  analysis,
  audio,
  momentSec,
}: {
  readonly tools: ExplainerTools;
  readonly analysis: Analysis;
  readonly audio: Blob;
  readonly momentSec: RefObject<number>;
}) {
  const { timeline } = analysis;
  const explainer = useMemo(() => createWindowExplainer(tools), [tools]);
  const [index, setIndex] = useState(() => findTellingWindow(analysis));
  const state = useStore(explainer.store);
  const span = timeline[index];

  useEffect(() => {
    if (span) void explainer.open(audio, span);
  }, [explainer, audio, span]);
  useEffect(
    () => () => {
      explainer.dispose();
    },
    [explainer],
  );

  return (
    <>
      <div className="listened-choice">
        <label>
          Window{' '}
          <select
            value={index}
            onChange={({ target }) => {
              setIndex(Number(target.value));
            }}
          >
            {timeline.map((window, place) => (
              <option key={window.startSec} value={place}>
                {nameWindow(window)}
              </option>
            ))}
          </select>
        </label>
        {timeline.length > 1 && (
          <button
            type="button"
            className="button button-small"
            onClick={() => {
              setIndex(findWindowAt(timeline, momentSec.current));
            }}
          >
            At the player’s moment
          </button>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {state.status === 'opening' && 'The window is being opened.'}
        {state.status === 'open' && 'The window is open.'}
      </p>
      {state.status === 'opening' && <p>Reading the window and starting the network…</p>}
      {state.status === 'failed' && (
        <div role="alert">
          <p>
            <strong>{ERROR_TEXTS[state.error.code].title}</strong> {ERROR_TEXTS[state.error.code].advice}
          </p>
          <button type="button" className="button button-small" onClick={() => void explainer.open(audio, state.span)}>
            Try again
          </button>
        </div>
      )}
      {state.status === 'open' && (
        <>
          {state.window.model.version !== analysis.model.version && (
            <p className="listened-note">
              This recording was judged by an earlier model ({analysis.model.version}). What follows is of the present
              one ({state.window.model.version}).
            </p>
          )}
          <div className="listened-parts" data-start-sec={state.window.span.startSec}>
            {/* Another window begins with another choice of layer and place. */}
            <SamplingSection key={`sampling ${state.window.span.startSec}`} window={state.window} />
            <DecisionSection
              key={`decision ${state.window.span.startSec}`}
              window={state.window}
              mapping={state.mapping}
              onMap={() => void explainer.map()}
              onCancel={explainer.cancelMap}
            />
          </div>
        </>
      )}
    </>
  );
}
