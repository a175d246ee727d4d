import { EMOTIONS, type Emotion } from '../../contract/emotions';

/** How an emotion is named and drawn; never by colour alone. */
export interface EmotionWords {
  /** Heading in lists and charts. */
  readonly label: string;
  /** Completes "sounds …". */
  readonly adjective: string;
  /** A line in a 24 × 24 box that moves as a voice in this emotion might. */
  readonly contour: string;
}

/** The words and contour of each emotion. */
export const EMOTION_WORDS: Readonly<Record<Emotion, EmotionWords>> = {
  angry: { label: 'Angry', adjective: 'angry', contour: 'M2 15 6 7l4 11L14 4l4 15 4-10' },
  calm: { label: 'Calm', adjective: 'calm', contour: 'M2 13c4-5 6-5 10 0s6 5 10 0' },
  disgust: { label: 'Disgust', adjective: 'disgusted', contour: 'M2 6c11-1 18 3 18 8.5 0 6-9 5.5-9 1.5 0-3 5-3 5.5 0' },
  fear: { label: 'Fear', adjective: 'fearful', contour: 'M2 12l1.7-3 3.3 6 3.3-6 3.3 6 3.3-6 3.3 6 1.8-3' },
  happy: { label: 'Happy', adjective: 'happy', contour: 'M2 19q3.5-10 6 0 3.5-14 6.5-3 3-14 7.5-12' },
  neutral: { label: 'Neutral', adjective: 'neutral', contour: 'M2 12h20' },
  sad: { label: 'Sad', adjective: 'sad', contour: 'M2 6c7 0 6 12 20 13' },
  surprised: { label: 'Surprised', adjective: 'surprised', contour: 'M2 18h6c3 0 3-14 5-14s2 9 9 9' },
};

/** The CSS custom property that holds an emotion's colour in the current theme. */
export function colourOfEmotion(emotion: Emotion): string {
  return `var(--emotion-${emotion})`;
}

/** An emotion with its probability. */
export interface RankedEmotion {
  readonly emotion: Emotion;
  /** 0…1. */
  readonly probability: number;
}

/**
 * Orders emotions from the most probable to the least; equals stay in the order of `EMOTIONS`.
 *
 * @param probabilities eight, in the order of `EMOTIONS`
 */
export function rankEmotions(probabilities: readonly number[]): readonly RankedEmotion[] {
  return EMOTIONS.map((emotion, index) => ({ emotion, probability: probabilities[index] ?? 0 })).sort(
    (left, right) => right.probability - left.probability,
  );
}
