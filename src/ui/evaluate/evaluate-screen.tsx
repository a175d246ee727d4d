import { use } from 'react';
import { useStore } from 'zustand';
import type { FolderEvaluator } from '../../recognition/evaluate-folder';
import type { EvaluationState } from '../../recognition/evaluation-state';
import { KNOWN_LAYOUTS } from '../../recognition/plan-evaluation';
import type { CollectedFiles } from '../capture/collect-files';
import { FilePickers } from '../capture/file-pickers';
import { ERROR_TEXTS } from '../error-texts';
import { focusScreenHeading, ScreenHeading } from '../navigation/screen-heading';
import { EvaluationPanel } from './evaluation-panel';
import { announceEvaluation, describeProgress } from './evaluation-words';
import { PlanPanel, RoleChoices } from './plan-panel';
import '../progress/progress.css';
import './evaluate.css';

/** The screen that judges a folder of labelled recordings: what there is to judge, how far it is, the report. */
export function EvaluateScreen({ opening }: { readonly opening: Promise<FolderEvaluator> }) {
  const evaluator = use(opening);
  const state = useStore(evaluator.store);
  const clear = (): void => {
    focusScreenHeading();
    evaluator.clear();
  };
  return (
    <>
      <div className="screen-head">
        <ScreenHeading>Evaluate here</ScreenHeading>
        {state.phase !== 'idle' && (
          <button type="button" className="button button-small" onClick={clear}>
            Another folder
          </button>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {announceEvaluation(state)}
      </p>
      <Phase state={state} evaluator={evaluator} />
    </>
  );
}

function Phase({ state, evaluator }: { readonly state: EvaluationState; readonly evaluator: FolderEvaluator }) {
  const start: FolderEvaluator['start'] = (role) => {
    // The button that was pressed goes away.
    focusScreenHeading();
    return evaluator.start(role);
  };
  switch (state.phase) {
    case 'idle':
      return <Introduction onFiles={({ files }) => void evaluator.choose(files)} />;
    case 'planning':
      return <p className="panel">Looking at the names…</p>;
    case 'planned':
      return <PlanPanel plan={state.plan} onStart={start} />;
    case 'judging':
      return (
        <section className="panel evaluation-progress" aria-labelledby="evaluation-progress" data-phase="judging">
          <div className="screen-head">
            <h3 id="evaluation-progress">Judging</h3>
            <button
              type="button"
              className="button"
              onClick={() => {
                focusScreenHeading();
                evaluator.cancel();
              }}
            >
              Cancel
            </button>
          </div>
          <p className="progress-text">{describeProgress(state.progress)}</p>
          <progress aria-label="Recordings done" max={state.progress.total} value={state.progress.done} />
        </section>
      );
    case 'done':
      return (
        <>
          <EvaluationPanel evaluation={state.evaluation} error={state.error} />
          <RoleChoices plan={state.plan} isAgain onStart={start} />
        </>
      );
    case 'failed':
      return (
        <>
          <section className="panel evaluation-failure" role="alert" data-error-code={state.error.code}>
            <h3>{ERROR_TEXTS[state.error.code].title}</h3>
            <p>{ERROR_TEXTS[state.error.code].advice}</p>
          </section>
          {state.plan && <PlanPanel plan={state.plan} onStart={start} />}
        </>
      );
  }
}

function Introduction({ onFiles }: { readonly onFiles: (collected: CollectedFiles) => void }) {
  return (
    <FilePickers label="Choose recordings" folders="mostly" onFiles={onFiles}>
      <p>
        Drop a folder of recordings whose names say which emotion they are, or choose it. This browser judges every one
        of them and works out how often the model is right: the report that <code>npm run evaluate</code> writes, on
        your own recordings and your own processor. Nothing is uploaded.
      </p>
      <details className="evaluation-layouts">
        <summary>How files may be named</summary>
        <div className="evaluation-layouts-box" role="region" aria-label="How files may be named, scrolls" tabIndex={0}>
          <pre>{KNOWN_LAYOUTS}</pre>
        </div>
      </details>
    </FilePickers>
  );
}
