import { EMOTIONS } from '../../contract/emotions';
import { EmotionGlyph } from './emotion-glyph';
import { EMOTION_WORDS } from './emotion-words';

/** The eight emotions that the model tells apart, shown before there is a result. */
export function EmotionLegend() {
  return (
    <section aria-labelledby="legend-heading">
      <h2 id="legend-heading" className="quiet-heading">
        Eight emotions it tells apart
      </h2>
      <ul className="emotion-legend">
        {EMOTIONS.map((emotion) => (
          <li key={emotion}>
            <EmotionGlyph emotion={emotion} />
            {EMOTION_WORDS[emotion].label}
          </li>
        ))}
      </ul>
    </section>
  );
}
