import { useCallback, useId, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { TimeSpan } from '../../contract/features';
import { buildTimeTicks, findTimeUnit, type Tick } from './axis-ticks';
import { toCssGradient, type ColourMap } from './colour-map';
import { useTimeView } from './time-view-context';
import { useCanvas } from './use-canvas';
import { usePlotGestures } from './use-plot-gestures';
import { isWhole, toShare } from './visible-span';
import './pictures.css';

/** What the colours of a picture mean. */
export interface ColourScale {
  readonly map: ColourMap;
  readonly lowLabel: string;
  readonly highLabel: string;
}

/** Paints what is visible of a recording over a whole canvas; width and height are in device pixels. */
export type PaintVisible = (
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  visible: TimeSpan,
) => void;

/**
 * A picture over time with its title, axes and colour bar. The canvas holds only the picture; words and marks are
 * elements, so they stay sharp, follow the theme and can be read aloud. It shows the part that all pictures of a result
 * show; see `use-plot-gestures.ts` for what a visitor can do on it.
 */
export function Plot({
  title,
  note,
  description,
  verticalUnit,
  verticalTicks,
  colours,
  className,
  paint,
}: {
  readonly title: string;
  readonly note: string;
  /** What a visitor who cannot see the picture should know. */
  readonly description: string;
  readonly verticalUnit: string;
  readonly verticalTicks: readonly Tick[];
  readonly colours?: ColourScale;
  readonly className: string;
  /** Must keep its identity while its data are the same. */
  readonly paint: PaintVisible;
}) {
  const { view, onSeek } = useTimeView();
  const visible = useStore(view.store, (state) => state.visible);
  const dragMarks = useStore(view.store, (state) => state.dragMarks);
  const canvas = useCanvas(
    useCallback(
      (context: CanvasRenderingContext2D, width: number, height: number) => {
        context.clearRect(0, 0, width, height);
        paint(context, width, height, visible);
      },
      [paint, visible],
    ),
  );
  const gestures = usePlotGestures();
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
        role="group"
        aria-labelledby={titleId}
        aria-keyshortcuts="Plus - 0 ArrowLeft ArrowRight Home End"
        tabIndex={0}
        data-drag={dragMarks ? 'marks' : isWhole(visible, view.durationSec) ? 'nothing' : 'moves'}
        data-seeks={onSeek !== null}
        {...gestures}
      >
        <canvas ref={canvas} role="img" aria-label={description} />
        <MarkedPart visible={visible} />
        <span className="playhead" aria-hidden="true" />
      </div>
      <div className="plot-time" aria-hidden="true">
        {buildTimeTicks(visible, 7).map(({ position, label }) => (
          <Mark key={label} style={{ insetInlineStart: toPercent(position) }}>
            {label}
          </Mark>
        ))}
      </div>
      <span className="plot-time-unit">{findTimeUnit(visible)}</span>
    </figure>
  );
}

/** Where the part that is selected lies. */
function MarkedPart({ visible }: { readonly visible: TimeSpan }) {
  const { view } = useTimeView();
  const marked = useStore(view.store, (state) => state.marked);
  if (marked === null) return null;
  const start = toShare(visible, marked.startSec);
  const end = toShare(visible, marked.endSec);
  if (end < 0 || start > 1) return null;
  const style = { insetInlineStart: toPercent(start), inlineSize: toPercent(end - start) };
  return <span className="marked-part" data-testid="marked-part" aria-hidden="true" style={style} />;
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
