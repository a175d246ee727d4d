/** How often to speak of work under way, and how long it will take. */

/** Work of hours is told about ten times a second: often enough for the eye, and little for a page to draw. */
const GAP_MS = 100;
/** Before that, what little was done says nothing about the rest. */
const LEAST_ELAPSED_MS = 1000;
const LEAST_SHARE = 0.01;

/** Lets one thing through in every tenth of a second, the first at once. */
export class Pace {
  #lastMs = -Infinity;

  /** Whether it is time again; when it says so, the next time is a tenth of a second away. */
  isDue(nowMs: number): boolean {
    if (nowMs - this.#lastMs < GAP_MS) return false;
    this.#lastMs = nowMs;
    return true;
  }
}

/**
 * Estimates how long work will go on that goes on as it did.
 *
 * @param share what is done of it, 0…1
 * @returns seconds, `null` in its first second and first per cent
 */
export function estimateTimeLeftSec(elapsedMs: number, share: number): number | null {
  if (!(elapsedMs >= LEAST_ELAPSED_MS && share >= LEAST_SHARE)) return null;
  return ((elapsedMs / 1000) * (1 - Math.min(1, share))) / share;
}
