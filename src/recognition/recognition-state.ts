import type { Emotion } from '../contract/emotions';
import type { PlainError } from '../contract/errors';
import type { TimeSpan } from '../contract/features';
import type { Analysis, BackendName, ModelFacts, RecordingPictures, Timeline } from '../contract/prediction';

/** What a visitor may ask for with `?backend=`; `auto` lets the machine decide. */
export type BackendChoice = BackendName | 'auto';

/** A recording that has been read, as far as the network has judged it. */
export interface PartialAnalysis {
  readonly durationSec: number;
  readonly pictures: RecordingPictures;
  /** The windows judged so far. */
  readonly timeline: Timeline;
  readonly model: ModelFacts;
}

/** A part of the recording, judged as a recording of its own, beside the analysis of the whole. */
export type SelectionState =
  | { readonly status: 'analysing'; readonly span: TimeSpan }
  | {
      readonly status: 'done';
      readonly span: TimeSpan;
      readonly timeline: Timeline;
      /** Over the part, as `Analysis.probabilities` over the whole. */
      readonly probabilities: readonly number[];
      readonly emotion: Emotion;
    }
  /** `too-short` and `silent` are the usual ones. */
  | { readonly status: 'failed'; readonly span: TimeSpan; readonly error: PlainError };

/**
 * Where one analysis stands: exactly one of these at a time. `decoding` → `extracting-features` → `loading-model` (only
 * while it is not there) → `inferring` → `done`; a worker that dies may lead back to `decoding`.
 *
 * The states of work are told anew about ten times a second, and `timeLeftSec` is an estimate for the present phase alone,
 * `null` while there is no telling.
 */
export type RecognitionState =
  | { readonly phase: 'idle' }
  /** `totalSec` as the file states it, `null` where it does not. */
  | {
      readonly phase: 'decoding';
      readonly fileName: string;
      readonly doneSec: number;
      readonly totalSec: number | null;
      readonly timeLeftSec: number | null;
    }
  /** Finding the speech and drawing the recording; `share` of it that is drawn, 0…1. */
  | {
      readonly phase: 'extracting-features';
      readonly fileName: string;
      readonly share: number;
      readonly timeLeftSec: number | null;
    }
  /** `share` of the model's bytes that are here, 0…1. */
  | { readonly phase: 'loading-model'; readonly fileName: string; readonly share: number }
  /** `done` windows of `total` are judged; `partial` holds what they say, and grows. */
  | {
      readonly phase: 'inferring';
      readonly fileName: string;
      readonly done: number;
      readonly total: number;
      readonly timeLeftSec: number | null;
      readonly partial: PartialAnalysis;
    }
  /**
   * `audio` is what the visitor gave or recorded, for the player. An analysis cancelled on the way ends here, too, with
   * what was judged until then: its timeline has fewer than `totalWindows`. Before the first window it ends in `idle`.
   */
  | {
      readonly phase: 'done';
      readonly analysis: Analysis;
      readonly audio: File;
      readonly selection: SelectionState | null;
    }
  /** `kept` is what was judged before the failure, `null` when nothing was. */
  | {
      readonly phase: 'failed';
      readonly fileName: string | null;
      readonly error: PlainError;
      readonly kept: { readonly analysis: Analysis; readonly audio: File } | null;
    };
