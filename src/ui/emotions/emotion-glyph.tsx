import type { Emotion } from '../../contract/emotions';
import { EMOTION_WORDS, colourOfEmotion } from './emotion-words';
import './emotions.css';

/** The contour of an emotion in its colour; decoration beside its name. */
export function EmotionGlyph({ emotion }: { readonly emotion: Emotion }) {
  return (
    <svg className="emotion-glyph" viewBox="0 0 24 24" aria-hidden="true" style={{ color: colourOfEmotion(emotion) }}>
      <path d={EMOTION_WORDS[emotion].contour} />
    </svg>
  );
}
