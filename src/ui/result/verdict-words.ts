import type { TimeSpan } from '../../contract/features';
import { EMOTION_WORDS, type RankedEmotion } from '../emotions/emotion-words';
import { formatPercent } from '../format';

/** From this share on the first place speaks for itself. */
const CLEAR_SHARE = 0.6;
/** Below this share no emotion has the floor. */
const UNSURE_SHARE = 0.4;

/** A result in words: how sure, what, and how to read the figure. */
export interface VerdictWords {
  /** Comes before the adjective. */
  readonly opening: string;
  readonly adjective: string;
  readonly explanation: string;
}

/**
 * Words a result no more surely than its figures allow.
 *
 * @param ranked emotions from the most probable on, at least two
 */
export function wordVerdict(ranked: readonly RankedEmotion[]): VerdictWords {
  const [first, second] = ranked;
  if (!first || !second) throw new RangeError('a verdict needs at least two emotions');
  const { adjective } = EMOTION_WORDS[first.emotion];
  const runnerUp = `${EMOTION_WORDS[second.emotion].adjective} (${formatPercent(second.probability)})`;
  if (first.probability >= CLEAR_SHARE) {
    return { opening: 'This voice sounds', adjective, explanation: `Next in line is ${runnerUp}.` };
  }
  if (first.probability >= UNSURE_SHARE) {
    return {
      opening: 'This voice sounds most like',
      adjective,
      explanation: `It is not a clear case: ${runnerUp} is in it too.`,
    };
  }
  return {
    opening: 'Hard to say, perhaps',
    adjective,
    explanation: `No emotion stands out; ${runnerUp} is close behind. Treat this as undecided.`,
  };
}

/** Seconds covered by spans, each moment counted once. The spans are in order of their start and may overlap. */
export function measureCoveredSec(spans: readonly TimeSpan[]): number {
  let coveredSec = 0;
  let reachedSec = 0;
  for (const { startSec, endSec } of spans) {
    coveredSec += Math.max(0, endSec - Math.max(startSec, reachedSec));
    reachedSec = Math.max(reachedSec, endSec);
  }
  return coveredSec;
}
