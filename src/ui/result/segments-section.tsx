import { useMemo, useState } from 'react';
import type { TimeSpan } from '../../contract/features';
import type { Analysis } from '../../contract/prediction';
import type { EmotionSegment } from '../../contract/segments';
import { summariseSegments } from '../../recognition/find-emotion-segments';
import { findSegments } from '../../recognition/find-segments';
import { EmotionLanes } from '../emotions/emotion-lanes';
import { nameLane } from '../emotions/lanes';
import { describeShares, toStretch } from '../emotions/segment-lanes';
import { formatClock, formatPercent } from '../format';
import { describeSpan } from '../pictures/time-toolbar';

/** What can be done with a segment. */
interface SegmentActions {
  readonly onSeek: ((timeSec: number) => void) | null;
  readonly onSelect: ((span: TimeSpan) => void) | null;
}

/**
 * Which emotion was heard when, its shares and its surest moments, and every segment in a table. Nothing where all is one
 * segment: the verdict says it already.
 *
 * @param onSeek plays from a moment, in seconds; `null` where there is nothing to play
 * @param onSelect judges a segment by itself; `null` where that cannot be
 */
export function SegmentsSection({ analysis, onSeek, onSelect }: SegmentActions & { readonly analysis: Analysis }) {
  const [isTableOpen, setIsTableOpen] = useState(false);
  const segments = useMemo(() => findSegments(analysis), [analysis]);
  const summary = useMemo(() => summariseSegments(segments), [segments]);
  if (segments.length < 2) return null;
  const shares = describeShares(summary);
  return (
    <section className="segments" aria-labelledby="segments-heading" data-testid="segments">
      <h3 id="segments-heading" className="visually-hidden">
        Emotions over time
      </h3>
      <EmotionLanes segments={segments} shares={shares} />
      <p>
        <strong>Of the spoken time:</strong> {shares}.
      </p>
      {summary.moments.length > 0 && <SurestMoments moments={summary.moments} onSeek={onSeek} />}
      {/* Hundreds of rows: only for those who ask for them. */}
      <details
        onToggle={({ currentTarget }) => {
          setIsTableOpen(currentTarget.open);
        }}
      >
        <summary>Show the segments as a table</summary>
        {isTableOpen && <SegmentTable segments={segments} onSeek={onSeek} onSelect={onSelect} />}
      </details>
    </section>
  );
}

function SurestMoments({
  moments,
  onSeek,
}: {
  readonly moments: readonly EmotionSegment[];
  readonly onSeek: SegmentActions['onSeek'];
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
  onSelect,
}: SegmentActions & { readonly segments: readonly EmotionSegment[] }) {
  return (
    <div className="segment-table" role="region" aria-label="Segments, scrolls" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Emotion</th>
            <th scope="col">Sure</th>
            {onSelect && <th scope="col">By itself</th>}
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
              {onSelect && (
                <td>
                  <button
                    type="button"
                    className="moment-button"
                    aria-label={`Analyse ${describeSpan(segment)} by itself`}
                    onClick={() => {
                      onSelect(segment);
                    }}
                  >
                    Analyse
                  </button>
                </td>
              )}
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
  readonly onSeek: SegmentActions['onSeek'];
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
