import { useCallback } from 'react';
import type { SpanPictures } from '../../contract/prediction';
import { buildIndexTicks } from './axis-ticks';
import { TIDE } from './colour-map';
import { paintHeatMap } from './paint-heat-map';
import { Plot, type PaintVisible } from './plot';
import { shiftSpan } from './visible-span';

/** Deviations at which the colours end. */
const RANGE_DEVIATIONS = 3;
const STYLE = {
  map: TIDE,
  low: -RANGE_DEVIATIONS,
  high: RANGE_DEVIATIONS,
  pooling: 'mean',
  standardise: true,
} as const;

/** The MFCC of a recording, each coefficient relative to its own mean over what is seen, in its own standard deviations. */
export function MfccPicture({
  pictures: { startSec, mfcc },
}: {
  readonly pictures: Pick<SpanPictures, 'startSec' | 'mfcc'>;
}) {
  const paint: PaintVisible = useCallback(
    (context, width, height, visible) => {
      paintHeatMap(context, width, height, mfcc, shiftSpan(visible, -startSec), STYLE);
    },
    [mfcc, startSec],
  );
  return (
    <Plot
      className="plot-tall"
      title="MFCC"
      note={`${mfcc.rows} coefficients, each against its mean`}
      description={`Mel-frequency cepstral coefficients 0 to ${mfcc.rows - 1} over time, each in standard deviations from its own mean.`}
      verticalUnit="Coefficient"
      verticalTicks={buildIndexTicks(mfcc.rows)}
      colours={{ map: TIDE, lowLabel: `−${RANGE_DEVIATIONS}`, highLabel: `+${RANGE_DEVIATIONS} σ` }}
      paint={paint}
    />
  );
}
