/** From what was said of each clip to what there is to say of the folder. Pure. */
import { indexOfEmotion } from '../contract/emotions';
import type { PlainError } from '../contract/errors';
import type { FolderEvaluation, JudgedRecording, SkippedRecording } from '../contract/evaluation';
import type { BackendDecision, ModelFacts } from '../contract/prediction';
import { createSameSoundCheck } from '../corpora/same-sound';
import type { Summary } from '../evaluation/summarise';
import { reportEvaluation } from '../evaluation/report';
import { compareCodeUnits, type CardFacts, type EvaluationPlan, type PlannedClip } from './plan-evaluation';

/** What came of a clip. */
export type ClipOutcome =
  | (Summary & { readonly windows: number; readonly durationSec: number; readonly fingerprint: string })
  | { readonly error: PlainError };

/** An evaluation as far as it came. */
export interface EvaluationRun extends BackendDecision {
  readonly model: ModelFacts;
  readonly elapsedSec: number;
  /** In the order of `clips`; empty places were not heard. */
  readonly outcomes: readonly (ClipOutcome | undefined)[];
}

/**
 * Concludes an evaluation.
 * @param clips those of the plan that were to be judged, in its order
 * @param skipped what the plan skips
 */
export function concludeEvaluation(
  clips: readonly PlannedClip[],
  skipped: EvaluationPlan['skipped'],
  { outcomes, model, backend, reason, elapsedSec }: EvaluationRun,
  card: CardFacts,
): FolderEvaluation {
  const recordings: JudgedRecording[] = [];
  const unusable: SkippedRecording[] = [];
  const checkSound = createSameSoundCheck();
  for (const [index, clip] of clips.entries()) {
    const { path, corpus, speaker, role, emotion: truth } = clip;
    const outcome = outcomes[index];
    if (outcome === undefined) continue;
    if ('error' in outcome) {
      unusable.push({ path, reason: outcome.error.message, code: outcome.error.code });
      continue;
    }
    const { emotion: predicted, probabilities, windows, durationSec, fingerprint } = outcome;
    const same = checkSound(clip, fingerprint);
    if (same === null) {
      recordings.push({ path, corpus, speaker, role, truth, predicted, probabilities, windows, durationSec });
    } else {
      unusable.push({ ...same, code: null });
    }
  }
  const heard = outcomes.filter((outcome) => outcome !== undefined).length;
  return {
    recordings,
    skipped: [...skipped, ...unusable].sort((one, other) => compareCodeUnits(one.path, other.path)),
    report: recordings.length === 0 ? null : reportEvaluation(recordings.map(toJudgedClip), card),
    totalRecordings: clips.length,
    unheard: clips.length - heard,
    model,
    backend,
    reason,
    elapsedSec,
  };
}

function toJudgedClip({ corpus, speaker, truth, predicted, probabilities }: JudgedRecording) {
  return { corpus, speaker, truth: indexOfEmotion(truth), predicted: indexOfEmotion(predicted), probabilities };
}
