import { useEffect, useState } from 'react';
import { toPlainError, type ErrorCode } from '../../contract/errors';
import { fetchModelCard } from '../../recognition/fetch-model-card';
import { ERROR_TEXTS } from '../error-texts';
import { focusScreenHeading, ScreenHeading } from '../navigation/screen-heading';
import { ModelRecord } from './model-record';
import { readCard, type ReadCard } from './read-card';
import './model.css';

type CardState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly card: ReadCard }
  | { readonly phase: 'failed'; readonly code: ErrorCode };

/** The screen of the model: what it is, how well it does, what it learned from. */
export function ModelScreen({ section }: { readonly section: string | null }) {
  const [state, setState] = useState<CardState>({ phase: 'loading' });
  const [attempt, setAttempt] = useState(1);
  useEffect(() => {
    let isWanted = true;
    void fetchModelCard()
      .then((json): CardState => ({ phase: 'ready', card: readCard(json) }))
      .catch((thrown: unknown): CardState => ({ phase: 'failed', code: toPlainError(thrown).code }))
      .then((next) => {
        if (isWanted) setState(next);
      });
    return () => {
      isWanted = false;
    };
  }, [attempt]);
  return (
    <>
      <ScreenHeading>The model</ScreenHeading>
      {state.phase === 'loading' && <p role="status">Reading the record…</p>}
      {state.phase === 'failed' && (
        <Failure
          code={state.code}
          onRetry={() => {
            // The button goes away with what it stands in.
            focusScreenHeading();
            setState({ phase: 'loading' });
            setAttempt(attempt + 1);
          }}
        />
      )}
      {state.phase === 'ready' && <ModelRecord card={state.card} opensAt={section} />}
    </>
  );
}

function Failure({ code, onRetry }: { readonly code: ErrorCode; readonly onRetry: () => void }) {
  const { title, advice } = RECORD_TEXTS[code] ?? ERROR_TEXTS[code];
  return (
    <section className="panel" role="alert" data-error-code={code}>
      <h3>{title}</h3>
      <p>{advice}</p>
      <button type="button" className="button" onClick={onRetry}>
        Try again
      </button>
    </section>
  );
}

/** Here nobody waits for a recording. */
const RECORD_TEXTS: Partial<typeof ERROR_TEXTS> = {
  'model-unavailable': {
    title: 'The model’s record could not be read.',
    advice: 'It did not arrive, or not whole. Check your connection and try again.',
  },
  'model-mismatch': {
    title: 'The model’s record does not fit this version of the page.',
    advice:
      'One of the two is probably an older copy. Reload the page; if that does not help, clear this site’s stored data and reload once more.',
  },
};
