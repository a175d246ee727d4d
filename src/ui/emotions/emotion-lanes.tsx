import { useCallback, useMemo } from 'react';
import type { EmotionSegment } from '../../contract/segments';
import { Plot, type PaintVisible } from '../pictures/plot';
import { paintLanes } from './lanes';
import { LANE_TICKS, toStretch } from './segment-lanes';

/**
 * Emotions over time, a lane for each.
 *
 * @param segments keep their identity from one rendering to the next: what is new is drawn anew
 * @param shares what of the spoken time each emotion has, in words
 */
export function EmotionLanes({
  segments,
  shares,
}: {
  readonly segments: readonly EmotionSegment[];
  readonly shares: string;
}) {
  const stretches = useMemo(() => segments.map(toStretch), [segments]);
  const paint: PaintVisible = useCallback(
    (context, width, height, visible) => {
      paintLanes(context, width, height, stretches, visible);
    },
    [stretches],
  );
  return (
    <Plot
      className="plot-lanes"
      title="Emotions over time"
      note={`${segments.length} segments, silence left out`}
      description={`Timeline of emotions: ${shares}.`}
      verticalUnit=""
      verticalTicks={LANE_TICKS}
      paint={paint}
    />
  );
}
