import type { FeatureConfig } from './features';
import type { CalibrationBin, CorpusName, Interval, Report, RobustnessCondition } from './report';

/** One file as it lies beside `model-card.json`. */
export interface WeightsFile {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** One epoch of a training run; accuracies are shares 0…1. */
export interface EpochRecord {
  readonly epoch: number;
  /** Mean of what was minimised: class-weighted, smoothed, on augmented and mixed pictures; not comparable with `valLoss`. */
  readonly loss: number;
  /** On augmented and mixed pictures. */
  readonly accuracy: number;
  /** Plain mean cross-entropy in nats on whole validation clips. */
  readonly valLoss: number;
  readonly valAccuracy: number;
}

/** How clips were split into training, validation and test; `src/corpora/split-clips.ts` has the definitions. */
export type SplitProtocol =
  | { readonly name: 'stratified'; readonly seed: number }
  | { readonly name: 'speaker-disjoint' }
  | { readonly name: 'tess-leave-one-out'; readonly actress: 'OAF' | 'YAF' };

/** Clips and known speakers of one part of a split. */
export interface SplitPart {
  readonly clips: number;
  readonly speakers: number;
}

/** A split as it was drawn. */
export interface SplitSummary {
  readonly protocol: SplitProtocol;
  readonly training: SplitPart;
  readonly validation: SplitPart;
  readonly test: SplitPart;
}

/** How one set of weights came about. */
export interface TrainingRun {
  /** The command that repeats it. */
  readonly command: string;
  readonly seed: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly history: readonly EpochRecord[];
  /** How the clips were dealt out; missing in cards of earlier versions. */
  readonly split?: SplitSummary;
}

/** A protocol carried out: the figures are those of its test clips. */
export interface ProtocolRun extends Report, TrainingRun {
  readonly split: SplitSummary;
}

/** How far one deformable layer departs from the fixed grid on real speech. */
export interface LayerDeformation {
  readonly layer: string;
  /** Mean length of the offset vectors, in cells of the layer's input. */
  readonly meanOffset: number;
  /** Standard deviation of the modulation mask (0…2, 1 at the start of training). */
  readonly maskDeviation: number;
  /** Accuracy 0…1 with this layer's offsets set to zero. */
  readonly accuracyWithoutOffsets: number;
}

/** One network of an ablation. */
export interface AblationFigures {
  readonly accuracy: number;
  readonly uar: number;
  readonly parameters: number;
  readonly perCorpus?: Readonly<Partial<Record<CorpusName, { readonly accuracy: number; readonly uar: number }>>>;
}

/** The deformable network against its plain twin, trained alike. */
export interface AblationPair {
  readonly protocol: SplitProtocol['name'];
  readonly seed: number;
  readonly deformable: AblationFigures;
  readonly plain: AblationFigures;
}

/** A figure of twins, a mean over their seeds, and their difference, with a 95 % interval by paired bootstrap over speakers. */
export interface PairedFigure {
  readonly deformable: number;
  readonly plain: number;
  /** Deformable less plain. */
  readonly difference: number;
  readonly interval: Interval;
  /** Share of the resamples in which the deformable network does better, 0…1. */
  readonly shareAhead: number;
}

/** Twins on some of the test clips. */
export interface PairedComparison {
  /** Which clips, in a few words, for people: `all`, a corpus, `up to 1.6 s of speech`. */
  readonly part: string;
  readonly clips: number;
  readonly speakers: number;
  readonly accuracy: PairedFigure;
  readonly uar: PairedFigure;
  /** Standard deviation of accuracy from speaker to speaker; less is better. */
  readonly speakerDeviation: PairedFigure;
}

/** What the pairs of an ablation say together. */
export interface AblationComparison {
  /** The command that repeats it. */
  readonly command: string;
  /** Of every network. */
  readonly epochs: number;
  readonly parts: readonly PairedComparison[];
}

/** What the probabilities are worth, on clips of the validation speakers; `src/evaluation/calibration.ts` computes it. */
export interface Calibration {
  /** Probabilities are softmax(logits / temperature), in each window by itself. */
  readonly temperature: number;
  /** Expected calibration error 0…1 with the temperature at 1. */
  readonly eceBefore: number;
  /** Expected calibration error 0…1 with the temperature applied. */
  readonly eceAfter: number;
  /** With the temperature applied; equally wide, from 0 to 1. */
  readonly bins: readonly CalibrationBin[];
  /** A clip whose highest probability lies below this is called uncertain. */
  readonly uncertainBelow: number;
  /** Share of the clips that are not called uncertain. */
  readonly coverage: number;
  /** Accuracy on those. */
  readonly accuracyWhenCertain: number;
}

/** What became of recordings in which nobody speaks. */
export interface NotSpeechFigures {
  /** What sounded in them. */
  readonly sound: string;
  readonly cases: number;
  /** Cases in which no speech was found. */
  readonly noSpeech: number;
  /** Cases in which no emotion reached `Calibration.uncertainBelow`. */
  readonly uncertain: number;
  /** The other cases by the emotion that was named, wrongly. */
  readonly named: Readonly<Record<string, number>>;
}

/** What the weights are for, in sentences for people. */
export interface UseStatement {
  readonly intended: readonly string[];
  readonly misuse: readonly string[];
  readonly limits: readonly string[];
}

/** A figure that others published, to read ours by. */
export interface PublishedFigure {
  readonly system: string;
  readonly protocol: string;
  readonly figure: string;
  readonly source: string;
}

/** A figure that was to be reached, and what came of it. */
export interface Goal {
  /** In a few words, for people. */
  readonly what: string;
  readonly aim: number;
  /** Whether more is better: at least `aim`, else at most. */
  readonly isAtLeast: boolean;
  /** How it is written: a share 0…1 in per cent. */
  readonly unit: 'share' | 'number';
  readonly measured: number | null;
}

/** Whether a goal was reached, `null` where that was not measured. */
export function isGoalMet({ aim, isAtLeast, measured }: Goal): boolean | null {
  if (measured === null) return null;
  return isAtLeast ? measured >= aim : measured <= aim;
}

/** What one corpus contributed. */
export interface CorpusSummary {
  readonly corpus: CorpusName;
  readonly licence: string;
  readonly clips: number;
  readonly speakers: number;
  readonly perEmotion: Readonly<Record<string, number>>;
}

/**
 * `model-card.json`: what the weights are, what they were trained on and how well they do. Written by training and
 * evaluation, read by the page. Counts are integers, shares 0…1. What is optional has not been measured where it is
 * missing.
 */
export interface ModelCard {
  readonly version: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly emotions: readonly string[];
  readonly features: FeatureConfig;
  /** Everything that is loaded: layers and weights. `bytes` is their sum. */
  readonly weights: { readonly files: readonly WeightsFile[]; readonly bytes: number; readonly parameters: number };
  readonly data: readonly CorpusSummary[];
  /** Speakers set apart, by corpus. */
  readonly splits: {
    readonly test: Readonly<Record<string, readonly string[]>>;
    readonly validation: Readonly<Record<string, readonly string[]>>;
  };
  readonly training: TrainingRun;
  /** Of the shipped weights, on the validation speakers. */
  readonly validation: Report;
  readonly deformation: readonly LayerDeformation[];
  /** Accuracy 0…1 on the validation speakers with the offsets of all deformable layers set to zero at once. */
  readonly accuracyWithoutAnyOffsets: number;
  /** Of the shipped weights, on the validation speakers. */
  readonly calibration?: Calibration;
  /** Of the shipped weights, on the recordings of the validation speakers, spoilt. */
  readonly robustness?: readonly RobustnessCondition[];
  /** Of the shipped weights, on synthesised sounds. */
  readonly notSpeech?: readonly NotSpeechFigures[];
  /** Figures on test clips, each scored once. The shipped weights are those of `speakerDisjoint`. */
  readonly protocols?: {
    readonly stratified?: ProtocolRun;
    readonly speakerDisjoint?: ProtocolRun;
    /** Tested on either actress. */
    readonly tessLeaveOneOut?: readonly ProtocolRun[];
  };
  readonly ablation?: readonly AblationPair[];
  readonly ablationComparison?: AblationComparison;
  /** Read off the other sections when the card is written. */
  readonly goals?: readonly Goal[];
  readonly published?: readonly PublishedFigure[];
  readonly use?: UseStatement;
}
