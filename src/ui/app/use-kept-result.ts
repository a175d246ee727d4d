import { useState } from 'react';
import type { RecognitionState } from '../../recognition/recognition-state';

/** A finished analysis with its audio. */
export type FinishedState = Extract<RecognitionState, { readonly phase: 'done' }>;

/**
 * Keeps the latest result on the page while the next recording is made, cancelled or failing.
 *
 * @returns the result, or `null` before the first and after `clear`
 */
export function useKeptResult(state: RecognitionState): { readonly result: FinishedState | null; clear: () => void } {
  const [result, setResult] = useState<FinishedState | null>(state.phase === 'done' ? state : null);
  const [seen, setSeen] = useState<RecognitionState>(state);
  if (seen !== state) {
    setSeen(state);
    if (state.phase === 'done') setResult(state);
  }
  return {
    result,
    clear: () => {
      setResult(null);
    },
  };
}
