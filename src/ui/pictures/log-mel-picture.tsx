import { useCallback } from 'react';
import { FEATURE_CONFIG } from '../../contract/features';
import type { SpanPictures } from '../../contract/prediction';
import { buildMelTicks } from './axis-ticks';
import { EMBER } from './colour-map';
import { paintHeatMap } from './paint-heat-map';
import { Plot, type PaintVisible } from './plot';
import { shiftSpan } from './visible-span';

const VERTICAL_TICKS = buildMelTicks(FEATURE_CONFIG);
const { nMels, fMinHz, fMaxHz, floorDb } = FEATURE_CONFIG;
const STYLE = { map: EMBER, low: floorDb, high: 0, pooling: 'max', standardise: false } as const;

/** The log-mel spectrogram of a recording: mel bands by their centre in Hz, dB relative to the loudest cell. */
export function LogMelPicture({
  pictures: { startSec, logMelDb },
}: {
  readonly pictures: Pick<SpanPictures, 'startSec' | 'logMelDb'>;
}) {
  const paint: PaintVisible = useCallback(
    (context, width, height, visible) => {
      paintHeatMap(context, width, height, logMelDb, shiftSpan(visible, -startSec), STYLE);
    },
    [logMelDb, startSec],
  );
  return (
    <Plot
      className="plot-tall"
      title="Log-mel spectrogram"
      note={`${nMels} bands`}
      description={`Log-mel spectrogram: loudness over time in ${nMels} bands from ${fMinHz} to ${fMaxHz} hertz, ${Math.abs(floorDb)} decibels of range.`}
      verticalUnit="Hz"
      verticalTicks={VERTICAL_TICKS}
      colours={{ map: EMBER, lowLabel: `−${Math.abs(floorDb)}`, highLabel: '0 dB' }}
      paint={paint}
    />
  );
}
