import type { PlainError } from '../contract/errors';
import type { BackendName, ModelFacts } from '../contract/prediction';
import type { LiveVerdict } from './live-smoothing';
import type { LiveStretch } from './live-timeline';

/** What the last window said. */
export interface LiveReading {
  /** End of the window, in seconds of sound since the beginning of the recording. */
  readonly endSec: number;
  readonly verdict: LiveVerdict;
  /** Smoothed, eight in the order of `EMOTIONS`; `null` in silence. */
  readonly probabilities: readonly number[] | null;
}

/** Where the live analysis stands: exactly one of these at a time. */
export type LiveState =
  | { readonly phase: 'off' }
  /** The recording runs already; `share` of the model's bytes that are here, 0…1. */
  | { readonly phase: 'loading-model'; readonly share: number }
  | {
      readonly phase: 'listening';
      /** `null` before the first window. */
      readonly reading: LiveReading | null;
      readonly timeline: readonly LiveStretch[];
      /** Windows that were left out because the one before was still being computed. */
      readonly dropped: number;
      readonly model: ModelFacts;
      readonly backend: BackendName;
    }
  /** The recording goes on without it. */
  | { readonly phase: 'failed'; readonly error: PlainError };
