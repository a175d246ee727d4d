import type { FolderEvaluator } from '../../recognition/evaluate-folder';
import { countRoles, type EvaluationPlan } from '../../recognition/plan-evaluation';
import { countOf, formatCount } from '../report/figures';
import { describeCorpora, MIXED_ROLES, ROLE_WORDS } from './evaluation-words';
import { SkippedFiles } from './skipped-files';

/** What there is to judge in a folder, by its names, and who speaks there. */
export function PlanPanel({
  plan,
  onStart,
}: {
  readonly plan: EvaluationPlan;
  readonly onStart: FolderEvaluator['start'];
}) {
  const { clips, skipped } = plan;
  return (
    <section className="panel evaluation-plan" aria-labelledby="plan-heading" data-phase="planned">
      <h3 id="plan-heading">
        {clips.length === 0
          ? 'No name here says which emotion it is'
          : `${countOf(clips.length, 'recording')} with a label`}
      </h3>
      {clips.length > 0 && <p>{describeCorpora(clips)}.</p>}
      <RoleChoices plan={plan} isAgain={false} onStart={onStart} />
      <SkippedFiles skipped={skipped} />
    </section>
  );
}

/** What the speakers are to the weights, and a button for those of each kind; once it is over, where there are others. */
export function RoleChoices({
  plan: { clips },
  isAgain,
  onStart,
}: {
  readonly plan: EvaluationPlan;
  readonly isAgain: boolean;
  readonly onStart: FolderEvaluator['start'];
}) {
  const roles = [...countRoles(clips)];
  if (roles.length === 0 || (isAgain && roles.length === 1)) return null;
  const choices = (
    <ul className="evaluation-roles">
      {roles.map(([role, count]) => (
        <li key={role} data-role={role}>
          <p>
            <strong>{ROLE_WORDS[role].name}.</strong> {ROLE_WORDS[role].note}
          </p>
          <button
            type="button"
            className={roles.length === 1 ? 'button button-primary' : 'button'}
            onClick={() => void onStart(role)}
          >
            Evaluate {count === 1 ? 'this one' : `these ${formatCount(count)}`}
          </button>
        </li>
      ))}
      {roles.length > 1 && (
        <li data-role="all">
          <p>
            <strong>All together.</strong> {MIXED_ROLES}
          </p>
          <button type="button" className="button" onClick={() => void onStart('all')}>
            Evaluate all {formatCount(clips.length)}
          </button>
        </li>
      )}
    </ul>
  );
  if (!isAgain) return choices;
  return (
    <section className="panel evaluation-plan" aria-labelledby="again-heading">
      <h3 id="again-heading">Other voices of this folder</h3>
      {choices}
    </section>
  );
}
