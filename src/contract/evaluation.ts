import type { Emotion } from './emotions';
import type { ErrorCode } from './errors';
import type { BackendDecision, ModelFacts } from './prediction';
import type { CorpusName, Report } from './report';

/**
 * What a speaker is to the weights, as far as names tell: their recordings were trained on (`training`), the best epoch was
 * chosen on them (`validation`), or they were set apart until the end (`test`); they are of a corpus that the weights never
 * saw (`new`); or nobody can say (`unknown`).
 */
export type SpeakerRole = 'training' | 'validation' | 'test' | 'new' | 'unknown';

/** A labelled recording with what was said of it. */
export interface JudgedRecording {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly corpus: CorpusName;
  /** Unique across corpora: `ravdess/17`. `null` where nothing names one. */
  readonly speaker: string | null;
  readonly role: SpeakerRole;
  readonly truth: Emotion;
  readonly predicted: Emotion;
  /** Eight, in the order of `EMOTIONS`, averaged over the windows by duration. */
  readonly probabilities: readonly number[];
  readonly windows: number;
  readonly durationSec: number;
}

/** A file that plays no part in the report, and why. */
export interface SkippedRecording {
  readonly path: string;
  /** A sentence. */
  readonly reason: string;
  /** Where it could not be read or judged. */
  readonly code: ErrorCode | null;
}

/** A labelled folder, judged as a whole or as far as it came. */
export interface FolderEvaluation extends BackendDecision {
  /** By path. */
  readonly recordings: readonly JudgedRecording[];
  /** By path. */
  readonly skipped: readonly SkippedRecording[];
  /** `null` where no recording could be judged. */
  readonly report: Report | null;
  /** Recordings that were to be judged. */
  readonly totalRecordings: number;
  /** How many of them were neither judged nor skipped before it ended. */
  readonly unheard: number;
  readonly model: ModelFacts;
  /** From the first recording to the last, without loading the model. */
  readonly elapsedSec: number;
}
