/** From a smoothed timeline to segments of one emotion each, and to what they say in all. */
import { EMOTIONS, indexOfHighest, type Emotion } from '../contract/emotions';
import type { Prediction } from '../contract/prediction';
import type { EmotionSegment, RecordingSummary } from '../contract/segments';
import { summarise } from '../evaluation/summarise';

/** Moments closer than this touch: their ends are sums of fractions. */
const TOUCH_SEC = 1e-6;

/**
 * Finds the segments of a recording: speech without a pause in which the same emotion is the most probable one. Whether a
 * segment is uncertain is judged by its mean, so that one moment of doubt does not cut it; uncertain segments that touch
 * are one.
 *
 * @param moments as `smoothTimeline` gives them
 * @param uncertainBelow 0…1, as in `Calibration`
 * @returns in time order, not overlapping, without silence
 */
export function findEmotionSegments(moments: Iterable<Prediction>, uncertainBelow: number): EmotionSegment[] {
  const segments: EmotionSegment[] = [];
  for (const run of groupRuns(moments)) {
    const segment = join(run, uncertainBelow);
    const before = segments.at(-1);
    if (before?.emotion === null && segment.emotion === null && touch(before, segment)) {
      segments[segments.length - 1] = join([before, segment], Infinity);
    } else {
      segments.push(segment);
    }
  }
  return segments;
}

const KINDS: readonly (Emotion | null)[] = [...EMOTIONS, null];

/**
 * Sums up what segments say. Without any, everything is 0. One pass: while hours are heard, thousands of segments are
 * summed up again and again.
 */
export function summariseSegments(segments: readonly EmotionSegment[]): RecordingSummary {
  const durationsSec = new Float64Array(KINDS.length);
  const surest: (EmotionSegment | undefined)[] = KINDS.map(() => undefined);
  let spokenSec = 0;
  for (const segment of segments) {
    const kind = KINDS.indexOf(segment.emotion);
    const durationSec = segment.endSec - segment.startSec;
    spokenSec += durationSec;
    durationsSec[kind] = (durationsSec[kind] ?? 0) + durationSec;
    if (segment.confidence > (surest[kind]?.confidence ?? -Infinity)) surest[kind] = segment;
  }
  const shares = KINDS.map((emotion, kind) => {
    const durationSec = durationsSec[kind] ?? 0;
    return { emotion, durationSec, share: spokenSec === 0 ? 0 : durationSec / spokenSec };
  });
  const moments = surest
    .filter((segment) => segment !== undefined)
    .filter(({ emotion }) => emotion !== null)
    .sort((one, other) => other.confidence - one.confidence);
  return { spokenSec, shares, moments };
}

function touch(before: Pick<Prediction, 'endSec'>, next: Pick<Prediction, 'startSec'>): boolean {
  return next.startSec - before.endSec < TOUCH_SEC;
}

/** Groups moments that touch and have the same emotion as the most probable one. */
function* groupRuns(moments: Iterable<Prediction>): Generator<Prediction[], void> {
  let run: Prediction[] = [];
  let runEmotion = -1;
  for (const moment of moments) {
    const emotion = indexOfHighest(moment.probabilities);
    const before = run.at(-1);
    if (before !== undefined && (emotion !== runEmotion || !touch(before, moment))) {
      yield run;
      run = [];
    }
    run.push(moment);
    runEmotion = emotion;
  }
  if (run.length > 0) yield run;
}

/** One segment of predictions that touch, each weighted by its duration. */
function join(parts: readonly Prediction[], uncertainBelow: number): EmotionSegment {
  const { probabilities, emotion } = summarise(parts);
  const confidence = Math.max(...probabilities);
  return {
    startSec: parts[0]?.startSec ?? 0,
    endSec: parts.at(-1)?.endSec ?? 0,
    probabilities,
    confidence,
    emotion: confidence < uncertainBelow ? null : emotion,
  };
}
