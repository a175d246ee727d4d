import { useCallback } from 'react';
import { FEATURE_CONFIG, type Spectrogram } from '../../contract/features';
import { buildMelTicks } from './axis-ticks';
import { EMBER } from './colour-map';
import { paintHeatMap } from './paint-heat-map';
import { Plot } from './plot';
import type { Paint } from './use-canvas';

const VERTICAL_TICKS = buildMelTicks(FEATURE_CONFIG);
const { nMels, fMinHz, fMaxHz, floorDb } = FEATURE_CONFIG;
const STYLE = { map: EMBER, low: floorDb, high: 0, pooling: 'max', standardise: false } as const;

/** The log-mel spectrogram of a whole recording: mel bands by their centre in Hz, dB relative to the loudest cell. */
export function LogMelPicture({
  logMelDb,
  durationSec,
  onSeek,
}: {
  readonly logMelDb: Spectrogram;
  readonly durationSec: number;
  /** As `Plot` takes it. */
  readonly onSeek?: ((timeSec: number) => void) | undefined;
}) {
  const paint: Paint = useCallback(
    (context, width, height) => {
      paintHeatMap(context, width, height, logMelDb, durationSec, STYLE);
    },
    [logMelDb, durationSec],
  );
  return (
    <Plot
      className="plot-tall"
      title="Log-mel spectrogram"
      note={`${nMels} bands`}
      description={`Log-mel spectrogram: loudness over time in ${nMels} bands from ${fMinHz} to ${fMaxHz} hertz, ${Math.abs(floorDb)} decibels of range.`}
      verticalUnit="Hz"
      verticalTicks={VERTICAL_TICKS}
      durationSec={durationSec}
      colours={{ map: EMBER, lowLabel: `−${Math.abs(floorDb)}`, highLabel: '0 dB' }}
      paint={paint}
      onSeek={onSeek}
    />
  );
}
