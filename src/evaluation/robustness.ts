/** What spoilt recordings cost. */
import { UNCERTAIN_BELOW } from '../contract/prediction';
import type { RobustnessCondition } from '../contract/report';
import { computeAccuracy, computeUar, countConfusion, type JudgedClip } from './confusion';

/** What is said of one clip: its likeliest emotion, by number, and the probability of that. */
export interface SpoiltVerdict {
  readonly predicted: number;
  readonly confidence: number;
}

/** A clip as it was recorded, and what was said of it when it was spoilt: null where no speech was found any more. */
export interface SpoiltClip {
  readonly recorded: JudgedClip & SpoiltVerdict;
  readonly spoilt: SpoiltVerdict | null;
}

/**
 * Figures of one condition. A clip in which no speech is found counts as judged wrongly, and as changed.
 * @param condition in a few words, for people
 * @param clips at least one
 */
export function scoreCondition(condition: string, clips: readonly SpoiltClip[]): RobustnessCondition {
  const judged = clips.map(({ recorded, spoilt }) => {
    // Any wrong emotion will do: neither figure asks which.
    const wrong = recorded.truth === 0 ? 1 : 0;
    return { ...recorded, predicted: spoilt?.predicted ?? wrong };
  });
  const confusion = countConfusion(judged);
  const changed = clips.filter(({ recorded, spoilt }) => spoilt?.predicted !== recorded.predicted);
  const contradicted = changed.filter(({ recorded, spoilt }) => isCertain(recorded) && isCertain(spoilt));
  return {
    condition,
    accuracy: computeAccuracy(confusion),
    uar: computeUar(confusion),
    changedLabels: changed.length / clips.length,
    contradictions: contradicted.length / clips.length,
  };
}

function isCertain(verdict: SpoiltVerdict | null): boolean {
  return verdict !== null && verdict.confidence >= UNCERTAIN_BELOW;
}
