import type { FeatureConfig } from './features';
import type { CorpusName, Report } from './report';

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

/** How one set of weights came about. */
export interface TrainingRun {
  /** The command that repeats it. */
  readonly command: string;
  readonly seed: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly history: readonly EpochRecord[];
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
 * evaluation, read by the page. Counts are integers, shares 0…1.
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
}
