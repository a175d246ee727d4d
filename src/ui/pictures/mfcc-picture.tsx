import { useCallback } from 'react';
import type { Spectrogram } from '../../contract/features';
import { buildIndexTicks } from './axis-ticks';
import { TIDE } from './colour-map';
import { paintHeatMap } from './paint-heat-map';
import { Plot } from './plot';
import type { Paint } from './use-canvas';

/** Deviations at which the colours end. */
const RANGE_DEVIATIONS = 3;
const STYLE = {
  map: TIDE,
  low: -RANGE_DEVIATIONS,
  high: RANGE_DEVIATIONS,
  pooling: 'mean',
  standardise: true,
} as const;

/** The MFCC of a whole recording, each coefficient relative to its own mean, in its own standard deviations. */
export function MfccPicture({
  mfcc,
  durationSec,
  onSeek,
}: {
  readonly mfcc: Spectrogram;
  readonly durationSec: number;
  /** As `Plot` takes it. */
  readonly onSeek?: ((timeSec: number) => void) | undefined;
}) {
  const paint: Paint = useCallback(
    (context, width, height) => {
      paintHeatMap(context, width, height, mfcc, durationSec, STYLE);
    },
    [mfcc, durationSec],
  );
  return (
    <Plot
      className="plot-tall"
      title="MFCC"
      note={`${mfcc.rows} coefficients, each against its mean`}
      description={`Mel-frequency cepstral coefficients 0 to ${mfcc.rows - 1} over time, each in standard deviations from its own mean.`}
      verticalUnit="Coefficient"
      verticalTicks={buildIndexTicks(mfcc.rows)}
      durationSec={durationSec}
      colours={{ map: TIDE, lowLabel: `−${RANGE_DEVIATIONS}`, highLabel: `+${RANGE_DEVIATIONS} σ` }}
      paint={paint}
      onSeek={onSeek}
    />
  );
}
