import { useCallback, useMemo } from 'react';
import type { Analysis } from '../../contract/prediction';
import type { EmotionSegment, RecordingSummary } from '../../contract/segments';
import { summariseSegments } from '../../recognition/find-emotion-segments';
import { findSegments } from '../../recognition/find-segments';
import { LANES, nameLane, paintLanes, type LaneStretch } from '../emotions/lanes';
import { formatClock, formatPercent } from '../format';
import { Plot } from '../pictures/plot';
import type { Paint } from '../pictures/use-canvas';

/** A mark in the middle of each lane. */
const LANE_TICKS = LANES.map((lane, index) => ({
  position: 1 - (index + 0.5) / LANES.length,
  label: nameLane(lane),
}));

/**
 * Which emotion was heard when, its shares and its surest moments, and every segment in a table. Nothing where all is one
 * segment: the verdict says it already.
 *
 * @param onSeek plays from a moment, in seconds; not given where there is nothing to play
 */
export function SegmentsSection({
  analysis,
  onSeek,
}: {
  readonly analysis: Analysis;
  readonly onSeek?: ((timeSec: number) => void) | undefined;
}) {
  const segments = useMemo(() => findSegments(analysis), [analysis]);
  const summary = useMemo(() => summariseSegments(segments), [segments]);
  const { durationSec } = analysis;
  const paint: Paint = useCallback(
    (context, width, height) => {
      paintLanes(context, width, height, segments.map(toStretch), durationSec);
    },
    [segments, durationSec],
  );
  if (segments.length < 2) return null;
  const shares = describeShares(summary);
  return (
    <section className="segments" aria-labelledby="segments-heading" data-testid="segments">
      <h3 id="segments-heading" className="visually-hidden">
        Emotions over time
      </h3>
      <Plot
        className="plot-lanes"
        title="Emotions over time"
        note={`${segments.length} segments, silence left out`}
        description={`Timeline of emotions: ${shares}.`}
        verticalUnit=""
        verticalTicks={LANE_TICKS}
        durationSec={durationSec}
        paint={paint}
        onSeek={onSeek}
      />
      <p>
        <strong>Of the spoken time:</strong> {shares}.
      </p>
      {summary.moments.length > 0 && <SurestMoments moments={summary.moments} onSeek={onSeek} />}
      <details>
        <summary>Show the segments as a table</summary>
        <SegmentTable segments={segments} onSeek={onSeek} />
      </details>
    </section>
  );
}

function SurestMoments({
  moments,
  onSeek,
}: {
  readonly moments: readonly EmotionSegment[];
  readonly onSeek: ((timeSec: number) => void) | undefined;
}) {
  return (
    <div className="surest-moments">
      <strong id="moments-heading">Surest moments:</strong>
      <ul aria-labelledby="moments-heading">
        {moments.map((moment) => (
          <li key={moment.startSec}>
            <Moment segment={moment} onSeek={onSeek} /> {nameLane(toStretch(moment).lane)},{' '}
            {formatPercent(moment.confidence)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function SegmentTable({
  segments,
  onSeek,
}: {
  readonly segments: readonly EmotionSegment[];
  readonly onSeek: ((timeSec: number) => void) | undefined;
}) {
  return (
    <div className="segment-table" role="region" aria-label="Segments, scrolls" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Emotion</th>
            <th scope="col">Sure</th>
          </tr>
        </thead>
        <tbody>
          {segments.map((segment) => (
            <tr key={segment.startSec}>
              <td>
                <Moment segment={segment} onSeek={onSeek} />
              </td>
              <td>{formatClock(segment.endSec)}</td>
              <th scope="row">{nameLane(toStretch(segment).lane)}</th>
              <td>{formatPercent(segment.confidence)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** When a segment begins; a button where it can be played. */
function Moment({
  segment: { startSec },
  onSeek,
}: {
  readonly segment: EmotionSegment;
  readonly onSeek: ((timeSec: number) => void) | undefined;
}) {
  const clock = formatClock(startSec);
  if (!onSeek) return clock;
  return (
    <button
      type="button"
      className="moment-button"
      aria-label={`Play from ${clock}`}
      onClick={() => {
        onSeek(startSec);
      }}
    >
      {clock}
    </button>
  );
}

function toStretch({ startSec, endSec, emotion }: EmotionSegment): LaneStretch {
  return { startSec, endSec, lane: emotion ?? 'uncertain' };
}

/** The shares of what occurs, the largest first. */
function describeShares({ shares }: RecordingSummary): string {
  return shares
    .filter(({ share }) => share > 0)
    .sort((one, other) => other.share - one.share)
    .map(({ emotion, share }) => `${nameLane(emotion ?? 'uncertain')} ${formatPercent(share)}`)
    .join(', ');
}
