import { memo, useCallback, useEffect, useRef, useState } from 'react';
import type { EmotionSegment } from '../../contract/segments';
import { summariseSegments } from '../../recognition/find-emotion-segments';
import { GrowingSegments } from '../../recognition/growing-segments';
import type { PartialAnalysis } from '../../recognition/recognition-state';
import { paintLanes } from '../emotions/lanes';
import { describeShares, LANE_TICKS, toStretch } from '../emotions/segment-lanes';
import { formatClock } from '../format';
import { useCanvas } from '../pictures/use-canvas';

/** Drawn anew so often: nobody reads faster. */
const GAP_MS = 1000;

/** Which emotion was heard when, as far as a recording has been judged. */
export const PartialTimeline = memo(function PartialTimeline({ partial }: { readonly partial: PartialAnalysis }) {
  const segments = useSegments(partial);
  const { durationSec } = partial;
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

/** The segments so far, at most once a second, the last ones for certain. */
function useSegments(partial: PartialAnalysis): readonly EmotionSegment[] {
  const [segments, setSegments] = useState<readonly EmotionSegment[]>([]);
  const [growing] = useState(() => new GrowingSegments());
  const updatedAtMs = useRef(-Infinity);
  useEffect(() => {
    const update = (): void => {
      updatedAtMs.current = performance.now();
      setSegments(growing.update(partial));
    };
    const timer = setTimeout(update, Math.max(0, updatedAtMs.current + GAP_MS - performance.now()));
    return () => {
      clearTimeout(timer);
    };
  }, [growing, partial]);
  return segments;
}
