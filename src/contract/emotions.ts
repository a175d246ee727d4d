/** The eight emotions, in the order of every probability vector, confusion matrix and one-hot label. */
export const EMOTIONS = ['angry', 'calm', 'disgust', 'fear', 'happy', 'neutral', 'sad', 'surprised'] as const;

/** One of the eight emotion labels. */
export type Emotion = (typeof EMOTIONS)[number];

/** Index of an emotion in `EMOTIONS`. */
export function indexOfEmotion(emotion: Emotion): number {
  return EMOTIONS.indexOf(emotion);
}

/** Index of the highest of some values, such as of the most probable emotion; of equals the first. */
export function indexOfHighest(values: readonly number[]): number {
  let highest = 0;
  for (let index = 1; index < values.length; index++) {
    if ((values[index] ?? NaN) > (values[highest] ?? NaN)) highest = index;
  }
  return highest;
}
