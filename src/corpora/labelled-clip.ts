import type { Emotion } from '../contract/emotions';
import type { CorpusName } from '../contract/report';

/** One recording of which the path says with which emotion somebody speaks, and mostly who. */
export interface LabelledClip {
  /** Path relative to the folder that was read, with forward slashes. */
  readonly path: string;
  readonly corpus: CorpusName;
  /** Unique across corpora: `ravdess/17`. Null when nothing in the path names a speaker. */
  readonly speaker: string | null;
  readonly emotion: Emotion;
}

/** A file that cannot be used, and why, as a sentence. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}
