import type { Emotion } from '../contract/emotions';
import type { CorpusName } from '../contract/report';

/** One recording of which the file name says who speaks and with which emotion. */
export interface LabelledClip {
  /** Path relative to the folder that was read, with forward slashes. */
  readonly path: string;
  readonly corpus: CorpusName;
  /** Unique across corpora: `ravdess/17`. */
  readonly speaker: string;
  readonly emotion: Emotion;
}
