import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { EpochRecord } from '../../contract/model-card';
import { formatShare } from '../report/figures';
import { useElementWidth } from '../result/use-element-width';

const HEIGHT_PX = 260;
const AXIS_WIDTH_PX = 52;

const MEASURES = {
  accuracy: {
    training: 'accuracy',
    validation: 'valAccuracy',
    write: formatShare,
    writeTick: (value: number) => `${Math.round(100 * value)} %`,
    domain: [0, 1],
  },
  loss: {
    training: 'loss',
    validation: 'valLoss',
    write: (value: number) => value.toFixed(3),
    writeTick: (value: number) => value.toFixed(1),
    domain: [0, 'auto'],
  },
} as const;

const DASHES = '6 5';

/** Training and validation over the epochs, the best epoch marked; the same figures are in a table. */
export function EpochChart({
  title,
  measure,
  history,
  bestEpoch,
}: {
  readonly title: string;
  readonly measure: keyof typeof MEASURES;
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number;
}) {
  const [box, widthPx] = useElementWidth<HTMLDivElement>();
  const { training, validation, write, writeTick, domain } = MEASURES[measure];
  const [first, last] = [history[0], history.at(-1)];
  const best = history.find(({ epoch }) => epoch === bestEpoch);
  const words =
    first && last
      ? `in training from ${write(first[training])} to ${write(last[training])}, on the validation clips from ` +
        `${write(first[validation])} to ${write(last[validation])}` +
        (best ? `, in the best epoch, ${bestEpoch}, ${write(best[validation])}` : '')
      : '';
  return (
    <div className="epoch-chart">
      <h4>{title}</h4>
      <ul className="line-legend" aria-hidden="true">
        <li>
          <svg viewBox="0 0 28 8">
            <path d="M0 4h28" stroke="var(--accent)" />
          </svg>
          validation
        </li>
        <li>
          <svg viewBox="0 0 28 8">
            <path d="M0 4h28" stroke="var(--ink-soft)" strokeDasharray={DASHES} />
          </svg>
          training
        </li>
      </ul>
      <div ref={box} className="chart" role="img" aria-label={`${title} per epoch: ${words}.`}>
        {widthPx !== null && (
          <LineChart
            width={widthPx}
            height={HEIGHT_PX}
            data={[...history]}
            margin={{ top: 20, right: 16, bottom: 4, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis
              dataKey="epoch"
              type="number"
              domain={['dataMin', 'dataMax']}
              stroke="var(--ink-soft)"
              tickCount={6}
            />
            <YAxis domain={[...domain]} width={AXIS_WIDTH_PX} tickFormatter={writeTick} stroke="var(--ink-soft)" />
            {best && (
              <ReferenceLine
                x={bestEpoch}
                stroke="var(--ink-soft)"
                label={{ value: `best: ${bestEpoch}`, position: 'top', fill: 'var(--ink)' }}
              />
            )}
            <Tooltip
              labelFormatter={(epoch) => <>Epoch {epoch}</>}
              formatter={(value) => write(Number(value))}
              contentStyle={{ background: 'var(--surface)', borderColor: 'var(--line)' }}
              itemStyle={{ color: 'var(--ink)' }}
              isAnimationActive={false}
            />
            <Line
              name="training"
              dataKey={training}
              stroke="var(--ink-soft)"
              strokeWidth={2}
              strokeDasharray={DASHES}
              dot={false}
              isAnimationActive={false}
            />
            <Line
              name="validation"
              dataKey={validation}
              stroke="var(--accent)"
              strokeWidth={2.5}
              dot={false}
              isAnimationActive={false}
            />
          </LineChart>
        )}
      </div>
      <p className="chart-axis chart-axis-end">Epoch</p>
    </div>
  );
}
