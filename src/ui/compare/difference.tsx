import { useMemo } from 'react';
import type { Analysis } from '../../contract/prediction';
import { EmotionGlyph } from '../emotions/emotion-glyph';
import { colourOfEmotion, EMOTION_WORDS } from '../emotions/emotion-words';
import { formatPercent } from '../format';
import { formatPoints } from '../report/figures';
import { numberColumn, shareColumn, type FigureTable } from '../report/figure-table';
import { TableView } from '../report/table-view';
import { describeDifference, describePoints, pairEmotions, type EmotionPair } from './compare-words';
import { probabilitiesOf, type SideChoice } from './compared-side';

/** The probabilities of both sides, emotion by emotion, as a chart and as a table. */
export function Difference({
  a,
  b,
  analyses: [ofA, ofB],
}: {
  readonly a: SideChoice;
  readonly b: SideChoice;
  readonly analyses: readonly [Analysis, Analysis];
}) {
  const probabilitiesOfA = probabilitiesOf(a, ofA);
  const probabilitiesOfB = probabilitiesOf(b, ofB);
  const pairs = useMemo(() => pairEmotions(probabilitiesOfA, probabilitiesOfB), [probabilitiesOfA, probabilitiesOfB]);
  const isSame = a.sourceKey === b.sourceKey && a.momentKey === b.momentKey;
  const versions = [ofA.model.version, ofB.model.version];
  return (
    <section className="panel difference" aria-labelledby="difference-heading" data-testid="difference">
      <h3 id="difference-heading">Side by side</h3>
      <p role="status">
        {isSame ? 'Both sides are the same: choose another recording or moment.' : describeDifference(pairs)}
      </p>
      <PairedChart pairs={pairs} />
      <p className="difference-caution">
        A difference is one between two guesses of the model. It does not measure how much more of an emotion there was,
        and a difference of a few points may come from the microphone or the words.
        {versions[0] !== versions[1] &&
          ` The two were judged by different versions of the model (${versions.join(' and ')}): part of the difference is theirs.`}
      </p>
      <details>
        <summary>Show as a table</summary>
        <TableView table={tabulatePairs(pairs)} />
      </details>
    </section>
  );
}

/** Two bars for each emotion, A above B; told apart by their letters and by how they are filled. */
function PairedChart({ pairs }: { readonly pairs: readonly EmotionPair[] }) {
  const summary = pairs
    .map((pair) => `${EMOTION_WORDS[pair.emotion].label}: A ${formatPercent(pair.a)}, B ${formatPercent(pair.b)}`)
    .join('; ');
  return (
    <div className="paired-chart" role="img" aria-label={`Bar chart of both sides. ${summary}.`}>
      {pairs.map((pair) => (
        <div key={pair.emotion} className="paired-emotion" style={{ color: colourOfEmotion(pair.emotion) }}>
          <span className="paired-name">
            <EmotionGlyph emotion={pair.emotion} />
            {EMOTION_WORDS[pair.emotion].label}
          </span>
          <span className="paired-bars">
            <PairedBar side="A" share={pair.a} />
            <PairedBar side="B" share={pair.b} />
          </span>
          <span className="paired-difference">{describePoints(pair)}</span>
        </div>
      ))}
    </div>
  );
}

function PairedBar({ side, share }: { readonly side: 'A' | 'B'; readonly share: number }) {
  return (
    <span className="paired-bar" data-side={side}>
      <span className="paired-letter">{side}</span>
      <span className="paired-track">
        <span className="paired-fill" style={{ inlineSize: `${(100 * share).toFixed(2)}%` }} />
      </span>
      <span className="paired-figure">{formatPercent(share)}</span>
    </span>
  );
}

function tabulatePairs(pairs: readonly EmotionPair[]): FigureTable<EmotionPair> {
  return {
    caption: 'Probabilities of both sides',
    fileName: 'undertone-comparison',
    columns: [
      {
        heading: 'Emotion',
        isNumber: false,
        show: ({ emotion }) => EMOTION_WORDS[emotion].label,
        values: [['emotion', ({ emotion }) => emotion]],
        emotionOf: ({ emotion }) => emotion,
      },
      shareColumn('A', 'probability_a', ({ a }) => a),
      shareColumn('B', 'probability_b', ({ b }) => b),
      numberColumn('B less A, points', 'difference', ({ a, b }) => b - a, formatPoints),
    ],
    rows: pairs,
  };
}
