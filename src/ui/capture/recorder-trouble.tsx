import type { RecorderState } from '../../recognition/recorder-state';
import { ERROR_TEXTS, INTERRUPTION_TEXTS } from '../error-texts';
import '../failure/failure.css';
import { SaveLink } from './save-link';

/** What a visitor can do about it. */
export interface TroubleActions {
  readonly onRetry: () => void;
  readonly onChooseFile: () => void;
  readonly onAnalyse: () => void;
  readonly onDismiss: () => void;
}

/** Trying again can help where the visitor may have changed something meanwhile. */
const FINAL_CODES = ['microphone-insecure', 'microphone-unsupported'];

/** A microphone that failed or went away: what happened, and each way out. */
export function RecorderTrouble({
  state,
  onRetry,
  onChooseFile,
  onAnalyse,
  onDismiss,
}: TroubleActions & { readonly state: Extract<RecorderState, { readonly phase: 'failed' | 'interrupted' }> }) {
  if (state.phase === 'interrupted') {
    const { title, advice } = INTERRUPTION_TEXTS[state.reason];
    return (
      <section className="panel failure-panel" role="alert" data-interruption={state.reason}>
        <h2>{title}</h2>
        <p>{advice}</p>
        <div className="trouble-actions">
          <button type="button" className="button button-primary" onClick={onAnalyse}>
            Analyse it
          </button>
          <SaveLink file={state.file} />
          <button type="button" className="button" onClick={onDismiss}>
            Discard
          </button>
        </div>
      </section>
    );
  }
  const { code, message } = state.error;
  const { title, advice } = ERROR_TEXTS[code];
  return (
    <section className="panel failure-panel" role="alert" data-error-code={code}>
      <h2>{title}</h2>
      <p>{advice}</p>
      <div className="trouble-actions">
        {code === 'microphone-insecure' && (
          <a className="button" href={location.href.replace(/^http:/, 'https:')}>
            Open this page securely
          </a>
        )}
        {!FINAL_CODES.includes(code) && (
          <button type="button" className="button" onClick={onRetry}>
            Try again
          </button>
        )}
        <button type="button" className="button" onClick={onChooseFile}>
          Choose a file instead
        </button>
        <button type="button" className="button" onClick={onDismiss}>
          Dismiss
        </button>
      </div>
      <details>
        <summary>Technical details</summary>
        <p className="failure-message">{message}</p>
      </details>
    </section>
  );
}
