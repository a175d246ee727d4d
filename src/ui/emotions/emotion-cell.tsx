import type { Emotion } from '../../contract/emotions';
import { formatPercent } from '../format';
import { EmotionGlyph } from './emotion-glyph';
import { EMOTION_WORDS } from './emotion-words';

/** What was heard, in a cell of a table; with the figure where there is no room for a column of its own. */
export function EmotionCell({
  emotion,
  confidence,
  uncertain,
}: {
  readonly emotion: Emotion;
  /** 0…1. */
  readonly confidence: number;
  readonly uncertain: boolean;
}) {
  return (
    <span className="emotion-cell">
      <EmotionGlyph emotion={emotion} />
      <span>
        {EMOTION_WORDS[emotion].label} <span className="narrow-only">{formatPercent(confidence)} </span>
        {uncertain && <span className="emotion-doubt">(uncertain)</span>}
      </span>
    </span>
  );
}
