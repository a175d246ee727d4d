/** Which window of a recording is looked into. */
import { EMOTIONS, indexOfEmotion, indexOfHighest } from '../../contract/emotions';
import type { Analysis, Timeline } from '../../contract/prediction';
import { EMOTION_WORDS } from '../emotions/emotion-words';
import { formatClock, formatPercent } from '../format';

/** The window that says most of what the result says. */
export function findTellingWindow({ timeline, emotion }: Pick<Analysis, 'timeline' | 'emotion'>): number {
  const index = indexOfEmotion(emotion);
  const probabilities = timeline.map(({ probabilities: ofWindow }) => ofWindow[index] ?? 0);
  return indexOfHighest(probabilities);
}

/** The window in which a moment lies, the one whose middle is nearest where several do or none does. */
export function findWindowAt(timeline: Timeline, timeSec: number): number {
  const distance = ({ startSec, endSec }: Timeline[number]): number => {
    const outside = Math.max(0, startSec - timeSec, timeSec - endSec);
    const fromMiddle = Math.abs((startSec + endSec) / 2 - timeSec);
    // Being inside comes first, however short the window.
    return outside > 0 ? 1e6 + outside : fromMiddle;
  };
  const distances = timeline.map(distance);
  return distances.indexOf(Math.min(...distances));
}

/** A window in a list: when, and what it is judged to be. */
export function nameWindow({ startSec, endSec, probabilities }: Timeline[number]): string {
  const highest = Math.max(...probabilities);
  const emotion = EMOTIONS[probabilities.indexOf(highest)];
  const word = emotion === undefined ? '' : `: ${EMOTION_WORDS[emotion].label}, ${formatPercent(highest)}`;
  return `${formatMoment(startSec)} to ${formatMoment(endSec)}${word}`;
}

/** A moment to the tenth of a second: `0:07.3`. */
function formatMoment(timeSec: number): string {
  const tenths = Math.round(timeSec * 10);
  return `${formatClock(tenths / 10)}.${tenths % 10}`;
}
