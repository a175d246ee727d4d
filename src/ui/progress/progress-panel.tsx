import { PartialTimeline } from './partial-timeline';
import { WORK_STEPS, describeTimeLeft, describeWork, measureWork, type WorkingState } from './phase-texts';
import './progress.css';

/** Of fewer, the result is there before anybody could read a timeline. */
const FEWEST_WINDOWS = 16;

/** The steps of the analysis under way, how far it is, and the way out. */
export function ProgressPanel({ state, onCancel }: { readonly state: WorkingState; readonly onCancel: () => void }) {
  const share = measureWork(state);
  const current = WORK_STEPS.findIndex(({ phase }) => phase === state.phase);
  const description = describeWork(state);
  return (
    <section className="panel progress-panel" aria-labelledby="progress-heading" data-phase={state.phase}>
      <div className="progress-panel-head">
        <h2 id="progress-heading" className="file-name">
          {state.fileName}
        </h2>
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
      <p className="progress-text">
        <span>{description}</span>
        <span>{describeTimeLeft(state)}</span>
      </p>
      <progress aria-label={description} max={1} {...(share === null ? {} : { value: share })} />
      <ol className="progress-steps">
        {WORK_STEPS.map(({ phase, name }, index) => (
          <li
            key={phase}
            data-status={index < current ? 'over' : index === current ? 'now' : 'ahead'}
            aria-current={index === current ? 'step' : undefined}
          >
            {name}
          </li>
        ))}
      </ol>
      {state.phase === 'inferring' && state.total >= FEWEST_WINDOWS && <PartialTimeline partial={state.partial} />}
    </section>
  );
}
