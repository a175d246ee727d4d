import type { SampledTap } from '../../explain/sampling-geometry';
import type { WindowPicture } from '../../explain/window-pictures';
import { toBox, type BoxPoint, type Margin } from './paint-cells';
import { toPercent } from './window-picture';

/** Radius of a disc in pixels by modulation 0…2. */
const LEAST_RADIUS = 2.5;
const RADIUS_PER_MODULATION = 2.75;

/** The taps of one cell over a picture: rings on the fixed grid, numbered discs where they read, larger and fuller the more they count. */
export function TapOverlay({
  taps,
  cells,
  margin,
  firstColumn,
}: {
  readonly taps: readonly SampledTap[];
  readonly cells: WindowPicture;
  readonly margin: Margin;
  /** Column of the network's picture where the window begins. */
  readonly firstColumn: number;
}) {
  const marks = taps.map((tap) => ({
    ...tap,
    from: toBox(cells, margin, tap.fixed.row, tap.fixed.column - firstColumn),
    to: toBox(cells, margin, tap.sampled.row, tap.sampled.column - firstColumn),
  }));
  return (
    <svg className="window-overlay" aria-hidden="true">
      {(['overlay-casing', 'overlay-line'] as const).map((className) =>
        marks.map(({ from, to }, index) => (
          <line
            key={`${className} ${index}`}
            className={className}
            x1={toPercent(from.x)}
            y1={toPercent(from.y)}
            x2={toPercent(to.x)}
            y2={toPercent(to.y)}
          />
        )),
      )}
      {marks.map(({ from }, index) => (
        <Ring key={index} at={from} />
      ))}
      {marks.map(({ to, modulation, isOutside }, index) => (
        <g key={index} data-tap={index + 1} data-outside={isOutside}>
          <circle
            className="overlay-disc"
            cx={toPercent(to.x)}
            cy={toPercent(to.y)}
            r={LEAST_RADIUS + RADIUS_PER_MODULATION * Math.min(2, modulation)}
            fillOpacity={0.15 + 0.4 * Math.min(2, modulation)}
          />
          <text className="overlay-number" x={toPercent(to.x)} y={toPercent(to.y)} dx="8" dy="-5">
            {index + 1}
          </text>
        </g>
      ))}
    </svg>
  );
}

function Ring({ at }: { readonly at: BoxPoint }) {
  return (
    <>
      <circle className="overlay-casing" cx={toPercent(at.x)} cy={toPercent(at.y)} r="3" />
      <circle className="overlay-line" cx={toPercent(at.x)} cy={toPercent(at.y)} r="3" />
    </>
  );
}
