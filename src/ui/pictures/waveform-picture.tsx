import { useCallback } from 'react';
import type { TimeSpan } from '../../contract/features';
import type { SpanPictures, Waveform } from '../../contract/prediction';
import type { Tick } from './axis-ticks';
import { Plot, type PaintVisible } from './plot';
import { poolWaveform } from './pooling';
import { toShare } from './visible-span';

/** The waveform of a recording, scaled to its peak, with the windows that the network read laid under it. */
export function WaveformPicture({
  pictures,
  peak: recordingPeak,
  windows,
}: {
  readonly pictures: Pick<SpanPictures, 'startSec' | 'endSec' | 'waveform'>;
  /** Of the whole recording, so that the scale stays while a visitor looks around. */
  readonly peak: number;
  /** In time order; they may overlap. */
  readonly windows: readonly TimeSpan[];
}) {
  // A silent stretch still needs a scale.
  const peak = Math.max(recordingPeak, 1e-4);
  const paint: PaintVisible = useCallback(
    (context, width, height, visible) => {
      const style = getComputedStyle(context.canvas);
      const spanColour = style.getPropertyValue('--span');
      const waveColour = style.getPropertyValue('--wave');
      paintWindows(context, width, height, windows, visible, spanColour, waveColour);
      const shares = [toShare(pictures, visible.startSec), toShare(pictures, visible.endSec)] as const;
      paintWave(context, width, height, pictures.waveform, peak, waveColour, shares);
    },
    [pictures, peak, windows],
  );
  const peakLabel = peak.toPrecision(2);
  return (
    <Plot
      className="plot-short"
      title="Waveform"
      note={`shaded: the ${windows.length === 1 ? 'window' : `${windows.length} windows`} analysed`}
      description={`Waveform with a peak of ${peakLabel} of full scale; ${windows.length} analysed ${windows.length === 1 ? 'window is' : 'windows are'} marked.`}
      verticalUnit="Amplitude"
      verticalTicks={buildAmplitudeTicks(peakLabel)}
      paint={paint}
    />
  );
}

/** Marks for an axis of amplitudes from one peak to the other. */
export function buildAmplitudeTicks(peakLabel: string): readonly Tick[] {
  return [
    { position: 0, label: `−${peakLabel}` },
    { position: 0.5, label: '0' },
    { position: 1, label: peakLabel },
  ];
}

/**
 * Paints the outline of a recording over a whole canvas, scaled to its peak.
 *
 * @param shares 0…1 of the outline where the canvas begins and ends
 */
export function paintWave(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  waveform: Waveform,
  peak: number,
  colour: string,
  [from, to]: readonly [number, number] = [0, 1],
): void {
  const extremes = poolWaveform(waveform, width, from, to);
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
  visible: TimeSpan,
  shade: string,
  bracket: string,
): void {
  const pixel = Math.max(1, Math.round(window.devicePixelRatio));
  const toColumn = (timeSec: number): number => toShare(visible, timeSec) * width;
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
