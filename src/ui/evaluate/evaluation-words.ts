/** What the evaluation of a folder says, in words. */
import type { FolderEvaluation, SkippedRecording, SpeakerRole } from '../../contract/evaluation';
import type { EvaluationProgress, EvaluationState } from '../../recognition/evaluation-state';
import { ERROR_TEXTS } from '../error-texts';
import { formatDuration, formatPercent } from '../format';
import { nameCorpus } from '../report/corpus-words';
import { countOf, formatCount, formatShare } from '../report/figures';

/** What a visitor should know of figures on speakers of a role. */
export interface RoleWords {
  readonly name: string;
  readonly note: string;
  /** Whether the figures are better than on voices that are new to the network. */
  readonly flatters: boolean;
}

/** The words for each role. */
export const ROLE_WORDS: Readonly<Record<SpeakerRole, RoleWords>> = {
  new: {
    name: 'Voices of a collection that it did not learn from',
    note: 'No recording of it was in the training data: these figures say how it does on voices, rooms and speech that are new to it.',
    flatters: false,
  },
  test: {
    name: 'Voices that were set apart for the test',
    note: 'It heard none of them in training, and nothing was chosen on them: these figures say how it does on voices that are new to it.',
    flatters: false,
  },
  validation: {
    name: 'Voices on which the best epoch was chosen',
    note: 'It heard none of them in training, but the weights were chosen because they do well on them: these figures flatter a little.',
    flatters: true,
  },
  training: {
    name: 'Voices that it was trained on',
    note: 'It has learned from recordings of these speakers, most likely these very ones: these figures flatter, and say nothing about voices that it has not heard.',
    flatters: true,
  },
  unknown: {
    name: 'Voices that their names do not tell',
    note: 'Nobody can tell from names whether it learned from them: if they are recordings of RAVDESS, TESS or CREMA-D under other names, these figures flatter.',
    flatters: false,
  },
};

/** Said where figures of several roles become one. */
export const MIXED_ROLES = 'Figures that mix voices it has learned with voices it has not mean little.';

/** Recordings by corpus, with their speakers: `RAVDESS (1,440 recordings, 24 speakers)`. */
export function describeCorpora(
  clips: readonly { readonly corpus: string; readonly speaker: string | null }[],
): string {
  const corpora = [...new Set(clips.map(({ corpus }) => corpus))].sort();
  return corpora
    .map((corpus) => {
      const ofCorpus = clips.filter((clip) => clip.corpus === corpus);
      const speakers = new Set(ofCorpus.flatMap(({ speaker }) => speaker ?? [])).size;
      const voices = speakers === 0 ? '' : `, ${countOf(speakers, 'speaker')}`;
      return `${nameCorpus(corpus)} (${countOf(ofCorpus.length, 'recording')}${voices})`;
    })
    .join(', ');
}

/** Why a file plays no part. */
export function describeSkipped({ reason, code }: SkippedRecording): string {
  return code === null ? reason : ERROR_TEXTS[code].title;
}

/** How far it is: `120 of 600 recordings, 3 of them unusable, 24.0 s left`. */
export function describeProgress({ modelShare, done, total, skipped, timeLeftSec }: EvaluationProgress): string {
  if (modelShare < 1) return `Loading the model, ${formatPercent(modelShare)}`;
  const parts = [`${formatCount(done)} of ${countOf(total, 'recording')}`];
  if (skipped > 0) parts.push(`${formatCount(skipped)} of them unusable`);
  if (timeLeftSec !== null) parts.push(`about ${formatDuration(timeLeftSec)} left`);
  return parts.join(', ');
}

/** The figures in a sentence. */
export function describeOutcome({ report }: FolderEvaluation): string {
  if (report === null) return 'No recording could be judged.';
  return `Right in ${formatShare(report.accuracy)} of ${countOf(report.clips, 'recording')}.`;
}

/** How it was computed: how long it took, and how many a second. */
export function describePace({ recordings, elapsedSec }: FolderEvaluation): string {
  const perSec = recordings.length / elapsedSec;
  return `${formatDuration(elapsedSec)}, ${perSec < 10 ? perSec.toFixed(1) : Math.round(perSec)} recordings a second`;
}

/** What a screen reader says: at the beginning, at each quarter and at the end, not at every recording. */
export function announceEvaluation(state: EvaluationState): string {
  if (state.phase === 'judging') {
    const { done, total } = state.progress;
    const quarters = Math.floor((4 * done) / total);
    return quarters === 0 ? `Judging ${countOf(total, 'recording')}.` : `${25 * quarters} per cent are through.`;
  }
  return state.phase === 'done' ? `Finished. ${describeOutcome(state.evaluation)}` : '';
}
