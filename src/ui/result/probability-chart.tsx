import { Bar, BarChart, XAxis, YAxis } from 'recharts';
import { EMOTIONS, indexOfEmotion, type Emotion } from '../../contract/emotions';
import { EMOTION_WORDS, colourOfEmotion, rankEmotions } from '../emotions/emotion-words';
import { formatPercent } from '../format';
import { useElementWidth } from './use-element-width';

const ROW_HEIGHT_PX = 36;
/** Contour, name and figure before each bar. */
const NAMES_WIDTH_PX = 172;

/** All eight probabilities, from the most probable on, as bars with names and figures; the same as a table below. */
export function ProbabilityChart({ probabilities }: { readonly probabilities: readonly number[] }) {
  const [box, widthPx] = useElementWidth<HTMLDivElement>();
  const heightPx = EMOTIONS.length * ROW_HEIGHT_PX;
  const rows = rankEmotions(probabilities).map((ranked) => ({
    ...ranked,
    figure: formatPercent(ranked.probability),
    // Recharts paints each bar in its row's own fill.
    fill: colourOfEmotion(ranked.emotion),
  }));
  const summary = rows.map(({ emotion, figure }) => `${EMOTION_WORDS[emotion].label} ${figure}`).join(', ');
  return (
    <section className="probabilities" aria-labelledby="probabilities-heading">
      <h3 id="probabilities-heading">All eight emotions</h3>
      <div ref={box} role="img" aria-label={`Bar chart: ${summary}.`} style={{ height: heightPx }}>
        {widthPx !== null && (
          <BarChart
            width={widthPx}
            height={heightPx}
            data={rows}
            layout="vertical"
            accessibilityLayer={false}
            barCategoryGap="28%"
            margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
          >
            <XAxis type="number" domain={[0, 1]} hide />
            <YAxis
              type="category"
              dataKey="emotion"
              width={NAMES_WIDTH_PX}
              interval={0}
              axisLine={false}
              tickLine={false}
              tick={({ y, payload }: { y: number | string; payload: { value: Emotion } }) => (
                <EmotionTick
                  y={Number(y)}
                  emotion={payload.value}
                  probability={probabilities[indexOfEmotion(payload.value)] ?? 0}
                />
              )}
            />
            <Bar
              dataKey="probability"
              radius={4}
              minPointSize={3}
              background={{ fill: 'var(--track)', radius: 4 }}
              // Growing bars would cost the page's thread a render of the chart at every frame.
              isAnimationActive={false}
            />
          </BarChart>
        )}
      </div>
      <details>
        <summary>Show as a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Emotion</th>
              <th scope="col">Probability</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ emotion, probability }) => (
              <tr key={emotion} data-emotion={emotion} data-probability={probability}>
                <th scope="row">{EMOTION_WORDS[emotion].label}</th>
                <td>{(100 * probability).toFixed(1)}&nbsp;%</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

/** Contour, name and figure of an emotion before its bar. */
function EmotionTick({
  y,
  emotion,
  probability,
}: {
  readonly y: number;
  readonly emotion: Emotion;
  readonly probability: number;
}) {
  return (
    <g transform={`translate(0 ${y})`}>
      <path
        d={EMOTION_WORDS[emotion].contour}
        transform="translate(0 -11) scale(0.92)"
        fill="none"
        stroke={colourOfEmotion(emotion)}
        strokeWidth={2.25}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <text x={32} dy="0.35em" fill="var(--ink)">
        {EMOTION_WORDS[emotion].label}
      </text>
      <text x={NAMES_WIDTH_PX - 10} dy="0.35em" textAnchor="end" fill="var(--ink)">
        {formatPercent(probability)}
      </text>
    </g>
  );
}
