/** What spoilt recordings cost. */
import type { RobustnessCondition } from '../contract/report';
import { computeAccuracy, computeUar, countConfusion, type JudgedClip } from './confusion';

/** A clip as it was recorded, and what was said of it when it was spoilt: null where no speech was found any more. */
export interface SpoiltClip {
  readonly recorded: JudgedClip;
  readonly predicted: number | null;
}

/**
 * Figures of one condition. A clip in which no speech is found counts as judged wrongly, and as changed.
 * @param condition in a few words, for people
 * @param clips at least one
 */
export function scoreCondition(condition: string, clips: readonly SpoiltClip[]): RobustnessCondition {
  const judged = clips.map(({ recorded, predicted }) => {
    // Any wrong emotion will do: neither figure asks which.
    const wrong = recorded.truth === 0 ? 1 : 0;
    return { ...recorded, predicted: predicted ?? wrong };
  });
  const confusion = countConfusion(judged);
  const changed = clips.filter(({ recorded, predicted }) => predicted !== recorded.predicted).length;
  return {
    condition,
    accuracy: computeAccuracy(confusion),
    uar: computeUar(confusion),
    changedLabels: changed / clips.length,
  };
}
