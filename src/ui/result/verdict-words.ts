import type { TimeSpan } from '../../contract/features';
import type { Emotion } from '../../contract/emotions';
import { EMOTION_WORDS, rankEmotions } from '../emotions/emotion-words';
import { formatPercent } from '../format';

/** From this share on the first place speaks for itself. */
const CLEAR_SHARE = 0.65;

/** A result in words: how sure, what, and how to read the figure. */
export interface VerdictWords {
  /** Comes before the adjective. */
  readonly opening: string;
  readonly adjective: string;
  readonly emotion: Emotion;
  /** The first place's share of the probability, in per cent. */
  readonly share: string;
  readonly explanation: string;
}

/**
 * Words a result no more surely than its figures allow.
 *
 * @param probabilities eight, in the order of `EMOTIONS`
 * @param uncertainBelow the share below which the model's card calls a result uncertain
 */
export function wordVerdict(probabilities: readonly number[], uncertainBelow: number): VerdictWords {
  const [first, second] = rankEmotions(probabilities);
  if (!first || !second) throw new RangeError('a verdict needs at least two emotions');
  const { emotion } = first;
  const { adjective } = EMOTION_WORDS[emotion];
  const share = formatPercent(first.probability);
  const runnerUp = `${EMOTION_WORDS[second.emotion].adjective} (${formatPercent(second.probability)})`;
  if (first.probability < uncertainBelow) {
    return {
      opening: 'Uncertain, perhaps',
      adjective,
      emotion,
      share,
      explanation: `Below ${formatPercent(uncertainBelow)} it is as likely wrong as right: take this as undecided. Next in line is ${runnerUp}.`,
    };
  }
  if (first.probability >= CLEAR_SHARE) {
    return { opening: 'This voice sounds', adjective, emotion, share, explanation: `Next in line is ${runnerUp}.` };
  }
  return {
    opening: 'This voice sounds most like',
    adjective,
    emotion,
    share,
    explanation: `It is not a clear case: ${runnerUp} is in it too.`,
  };
}

/**
 * Says a result in one breath, for screen readers, in the words that the page shows.
 *
 * @param probabilities eight, in the order of `EMOTIONS`
 * @param uncertainBelow as `wordVerdict` takes it
 */
export function announceVerdict(probabilities: readonly number[], uncertainBelow: number): string {
  const { opening, adjective, share, explanation } = wordVerdict(probabilities, uncertainBelow);
  return `Result: ${opening} ${adjective}. The model gives this ${share}. ${explanation}`;
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
