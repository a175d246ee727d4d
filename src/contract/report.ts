import type { Emotion } from './emotions';

/** Lower and upper end of a 95 % interval. */
export type Interval = readonly [low: number, high: number];

/** The corpora the readers know by name; `folder` is a generic folder per label. */
export type CorpusName = 'ravdess' | 'tess' | 'crema-d' | 'savee' | 'emo-db' | 'folder';

/** Figures of one emotion against all others; shares are 0…1. */
export interface EmotionScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Clips that truly are of this emotion. */
  readonly support: number;
}

/** Figures of one corpus, or of all. */
export interface CorpusReport {
  readonly clips: number;
  /** Different speakers that are known, 0 when none is. Of fewer than five, an interval is little more than the range of their own figures. */
  readonly speakers: number;
  readonly accuracy: number;
  /** Unweighted average recall over the emotions that occur. */
  readonly uar: number;
  /** Mean F1 over the emotions that occur. */
  readonly macroF1: number;
  /** By bootstrap over speakers, a clip of an unknown speaker standing for itself. */
  readonly interval: { readonly accuracy: Interval; readonly uar: Interval };
  readonly perEmotion: Readonly<Record<Emotion, EmotionScores>>;
  /** Rows are the true class, columns the predicted one, both in the order of `EMOTIONS`; counts. */
  readonly confusion: readonly (readonly number[])[];
}

/** What an evaluation says; the layout is the one of `model-card.json`. */
export interface Report extends CorpusReport {
  /** Clips the weights were trained on, 0 when unknown. */
  readonly trainClips: number;
  readonly perCorpus: Readonly<Partial<Record<CorpusName, CorpusReport>>>;
}
