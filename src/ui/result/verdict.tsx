import { EmotionGlyph } from '../emotions/emotion-glyph';
import { wordVerdict } from './verdict-words';

/** The emotion with its probability, worded no more surely than the figures allow. */
export function Verdict({ probabilities }: { readonly probabilities: readonly number[] }) {
  const { opening, adjective, emotion, share, explanation } = wordVerdict(probabilities);
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
        A guess from the sound alone. The figure says how sure the model is, not how often it is right.
      </p>
    </div>
  );
}
