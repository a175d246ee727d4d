/** Two guesses set against each other, in words. */
import { EMOTIONS, type Emotion } from '../../contract/emotions';
import { EMOTION_WORDS } from '../emotions/emotion-words';

/** One emotion on both sides. */
export interface EmotionPair {
  readonly emotion: Emotion;
  /** 0…1 on side A, and on side B. */
  readonly a: number;
  readonly b: number;
}

/** Differences below this are rounded away. */
const LEAST_POINTS = 1;

/** Both probabilities of each emotion; those that matter on either side first, equals in the order of `EMOTIONS`. */
export function pairEmotions(a: readonly number[], b: readonly number[]): readonly EmotionPair[] {
  return EMOTIONS.map((emotion, index) => ({ emotion, a: a[index] ?? 0, b: b[index] ?? 0 })).sort(
    (one, other) => Math.max(other.a, other.b) - Math.max(one.a, one.b),
  );
}

/** B less A in whole percentage points; rounded by itself, so that it may be one off the difference of rounded figures. */
export function measurePoints({ a, b }: Pick<EmotionPair, 'a' | 'b'>): number {
  return Math.round(100 * (b - a));
}

/** A difference in words: `42 points more in B`, `as much in both`. */
export function describePoints(pair: Pick<EmotionPair, 'a' | 'b'>): string {
  const points = measurePoints(pair);
  if (Math.abs(points) < LEAST_POINTS) return 'as much in both';
  const count = `${Math.abs(points)} ${Math.abs(points) === 1 ? 'point' : 'points'}`;
  return `${count} more in ${points > 0 ? 'B' : 'A'}`;
}

/** The largest differences in a sentence, a gain and a loss where there are both. */
export function describeDifference(pairs: readonly EmotionPair[]): string {
  const byPoints = [...pairs].sort((one, other) => measurePoints(other) - measurePoints(one));
  const [most, least] = [byPoints[0], byPoints.at(-1)];
  const named = [most, least]
    .filter((pair) => pair !== undefined)
    .filter((pair) => Math.abs(measurePoints(pair)) >= LEAST_POINTS)
    .sort((one, other) => Math.abs(measurePoints(other)) - Math.abs(measurePoints(one)))
    .map((pair) => `${EMOTION_WORDS[pair.emotion].label}, ${describePoints(pair)}`);
  if (named.length === 0) return 'The model gives all eight emotions about as much on both sides.';
  return `The largest difference: ${named.join('; then ')}.`;
}
