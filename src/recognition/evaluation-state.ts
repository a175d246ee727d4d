import type { PlainError } from '../contract/errors';
import type { FolderEvaluation } from '../contract/evaluation';
import type { EvaluationPlan } from './plan-evaluation';

/** How far an evaluation is; told anew about ten times a second. */
export interface EvaluationProgress {
  /** Share of the model's bytes that are here, 0…1; 1 from the first recording on. */
  readonly modelShare: number;
  /** Recordings that are judged, or cannot be. */
  readonly done: number;
  readonly total: number;
  /** How many of those that are done could not be judged. */
  readonly skipped: number;
  /** `null` while there is no telling. */
  readonly timeLeftSec: number | null;
}

/** Where the evaluation of a folder stands: `idle` → `planning` → `planned` → `judging` → `done`. */
export type EvaluationState =
  | { readonly phase: 'idle' }
  /** The model's card is on its way. */
  | { readonly phase: 'planning' }
  | { readonly phase: 'planned'; readonly plan: EvaluationPlan }
  | { readonly phase: 'judging'; readonly plan: EvaluationPlan; readonly progress: EvaluationProgress }
  /** `error` where it was a failure that ended it; what was judged until then is kept, as when it was cancelled. */
  | {
      readonly phase: 'done';
      readonly plan: EvaluationPlan;
      readonly evaluation: FolderEvaluation;
      readonly error: PlainError | null;
    }
  /** Before a recording was judged; `plan` where it can be tried again. */
  | { readonly phase: 'failed'; readonly error: PlainError; readonly plan: EvaluationPlan | null };
