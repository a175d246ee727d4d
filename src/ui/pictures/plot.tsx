import { useId, type ReactNode } from 'react';
import { buildTimeTicks, type Tick } from './axis-ticks';
import { toCssGradient, type ColourMap } from './colour-map';
import { useCanvas, type Paint } from './use-canvas';
import './pictures.css';

/** What the colours of a picture mean. */
export interface ColourScale {
  readonly map: ColourMap;
  readonly lowLabel: string;
  readonly highLabel: string;
}

/**
 * A picture over time with its title, axes and colour bar. The canvas holds only the picture; words and marks are
 * elements, so they stay sharp, follow the theme and can be read aloud.
 */
export function Plot({
  title,
  note,
  description,
  verticalUnit,
  verticalTicks,
  durationSec,
  colours,
  className,
  paint,
  onSeek,
}: {
  readonly title: string;
  readonly note: string;
  /** What a visitor who cannot see the picture should know. */
  readonly description: string;
  readonly verticalUnit: string;
  readonly verticalTicks: readonly Tick[];
  readonly durationSec: number;
  readonly colours?: ColourScale;
  readonly className: string;
  readonly paint: Paint;
  /** Plays from a moment, in seconds, that is clicked; the segments' table and the player do so for the keyboard. */
  readonly onSeek?: ((timeSec: number) => void) | undefined;
}) {
  const canvas = useCanvas(paint);
  const titleId = useId();
  return (
    <figure className={`plot ${className}`} aria-labelledby={titleId}>
      <figcaption>
        <span>
          <strong id={titleId}>{title}</strong> <span className="plot-note">{note}</span>
        </span>
        {colours && <ColourBar {...colours} />}
      </figcaption>
      <span className="plot-unit">{verticalUnit}</span>
      <div className="plot-vertical" aria-hidden="true">
        {verticalTicks.map(({ position, label }) => (
          <Mark key={label} style={{ insetBlockEnd: toPercent(position) }}>
            {label}
          </Mark>
        ))}
      </div>
      <div
        className="plot-picture"
        data-seeks={onSeek !== undefined}
        onClick={({ clientX, currentTarget }) => {
          const { left, width } = currentTarget.getBoundingClientRect();
          onSeek?.(Math.min(1, Math.max(0, (clientX - left) / width)) * durationSec);
        }}
      >
        <canvas ref={canvas} role="img" aria-label={description} />
        <span className="playhead" aria-hidden="true" />
      </div>
      <div className="plot-time" aria-hidden="true">
        {buildTimeTicks(durationSec, 7).map(({ position, label }) => (
          <Mark key={label} style={{ insetInlineStart: toPercent(position) }}>
            {label}
          </Mark>
        ))}
      </div>
      <span className="plot-time-unit">{durationSec < 60 ? 's' : 'min'}</span>
    </figure>
  );
}

function Mark({ style, children }: { readonly style: Readonly<Record<string, string>>; readonly children: ReactNode }) {
  return (
    <span className="plot-mark" style={style}>
      {children}
    </span>
  );
}

function ColourBar({ map, lowLabel, highLabel }: ColourScale) {
  return (
    <span className="colour-bar">
      {lowLabel}
      <span className="colour-bar-ramp" style={{ backgroundImage: toCssGradient(map) }} />
      {highLabel}
    </span>
  );
}

function toPercent(share: number): string {
  return `${(100 * share).toFixed(3)}%`;
}
