import type { CSSProperties } from 'react';
import { EMOTIONS } from '../../contract/emotions';
import { EmotionGlyph } from '../emotions/emotion-glyph';
import { EMOTION_WORDS, colourOfEmotion } from '../emotions/emotion-words';
import { formatPercent } from '../format';

/** Eight bars that keep their places, so that the eye can follow one; empty in silence. */
export function LiveBars({ probabilities }: { readonly probabilities: readonly number[] | null }) {
  return (
    <ul className="live-bars" aria-label="Probability of each emotion">
      {EMOTIONS.map((emotion, index) => {
        const probability = probabilities?.[index] ?? 0;
        const look: CSSProperties & Record<`--${string}`, string | number> = {
          '--share': probability,
          '--colour': colourOfEmotion(emotion),
        };
        return (
          <li key={emotion} data-emotion={emotion}>
            <EmotionGlyph emotion={emotion} />
            <span className="live-bar-name">{EMOTION_WORDS[emotion].label}</span>
            <span className="live-bar" aria-hidden="true" style={look} />
            <span className="live-bar-share">{probabilities === null ? '–' : formatPercent(probability)}</span>
          </li>
        );
      })}
    </ul>
  );
}
