/** A recording as the network gets it: at the model's rate, trimmed to its speech, in mel bands, standardised. */
import { useCallback, useMemo } from 'react';
import { FEATURE_CONFIG, type Spectrogram, type TimeSpan } from '../../contract/features';
import type { SpanPictures } from '../../contract/prediction';
import { buildMelTicks } from './axis-ticks';
import { EMBER } from './colour-map';
import { measureStretches, standardiseSpeech } from './network-picture';
import { paintHeatMap } from './paint-heat-map';
import { Plot, type PaintVisible } from './plot';
import { shiftSpan, toShare } from './visible-span';
import { buildAmplitudeTicks, paintWave } from './waveform-picture';

const { sampleRateHz, nMels, fMinHz, fMaxHz } = FEATURE_CONFIG;
const VERTICAL_TICKS = buildMelTicks(FEATURE_CONFIG);
/** Deviations at which the colours end: speech lies further above its mean than below. */
const [LOWEST, HIGHEST] = [-2, 3];
const STYLE = { map: EMBER, low: LOWEST, high: HIGHEST, pooling: 'max', standardise: false } as const;

/** Its waveform, blank where it is cut off. */
export function NetworkWaveform({
  pictures,
  peak: recordingPeak,
  speech,
  leftOut,
}: {
  readonly pictures: SpanPictures;
  readonly peak: number;
  /** In time order, not overlapping. */
  readonly speech: readonly TimeSpan[];
  /** How much is cut off, in words. */
  readonly leftOut: string;
}) {
  const peak = Math.max(recordingPeak, 1e-4);
  const paint: PaintVisible = useCallback(
    (context, width, height, visible) => {
      context.save();
      context.beginPath();
      for (const { startSec, endSec } of speech) {
        const left = toShare(visible, startSec) * width;
        context.rect(left, 0, Math.max(1, toShare(visible, endSec) * width - left), height);
      }
      context.clip();
      const shares = [toShare(pictures, visible.startSec), toShare(pictures, visible.endSec)] as const;
      const colour = getComputedStyle(context.canvas).getPropertyValue('--wave');
      paintWave(context, width, height, pictures.waveform, peak, colour, shares);
      context.restore();
    },
    [pictures, peak, speech],
  );
  return (
    <Plot
      className="plot-short"
      title="Waveform of the speech"
      note={`${sampleRateHz} Hz, ${leftOut} left out`}
      description={`Waveform as the network gets it: one channel at ${sampleRateHz} hertz; ${leftOut} without speech are left out and blank.`}
      verticalUnit="Amplitude"
      verticalTicks={buildAmplitudeTicks(peak.toPrecision(2))}
      paint={paint}
    />
  );
}

/** Its log-mel bands, each stretch of speech against its own mean. */
export function NetworkSpectrogram({
  whole,
  pictures,
  speech,
}: {
  /** Log-mel levels of the whole recording: the scale is theirs, wherever a visitor looks. */
  readonly whole: Spectrogram;
  readonly pictures: SpanPictures;
  /** In time order, not overlapping. */
  readonly speech: readonly TimeSpan[];
}) {
  const stretches = useMemo(() => measureStretches(whole, speech), [whole, speech]);
  const standardised = useMemo(() => standardiseSpeech(pictures, stretches), [pictures, stretches]);
  const paint: PaintVisible = useCallback(
    (context, width, height, visible) => {
      paintHeatMap(context, width, height, standardised, shiftSpan(visible, -pictures.startSec), STYLE);
    },
    [standardised, pictures],
  );
  return (
    <Plot
      className="plot-tall"
      title="Log-mel bands, standardised"
      note={`${nMels} bands`}
      description={`Log-mel bands as the network gets them: ${nMels} from ${fMinHz} to ${fMaxHz} hertz, in standard deviations from the mean of each stretch of speech; blank where nobody speaks.`}
      verticalUnit="Hz"
      verticalTicks={VERTICAL_TICKS}
      colours={{ map: EMBER, lowLabel: `−${-LOWEST}`, highLabel: `+${HIGHEST} σ` }}
      paint={paint}
    />
  );
}
