import type { Analysis } from '../../contract/prediction';
import { EmotionGlyph } from '../emotions/emotion-glyph';
import { wordVerdict } from './verdict-words';

/** The emotion with its probability, worded no more surely than the figures allow. */
export function Verdict({ analysis }: { readonly analysis: Pick<Analysis, 'probabilities' | 'model'> }) {
  const { opening, adjective, emotion, share, explanation } = wordVerdict(
    analysis.probabilities,
    analysis.model.uncertainBelow,
  );
  return (
    <div className="verdict" data-testid="verdict" data-emotion={emotion}>
      <h2 id="result-heading">
        <span className="verdict-opening">{opening} </span>
        <span className="verdict-emotion">
          <EmotionGlyph emotion={emotion} />
          {adjective}
        </span>
      </h2>
      <p>
        The model gives this <strong className="verdict-share">{share}</strong>. {explanation}
      </p>
      <p className="verdict-caution">
        A guess from the sound alone, calibrated on actors it had not heard: another voice may fool it.
      </p>
    </div>
  );
}
