import type { PlainError } from '../contract/errors';
import { FEATURE_CONFIG } from '../contract/features';
import type { Analysis } from '../contract/prediction';
import type { EmotionSegment } from '../contract/segments';

/** A result to take away; its pictures stay behind. */
export interface ExportedAnalysis {
  readonly analysis: Omit<Analysis, 'pictures'>;
  /** In time order, as `findSegments` gives them. */
  readonly segments: readonly EmotionSegment[];
  /** `FeatureConfig.revision` of the code that made the analysis. */
  readonly featureRevision: number;
}

/** A file that gave no result. */
export interface ExportedFailure {
  readonly fileName: string;
  readonly error: PlainError;
}

/** One line of a list of files. */
export type ExportedResult = ExportedAnalysis | ExportedFailure;

/** Whether a file gave a result. */
export function isAnalysis(result: ExportedResult): result is ExportedAnalysis {
  return 'analysis' in result;
}

/** The settings that decide what the network is given; the same for all that this version of the page analyses. */
export const EXPORTED_SETTINGS = {
  windowSec: FEATURE_CONFIG.windowSec,
  windowHopSec: FEATURE_CONFIG.windowHopSec,
  minPauseSec: FEATURE_CONFIG.minPauseSec,
  sampleRateHz: FEATURE_CONFIG.sampleRateHz,
} as const;

/** The highest of eight probabilities. */
export function measureConfidence(probabilities: readonly number[]): number {
  return Math.max(...probabilities);
}
