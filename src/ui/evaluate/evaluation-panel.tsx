import { useState } from 'react';
import { loadPart, type PlainError } from '../../contract/errors';
import type { FolderEvaluation } from '../../contract/evaluation';
import { countRoles } from '../../recognition/plan-evaluation';
import { ERROR_TEXTS } from '../error-texts';
import { countOf, formatCount } from '../report/figures';
import { ReportView } from '../report/report-view';
import { BACKEND_WORDS } from '../result/run-details';
import { describeCorpora, describeOutcome, describePace, MIXED_ROLES, ROLE_WORDS } from './evaluation-words';
import { SkippedFiles } from './skipped-files';

/** What came of a folder: the figures and what to think of them, the report, what was left out. */
export function EvaluationPanel({
  evaluation,
  error,
}: {
  readonly evaluation: FolderEvaluation;
  /** What ended it before its time. */
  readonly error: PlainError | null;
}) {
  const { recordings, report, skipped, model, backend } = evaluation;
  return (
    <>
      <section
        className="panel evaluation-outcome"
        aria-labelledby="outcome-heading"
        data-testid="evaluation"
        data-backend={backend}
      >
        <h3 id="outcome-heading">{describeOutcome(evaluation)}</h3>
        <Ending evaluation={evaluation} error={error} />
        {recordings.length > 0 && <Cautions evaluation={evaluation} />}
        <dl className="evaluation-facts">
          {[
            ['Recordings', describeCorpora(recordings) || 'none'],
            ['Ran on', BACKEND_WORDS[backend]],
            ['Took', describePace(evaluation)],
            ['Model', model.version],
            ['Learned from', report === null ? '' : countOf(report.trainClips, 'recording')],
          ]
            .filter(([, value]) => value !== '')
            .map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
        <SaveButtons evaluation={evaluation} />
        <SkippedFiles skipped={skipped} />
      </section>
      {report && (
        <section className="panel" aria-label="Report">
          <ReportView report={report} fileStem="undertone-evaluation" level={3} />
        </section>
      )}
    </>
  );
}

/** Why it is not whole, where it is not. */
function Ending({ evaluation, error }: { readonly evaluation: FolderEvaluation; readonly error: PlainError | null }) {
  const { unheard, totalRecordings } = evaluation;
  if (unheard === 0 && error === null) return null;
  return (
    <p role={error === null ? undefined : 'alert'} data-error-code={error?.code}>
      {error === null ? 'It was ended early: ' : `${ERROR_TEXTS[error.code].title} `}
      {formatCount(unheard)} of {countOf(totalRecordings, 'recording')} were not heard. The report is on the others.
    </p>
  );
}

/** What the figures are worth, by who speaks: said before they are read. */
function Cautions({ evaluation: { recordings } }: { readonly evaluation: FolderEvaluation }) {
  const roles = [...countRoles(recordings)];
  return (
    <ul className="evaluation-cautions">
      {roles.map(([role, count]) => (
        <li key={role} data-role={role} data-flatters={ROLE_WORDS[role].flatters}>
          {roles.length > 1 && <strong>{countOf(count, 'recording')}: </strong>}
          <strong>{ROLE_WORDS[role].name}.</strong> {ROLE_WORDS[role].note}
        </li>
      ))}
      {roles.length > 1 && <li>{MIXED_ROLES}</li>}
    </ul>
  );
}

function SaveButtons({ evaluation }: { readonly evaluation: FolderEvaluation }) {
  const [failed, setFailed] = useState(false);
  const save = (what: 'saveReport' | 'saveRecordings') => () => {
    setFailed(false);
    loadPart(() => import('./save-evaluation')).then(
      (files) => {
        files[what](evaluation);
      },
      () => {
        setFailed(true);
      },
    );
  };
  return (
    <div className="evaluation-save" role="group" aria-label="Save">
      {evaluation.report && (
        <button type="button" className="button button-small" onClick={save('saveReport')}>
          Report as JSON
        </button>
      )}
      <button type="button" className="button button-small" onClick={save('saveRecordings')}>
        Every recording as CSV
      </button>
      {failed && <p role="alert">The file could not be made. Reload the page and try again.</p>}
    </div>
  );
}
