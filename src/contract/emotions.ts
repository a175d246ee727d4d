/** The eight emotions, in the order of every probability vector, confusion matrix and one-hot label. */
export const EMOTIONS = ['angry', 'calm', 'disgust', 'fear', 'happy', 'neutral', 'sad', 'surprised'] as const;

/** One of the eight emotion labels. */
export type Emotion = (typeof EMOTIONS)[number];

/** Index of an emotion in `EMOTIONS`. */
export function indexOfEmotion(emotion: Emotion): number {
  return EMOTIONS.indexOf(emotion);
}
