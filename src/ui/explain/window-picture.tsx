import { useCallback, useId, type CSSProperties, type ReactNode } from 'react';
import { FRAME_SEC, type WindowPicture as Cells } from '../../explain/window-pictures';
import { buildTimeTicks, type Tick } from '../pictures/axis-ticks';
import { toCssGradient, type ColourMap } from '../pictures/colour-map';
import { useCanvas, type Paint } from '../pictures/use-canvas';
import '../pictures/pictures.css';
import { findInnerBox, paintCells, type Colouring, type Margin } from './paint-cells';

/** What the colours mean. */
export interface CellColours {
  readonly map: ColourMap;
  readonly lowLabel: string;
  readonly highLabel: string;
}

/** One window's cells with its axes; marks lie over it. It looks like the pictures of the whole recording. */
export function WindowPicture({
  title,
  note,
  description,
  verticalUnit,
  verticalTicks,
  cells,
  colouring,
  colours,
  margin,
  paintOver,
  children,
}: {
  readonly title: string;
  readonly note: string;
  /** What a visitor who cannot see the picture should know. */
  readonly description: string;
  readonly verticalUnit: string;
  /** Along the rows, without the margin. */
  readonly verticalTicks: readonly Tick[];
  readonly cells: Cells;
  /** Must keep its identity while it is the same. */
  readonly colouring: Colouring;
  readonly colours: CellColours;
  readonly margin: Margin;
  /** Paints over the cells; must keep its identity while it is the same. */
  readonly paintOver?: Paint;
  /** Marks, laid over the whole box. */
  readonly children: ReactNode;
}) {
  const paint: Paint = useCallback(
    (context, width, height) => {
      context.clearRect(0, 0, width, height);
      paintCells(context, findInnerBox(width, height, cells, margin), cells, colouring);
      paintOver?.(context, width, height);
    },
    [cells, margin, colouring, paintOver],
  );
  const canvas = useCanvas(paint);
  const titleId = useId();
  const columns = cells.frames + 2 * margin.columns;
  const rows = cells.rows + 2 * margin.rows;
  const timeTicks = buildTimeTicks({ startSec: 0, endSec: cells.frames * FRAME_SEC }, 7).map(({ position, label }) => ({
    position: (position * cells.frames + margin.columns) / columns,
    label,
  }));
  return (
    <figure className="plot window-picture" aria-labelledby={titleId}>
      <figcaption>
        <span>
          <strong id={titleId}>{title}</strong> <span className="plot-note">{note}</span>
        </span>
        <span className="colour-bar">
          {colours.lowLabel}
          <span className="colour-bar-ramp" style={{ backgroundImage: toCssGradient(colours.map) }} />
          {colours.highLabel}
        </span>
      </figcaption>
      <span className="plot-unit">{verticalUnit}</span>
      <div className="plot-vertical" aria-hidden="true">
        {verticalTicks.map(({ position, label }) => (
          <Mark key={label} style={{ insetBlockEnd: toPercent((position * cells.rows + margin.rows) / rows) }}>
            {label}
          </Mark>
        ))}
      </div>
      <div className="plot-picture">
        <canvas ref={canvas} role="img" aria-label={description} />
        {children}
      </div>
      <div className="plot-time" aria-hidden="true">
        {timeTicks.map(({ position, label }) => (
          <Mark key={label} style={{ insetInlineStart: toPercent(position) }}>
            {label}
          </Mark>
        ))}
      </div>
      <span className="plot-time-unit">s</span>
    </figure>
  );
}

/** A share as CSS writes it. */
export function toPercent(share: number): string {
  return `${(100 * share).toFixed(3)}%`;
}

function Mark({ style, children }: { readonly style: CSSProperties; readonly children: ReactNode }) {
  return (
    <span className="plot-mark" style={style}>
      {children}
    </span>
  );
}
