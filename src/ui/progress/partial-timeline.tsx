import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { summariseSegments } from '../../recognition/find-emotion-segments';
import { findSegments } from '../../recognition/find-segments';
import type { PartialAnalysis } from '../../recognition/recognition-state';
import { paintLanes } from '../emotions/lanes';
import { describeShares, LANE_TICKS, toStretch } from '../emotions/segment-lanes';
import { formatClock } from '../format';
import { useCanvas } from '../pictures/use-canvas';

/** Drawn anew so often: the work grows with the recording, and nobody reads faster. */
const GAP_MS = 1000;

/** Which emotion was heard when, as far as a recording has been judged. */
export const PartialTimeline = memo(function PartialTimeline({ partial }: { readonly partial: PartialAnalysis }) {
  const { timeline, model, durationSec } = useEverySecond(partial);
  const segments = useMemo(() => findSegments({ timeline, model }), [timeline, model]);
  const canvas = useCanvas(
    useCallback(
      (context: CanvasRenderingContext2D, width: number, height: number) => {
        paintLanes(context, width, height, segments.map(toStretch), { startSec: 0, endSec: durationSec });
      },
      [segments, durationSec],
    ),
  );
  const shares = describeShares(summariseSegments(segments));
  return (
    <figure className="partial-timeline" data-testid="partial-timeline">
      <figcaption>Emotions so far</figcaption>
      <div className="partial-lanes" aria-hidden="true">
        {LANE_TICKS.map(({ label }) => (
          <span key={label}>{label}</span>
        ))}
      </div>
      <canvas ref={canvas} role="img" aria-label={`Emotions so far: ${shares === '' ? 'none yet' : shares}.`} />
      <p aria-hidden="true">
        <span>{formatClock(0)}</span>
        <span>{formatClock(durationSec)}</span>
      </p>
    </figure>
  );
});

/** A value that changes ten times a second, at most once a second, the last one for certain. */
function useEverySecond<Value>(value: Value): Value {
  const [taken, setTaken] = useState(value);
  const takenAtMs = useRef(-Infinity);
  useEffect(() => {
    const take = (): void => {
      takenAtMs.current = performance.now();
      setTaken(value);
    };
    const timer = setTimeout(take, Math.max(0, takenAtMs.current + GAP_MS - performance.now()));
    return () => {
      clearTimeout(timer);
    };
  }, [value]);
  return taken;
}
