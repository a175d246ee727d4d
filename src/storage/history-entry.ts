import type { Emotion } from '../contract/emotions';
import type { Analysis } from '../contract/prediction';

/** What a list of kept results shows of one, without its pictures and its sound. */
export interface HistoryEntry {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly keptAtMs: number;
  readonly fileName: string;
  readonly durationSec: number;
  readonly emotion: Emotion;
  /** The highest probability, 0…1. */
  readonly confidence: number;
  /** Whether it lies below what the model's card calls certain. */
  readonly uncertain: boolean;
  /** Whether the analysis was ended before the recording was. */
  readonly partial: boolean;
  /** `FeatureConfig.revision` of the code that made the analysis. */
  readonly featureRevision: number;
  /** Bytes of the recording, `null` where it was not kept. */
  readonly audioBytes: number | null;
}

/** A kept result as a whole. */
export interface KeptResult {
  readonly entry: HistoryEntry;
  readonly analysis: Analysis;
  readonly audio: Blob | null;
}

/**
 * Why something could not be kept or read: `blocked`, the browser gives the page no storage; `full`, there is no room
 * left; `newer`, a newer version of the page has written what this one cannot read; `failed`, anything else.
 */
export type StorageProblem = 'blocked' | 'full' | 'newer' | 'failed';

/** A failure of the storage. */
export class StorageError extends Error {
  readonly problem: StorageProblem;

  constructor(problem: StorageProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageError';
    this.problem = problem;
  }
}
