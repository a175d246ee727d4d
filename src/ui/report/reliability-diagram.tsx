import {
  Bar,
  BarChart,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  XAxis,
  YAxis,
} from 'recharts';
import type { CalibrationBin } from '../../contract/report';
import { useElementWidth } from '../result/use-element-width';
import { countOf, formatShare } from './figures';

const DIAGRAM_HEIGHT_PX = 280;
const CLIPS_HEIGHT_PX = 110;
/** What stands left of the plots, so that both share their horizontal axis. */
const AXIS_WIDTH_PX = 52;
const MARGIN = { top: 12, right: 12, bottom: 4, left: 0 };
const TICKS = [0, 0.25, 0.5, 0.75, 1];

function writeTick(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** Share judged rightly over the highest probability, and how many clips each dot stands for. */
export function ReliabilityDiagram({
  bins,
  uncertainBelow,
}: {
  readonly bins: readonly CalibrationBin[];
  readonly uncertainBelow: number;
}) {
  const [box, widthPx] = useElementWidth<HTMLDivElement>();
  const filled = bins.filter(({ clips }) => clips > 0);
  const columns = bins.map(({ low, high, clips }) => ({ middle: (low + high) / 2, clips }));
  const words = filled
    .map(
      ({ confidence, accuracy, clips }) =>
        `at ${formatShare(confidence)} ${formatShare(accuracy)} of ${countOf(clips, 'clip')}`,
    )
    .join(', ');
  return (
    <div ref={box} className="chart" role="img" aria-label={`Reliability diagram, judged rightly: ${words}.`}>
      {widthPx !== null && (
        <>
          <p className="chart-axis">Judged rightly</p>
          <ComposedChart
            width={widthPx}
            height={DIAGRAM_HEIGHT_PX}
            data={filled}
            margin={MARGIN}
            accessibilityLayer={false}
          >
            <ReferenceArea x1={0} x2={uncertainBelow} fill="var(--track)" fillOpacity={0.7} />
            <CartesianGrid stroke="var(--line)" />
            <XAxis
              type="number"
              dataKey="confidence"
              domain={[0, 1]}
              ticks={TICKS}
              tickFormatter={writeTick}
              stroke="var(--ink-soft)"
            />
            <YAxis
              type="number"
              domain={[0, 1]}
              ticks={TICKS}
              tickFormatter={writeTick}
              width={AXIS_WIDTH_PX}
              stroke="var(--ink-soft)"
            />
            <ReferenceLine
              segment={[
                { x: 0, y: 0 },
                { x: 1, y: 1 },
              ]}
              stroke="var(--ink-soft)"
              strokeDasharray="6 5"
            />
            <ReferenceLine
              x={uncertainBelow}
              stroke="var(--ink-soft)"
              label={{ value: '← uncertain', position: 'insideTopRight', fill: 'var(--ink)' }}
            />
            <Line
              dataKey="accuracy"
              stroke="var(--accent)"
              strokeWidth={2}
              dot={{ r: 5, fill: 'var(--accent)', stroke: 'var(--surface)' }}
              isAnimationActive={false}
            />
          </ComposedChart>
          <p className="chart-axis">Clips</p>
          <BarChart
            width={widthPx}
            height={CLIPS_HEIGHT_PX}
            data={columns}
            margin={MARGIN}
            barSize={Math.max(2, Math.floor((widthPx - AXIS_WIDTH_PX - MARGIN.right) / columns.length) - 3)}
            accessibilityLayer={false}
          >
            <XAxis
              type="number"
              dataKey="middle"
              domain={[0, 1]}
              ticks={TICKS}
              tickFormatter={writeTick}
              stroke="var(--ink-soft)"
            />
            <YAxis width={AXIS_WIDTH_PX} tickCount={3} allowDecimals={false} stroke="var(--ink-soft)" />
            <Bar dataKey="clips" fill="var(--accent)" isAnimationActive={false} />
          </BarChart>
          <p className="chart-axis chart-axis-end">Highest probability of a clip</p>
        </>
      )}
    </div>
  );
}
