/**
 * Probabilities of successive windows, smoothed for the eye: an exponential average in time,
 *
 *     smoothed ← smoothed + α · (p − smoothed)        α = 1 − exp(−Δt / TIME_CONSTANT_SEC)
 *
 * with Δt the seconds since the window before, so that a dropped window makes the next one count for more instead of
 * slowing everything down. Windows of 3 s every 0.5 s share most of their sound already: one second more takes the flicker
 * out and costs little delay. Silence ends it: what is said after a pause begins anew.
 */
import { EMOTIONS, type Emotion } from '../contract/emotions';

const TIME_CONSTANT_SEC = 1;

/** Smooths one stretch of speech after another. */
export interface Smoother {
  /**
   * @param probabilities eight of one window, in the order of `EMOTIONS`
   * @param endSec end of the window
   * @returns eight, summing to 1 as those do.
   */
  add(probabilities: readonly number[], endSec: number): readonly number[];
  /** Forgets what was heard. */
  reset(): void;
}

/** Makes a smoother that has heard nothing. */
export function createSmoother(): Smoother {
  let last: { readonly smoothed: readonly number[]; readonly endSec: number } | null = null;
  return {
    add(probabilities, endSec) {
      const share = last === null ? 1 : 1 - Math.exp(-(endSec - last.endSec) / TIME_CONSTANT_SEC);
      const before = last?.smoothed ?? probabilities;
      const smoothed = probabilities.map((probability, index) => {
        const old = before[index] ?? probability;
        return old + share * (probability - old);
      });
      last = { smoothed, endSec };
      return smoothed;
    },
    reset() {
      last = null;
    },
  };
}

/** What is heard at a moment. */
export type LiveVerdict = Emotion | 'uncertain' | 'silence';

/**
 * The most probable emotion, or `uncertain` where even that lies below the threshold.
 *
 * @param probabilities eight, in the order of `EMOTIONS`
 */
export function judge(probabilities: readonly number[], uncertainBelow: number): Emotion | 'uncertain' {
  const highest = Math.max(...probabilities);
  const emotion = EMOTIONS[probabilities.indexOf(highest)];
  return emotion === undefined || !(highest >= uncertainBelow) ? 'uncertain' : emotion;
}
