/** A recording as it came: at its own rate, in its full band, nothing cut off. */
import { useCallback, useMemo } from 'react';
import { FEATURE_CONFIG } from '../../contract/features';
import type { OriginalPictures } from '../../contract/prediction';
import { buildHertzTicks } from './axis-ticks';
import { EMBER } from './colour-map';
import { paintHeatMap } from './paint-heat-map';
import { Plot, type PaintVisible } from './plot';
import { buildAmplitudeTicks, paintWave } from './waveform-picture';
import { toShare } from './visible-span';

const FLOOR_DB = FEATURE_CONFIG.floorDb;
const STYLE = { map: EMBER, low: FLOOR_DB, high: 0, pooling: 'max', standardise: false } as const;

/** Its waveform, all channels in one. */
export function OriginalWaveform({
  original: { waveform, stretchSec, sampleRateHz, channelCount, peak: truePeak },
}: {
  readonly original: OriginalPictures;
}) {
  // A silent recording still needs a scale.
  const peak = Math.max(truePeak, 1e-4);
  const drawn = useMemo(
    () => ({ startSec: 0, endSec: (waveform.extremes.length / 2) * stretchSec }),
    [waveform, stretchSec],
  );
  const paint: PaintVisible = useCallback(
    (context, width, height, visible) => {
      const colour = getComputedStyle(context.canvas).getPropertyValue('--wave');
      const shares = [toShare(drawn, visible.startSec), toShare(drawn, visible.endSec)] as const;
      paintWave(context, width, height, waveform, peak, colour, shares);
    },
    [waveform, drawn, peak],
  );
  const channels = channelCount === 1 ? '1 channel' : `${channelCount} channels`;
  return (
    <Plot
      className="plot-short"
      title="Waveform as it came"
      note={`${sampleRateHz} Hz, ${channels}`}
      description={`Waveform of the recording as it came: ${channels} at ${sampleRateHz} hertz, peak ${peak.toPrecision(2)} of full scale.`}
      verticalUnit="Amplitude"
      verticalTicks={buildAmplitudeTicks(peak.toPrecision(2))}
      paint={paint}
    />
  );
}

/** Its spectrogram up to half its rate. */
export function OriginalSpectrogram({
  original: { spectrumDb, sampleRateHz },
}: {
  readonly original: OriginalPictures;
}) {
  const paint: PaintVisible = useCallback(
    (context, width, height, visible) => {
      paintHeatMap(context, width, height, spectrumDb, visible, STYLE);
    },
    [spectrumDb],
  );
  const highestHz = sampleRateHz / 2;
  return (
    <Plot
      className="plot-tall"
      title="Spectrogram as it came"
      note={`${spectrumDb.rows} bands`}
      description={`Spectrogram of the recording as it came: from 0 to ${highestHz} hertz, ${-FLOOR_DB} decibels of range.`}
      verticalUnit="Hz"
      verticalTicks={buildHertzTicks(highestHz)}
      colours={{ map: EMBER, lowLabel: `−${-FLOOR_DB}`, highLabel: '0 dB' }}
      paint={paint}
    />
  );
}
