import { EmotionGlyph } from '../emotions/emotion-glyph';
import { rankEmotions } from '../emotions/emotion-words';
import { formatPercent } from '../format';
import { wordVerdict } from './verdict-words';

/** The emotion with its probability, worded no more surely than the figures allow. */
export function Verdict({ probabilities }: { readonly probabilities: readonly number[] }) {
  const ranked = rankEmotions(probabilities);
  const { opening, adjective, explanation } = wordVerdict(ranked);
  const [first] = ranked;
  if (!first) return null;
  return (
    <div className="verdict" data-testid="verdict" data-emotion={first.emotion}>
      <h2 id="result-heading">
        <span className="verdict-opening">{opening} </span>
        <span className="verdict-emotion">
          <EmotionGlyph emotion={first.emotion} />
          {adjective}
        </span>
      </h2>
      <p>
        The model gives this <strong className="verdict-share">{formatPercent(first.probability)}</strong>.{' '}
        {explanation}
      </p>
      <p className="verdict-caution">
        A guess from the sound alone. The figure says how sure the model is, not how often it is right.
      </p>
    </div>
  );
}
