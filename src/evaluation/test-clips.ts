/** Judged clips for the tests of this room. */
import type { JudgedClip } from './confusion';

/** Ten clips a speaker of two classes, of which the speaker's first `correct` are judged rightly. */
export function createClips(correctBySpeaker: readonly number[]): JudgedClip[] {
  return correctBySpeaker.flatMap((correct, speaker) =>
    Array.from({ length: 10 }, (_, i) => ({
      corpus: 'crema-d' as const,
      speaker: `crema-d/${speaker}`,
      truth: i % 2,
      predicted: i < correct ? i % 2 : 7,
    })),
  );
}
