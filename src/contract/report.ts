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

/** What is drawn with replacement: voices that were never heard differ by speaker, of known voices only the clips are new. */
export type BootstrapUnit = 'speakers' | 'clips';

/** Means over the resamples of a bootstrap. */
export interface BootstrapSummary {
  readonly over: BootstrapUnit;
  readonly accuracy: number;
  readonly uar: number;
  readonly macroF1: number;
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
  /** By bootstrap over speakers, a clip of an unknown speaker standing for itself, or over clips where `bootstrap` says so. */
  readonly interval: { readonly accuracy: Interval; readonly uar: Interval; readonly macroF1?: Interval };
  /** Of the resamples that the intervals are of; missing in reports of earlier versions. */
  readonly bootstrap?: BootstrapSummary;
  readonly perEmotion: Readonly<Record<Emotion, EmotionScores>>;
  /** Rows are the true class, columns the predicted one, both in the order of `EMOTIONS`; counts. */
  readonly confusion: readonly (readonly number[])[];
}

/** The clips whose highest probability lies in one interval. */
export interface CalibrationBin {
  /** The interval's ends: above `low`, up to and including `high`. */
  readonly low: number;
  readonly high: number;
  readonly clips: number;
  /** Mean of the highest probabilities, 0 without clips. */
  readonly confidence: number;
  /** Share of the clips that were judged rightly, 0 without clips. */
  readonly accuracy: number;
}

/** How far the probabilities can be taken at their word, and what "uncertain" sorts out. */
export interface CertaintyReport {
  /** Expected calibration error, 0…1. */
  readonly calibrationError: number;
  /** Equally wide, from 0 to 1. */
  readonly bins: readonly CalibrationBin[];
  /** A clip whose highest probability lies below this is called uncertain. */
  readonly uncertainBelow: number;
  /** Share of the clips that are not called uncertain. */
  readonly coverage: number;
  /** Accuracy on those, 0 where there are none. */
  readonly accuracyWhenCertain: number;
}

/** How the network does when recordings are spoilt in one way. */
export interface RobustnessCondition {
  /** In a few words, for people: `white noise, 10 dB`. The first one is `as recorded`. */
  readonly condition: string;
  readonly accuracy: number;
  readonly uar: number;
  /** Share of the clips whose emotion is another one than as recorded, 0…1; what became silent counts. */
  readonly changedLabels: number;
  /**
   * Share of the clips that are certain of one emotion as recorded and of another one when spoilt, 0…1: what a visitor
   * would take for a contradiction. Missing in reports of earlier versions.
   */
  readonly contradictions?: number;
}

/** What an evaluation says; the layout is the one of `model-card.json`. */
export interface Report extends CorpusReport {
  /** Clips the weights were trained on, 0 when unknown. */
  readonly trainClips: number;
  readonly perCorpus: Readonly<Partial<Record<CorpusName, CorpusReport>>>;
  /** Of the probabilities as the page shows them; absent where only labels were compared. */
  readonly certainty?: CertaintyReport;
  /** Where the recordings were spoilt on purpose, too. */
  readonly robustness?: readonly RobustnessCondition[];
}
