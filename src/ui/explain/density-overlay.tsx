import type { LayerSampling } from '../../contract/sampling';
import { mapToPicture } from '../../explain/sampling-geometry';
import type { WindowPicture } from '../../explain/window-pictures';
import { toBox, type Margin } from './paint-cells';
import { toPercent } from './window-picture';

/** How much a layer read of each cell of its input: a dot for each, whose area is the amount; the ring is what a plain convolution reads. */
export function DensityOverlay({
  sampling,
  density,
  cells,
  margin,
  firstColumn,
}: {
  readonly sampling: LayerSampling;
  /** As `measureDensity` gives it. */
  readonly density: Float32Array;
  readonly cells: WindowPicture;
  readonly margin: Margin;
  readonly firstColumn: number;
}) {
  const [rows, columns] = sampling.inputSize;
  // A plain convolution's dots take a third of the way to the next one; the deformed ones grow from there.
  const unit = 100 / (cells.frames + 2 * margin.columns);
  const spacing =
    mapToPicture({ row: 0, column: 1 }, sampling.stages).column -
    mapToPicture({ row: 0, column: 0 }, sampling.stages).column;
  const ring = 0.26 * spacing * unit;
  const dots = Array.from({ length: rows * columns }, (_, cell) => {
    const place = mapToPicture({ row: Math.floor(cell / columns), column: cell % columns }, sampling.stages);
    return { ...toBox(cells, margin, place.row, place.column - firstColumn), amount: density[cell] ?? 0 };
  }).filter(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y <= 1);
  return (
    <svg className="window-overlay density-overlay" aria-hidden="true">
      {dots.map(({ x, y, amount }, index) => (
        <g key={index}>
          <circle className="overlay-ring" cx={toPercent(x)} cy={toPercent(y)} style={{ r: `${ring}cqi` }} />
          <circle
            className="overlay-dot"
            cx={toPercent(x)}
            cy={toPercent(y)}
            style={{ r: `${(ring * Math.sqrt(amount)).toFixed(3)}cqi` }}
          />
        </g>
      ))}
    </svg>
  );
}
