import { useCallback, useState } from 'react';
import type { RecognitionState } from '../../recognition/recognition-state';

/** What there is to show of a recording: a finished analysis, or as far as one came before it failed. */
export type ShownResult = Pick<Extract<RecognitionState, { readonly phase: 'done' }>, 'analysis' | 'audio'>;

/**
 * Keeps the latest result on the page while the next recording is made, cancelled or failing. What was judged before a
 * failure is a result, too.
 *
 * @returns the result, or `null` before the first and after `clear`, and whether it is the present state's own
 */
export function useKeptResult(state: RecognitionState): {
  readonly result: ShownResult | null;
  readonly isPresent: boolean;
  readonly clear: () => void;
} {
  const present = findResult(state);
  const [result, setResult] = useState<ShownResult | null>(present);
  const [seen, setSeen] = useState<RecognitionState>(state);
  if (seen !== state) {
    setSeen(state);
    if (present !== null) setResult(present);
  }
  return {
    result,
    isPresent: present !== null && present.analysis === result?.analysis,
    clear: useCallback(() => {
      setResult(null);
    }, []),
  };
}

function findResult(state: RecognitionState): ShownResult | null {
  if (state.phase === 'done') return state;
  return state.phase === 'failed' ? state.kept : null;
}
