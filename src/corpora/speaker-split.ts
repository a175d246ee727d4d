/**
 * The speaker-disjoint split: no test or validation speaker is heard in training. All of TESS (two speakers) trains.
 * RAVDESS: odd actors are male, even ones female; CREMA-D: balanced by sex from the corpus's demographics.
 */
import type { LabelledClip } from './labelled-clip';

/** What a clip is for. */
export type SplitRole = 'training' | 'validation' | 'test';

const speakers = (corpus: string, ids: string): string[] => ids.split(' ').map((id) => `${corpus}/${id}`);

/** Speakers that are scored once, at the end. */
export const TEST_SPEAKERS: ReadonlySet<string> = new Set([
  ...speakers('ravdess', '17 18 19 20'),
  ...speakers('crema-d', '1021 1026 1029 1031 1039 1052 1056 1059 1069 1073 1082 1086'),
]);

/** Speakers on whom choices are made. */
export const VALIDATION_SPEAKERS: ReadonlySet<string> = new Set([
  ...speakers('ravdess', '15 16'),
  ...speakers('crema-d', '1023 1030 1044 1054 1061 1077'),
]);

/** Whether the clip's speaker was set apart for validation or test. */
export function isSplitSpeaker({ speaker }: LabelledClip): boolean {
  return speaker !== null && (TEST_SPEAKERS.has(speaker) || VALIDATION_SPEAKERS.has(speaker));
}

/** The part a clip plays in the speaker-disjoint protocol. */
export function assignSplitRole({ speaker }: LabelledClip): SplitRole {
  if (speaker !== null && TEST_SPEAKERS.has(speaker)) return 'test';
  return speaker !== null && VALIDATION_SPEAKERS.has(speaker) ? 'validation' : 'training';
}
