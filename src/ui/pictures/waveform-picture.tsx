import { useCallback, useMemo } from 'react';
import type { TimeSpan } from '../../contract/features';
import type { Waveform } from '../../contract/prediction';
import { Plot } from './plot';
import { measurePeak, poolWaveform } from './pooling';
import type { Paint } from './use-canvas';

/** The waveform of a whole recording, scaled to its peak, with the windows that the network read laid under it. */
export function WaveformPicture({
  waveform,
  windows,
  durationSec,
  onSeek,
}: {
  readonly waveform: Waveform;
  /** In time order; they may overlap. */
  readonly windows: readonly TimeSpan[];
  readonly durationSec: number;
  /** As `Plot` takes it. */
  readonly onSeek?: ((timeSec: number) => void) | undefined;
}) {
  // A silent stretch still needs a scale.
  const peak = useMemo(() => Math.max(measurePeak(waveform), 1e-4), [waveform]);
  const paint: Paint = useCallback(
    (context, width, height) => {
      const style = getComputedStyle(context.canvas);
      const spanColour = style.getPropertyValue('--span');
      const waveColour = style.getPropertyValue('--wave');
      paintWindows(context, width, height, windows, durationSec, spanColour, waveColour);
      paintWave(context, width, height, waveform, peak, waveColour);
    },
    [waveform, peak, windows, durationSec],
  );
  const peakLabel = peak.toPrecision(2);
  return (
    <Plot
      className="plot-short"
      title="Waveform"
      note={`shaded: the ${windows.length === 1 ? 'window' : `${windows.length} windows`} analysed`}
      description={`Waveform with a peak of ${peakLabel} of full scale; ${windows.length} analysed ${windows.length === 1 ? 'window is' : 'windows are'} marked.`}
      verticalUnit="Amplitude"
      verticalTicks={[
        { position: 0, label: `−${peakLabel}` },
        { position: 0.5, label: '0' },
        { position: 1, label: peakLabel },
      ]}
      durationSec={durationSec}
      paint={paint}
      onSeek={onSeek}
    />
  );
}

/** Paints the outline of a recording over a whole canvas, scaled to its peak. */
export function paintWave(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  waveform: Waveform,
  peak: number,
  colour: string,
): void {
  const extremes = poolWaveform(waveform, width);
  const toRow = (sample: number): number => (0.5 - (0.48 * sample) / peak) * height;
  context.fillStyle = colour;
  for (let column = 0; column < width; column++) {
    const top = toRow(extremes[2 * column + 1] ?? 0);
    const bottom = toRow(extremes[2 * column] ?? 0);
    context.fillRect(column, top, 1, Math.max(1, bottom - top));
  }
}

/** Shades each window and draws a bracket under it, on two levels by turns: overlapping neighbours stay apart. */
function paintWindows(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  windows: readonly TimeSpan[],
  durationSec: number,
  shade: string,
  bracket: string,
): void {
  const pixel = Math.max(1, Math.round(window.devicePixelRatio));
  const toColumn = (timeSec: number): number => (timeSec / durationSec) * width;
  context.fillStyle = shade;
  for (const { startSec, endSec } of windows) {
    context.fillRect(toColumn(startSec), 0, toColumn(endSec) - toColumn(startSec), height);
  }
  context.fillStyle = bracket;
  windows.forEach(({ startSec, endSec }, index) => {
    const level = height - (index % 2 === 0 ? 2 : 6) * pixel;
    context.fillRect(
      toColumn(startSec),
      level,
      Math.max(pixel, toColumn(endSec) - toColumn(startSec) - pixel),
      2 * pixel,
    );
  });
}
