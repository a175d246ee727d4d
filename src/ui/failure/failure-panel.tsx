import type { RecognitionState } from '../../recognition/recognition-state';
import { ERROR_TEXTS } from '../error-texts';
import './failure.css';

/** What went wrong and what to do, in plain words; the technical message stays folded. */
export function FailurePanel({
  failure,
  keeps,
  onDismiss,
}: {
  readonly failure: Extract<RecognitionState, { readonly phase: 'failed' }>;
  /** What result is on the page: of an earlier recording, or of the part of this one that was judged. */
  readonly keeps: 'nothing' | 'earlier' | 'part';
  readonly onDismiss: () => void;
}) {
  const { title, advice } = ERROR_TEXTS[failure.error.code];
  return (
    <section className="panel failure-panel" role="alert" data-error-code={failure.error.code}>
      <h2>{title}</h2>
      {failure.fileName !== null && <p className="file-name">{failure.fileName}</p>}
      <p>{advice}</p>
      {keeps === 'earlier' && <p>Your earlier result is still below.</p>}
      {keeps === 'part' && <p>What was judged until then is below.</p>}
      <div className="failure-foot">
        <details>
          <summary>Technical details</summary>
          <p className="failure-message">{failure.error.message}</p>
        </details>
        <button type="button" className="button" onClick={onDismiss}>
          Dismiss
        </button>
      </div>
    </section>
  );
}
