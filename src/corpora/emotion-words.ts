/** The words that people name folders and files after: the eight emotions, and others that are none of them. */
import type { Emotion } from '../contract/emotions';

const WORDS: Readonly<Record<Emotion, string>> = {
  angry: 'angry anger ang',
  calm: 'calm calmness',
  disgust: 'disgust disgusted dis',
  fear: 'fear fearful afraid scared fea',
  happy: 'happy happiness joy joyful hap',
  neutral: 'neutral neu',
  sad: 'sad sadness',
  surprised: 'surprised surprise sur ps pleasant_surprise pleasant_surprised',
};

const EMOTION_OF_WORD: ReadonlyMap<string, Emotion> = new Map(
  Object.entries(WORDS).flatMap(([emotion, words]) => words.split(' ').map((word) => [word, emotion as Emotion])),
);

/** Labels of other collections that are none of the eight: taken for a near one, they would blur it. */
const OTHER_EMOTIONS: ReadonlySet<string> = new Set(
  'anxiety anxious bored boredom confused contempt depressed excited excitement frustrated frustration'.split(' '),
);

/** Words beside the emotion that change nothing: `angry_clips`, `female-sad`. */
const FILLERS: ReadonlySet<string> = new Set(
  'audio clip clips emotion female files flac male recordings samples speech voice voices wav'.split(' '),
);

/**
 * The emotion that a folder or a file is named after, in any case and with numbers or fillers around it: `01_Angry`,
 * `sadness`, `happy clips`, `surprise-03`. The whole name must say so: `angry_birds` does not.
 *
 * @param name one component of a path, without a file's extension
 * @returns null when it names none, `'other'` when it is one that the network does not know
 */
export function readEmotionWord(name: string): Emotion | 'other' | null {
  const words = name.toLowerCase().match(/[a-z]+/g) ?? [];
  const word = words.filter((part) => !FILLERS.has(part)).join('_');
  return EMOTION_OF_WORD.get(word) ?? (OTHER_EMOTIONS.has(word) ? 'other' : null);
}
