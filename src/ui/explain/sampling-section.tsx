import { useCallback, useId, useMemo, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { FEATURE_CONFIG } from '../../contract/features';
import type { LayerSampling } from '../../contract/sampling';
import {
  findNearestCell,
  listTaps,
  mapCellToPicture,
  measureDensity,
  measureReach,
  type GridPoint,
} from '../../explain/sampling-geometry';
import { columnToSec, describeTaps, rowToHz } from '../../explain/units';
import type { OpenWindow } from '../../explain/window-explainer';
import { FRAME_SEC, type WindowPicture as Cells } from '../../explain/window-pictures';
import { buildIndexTicks, buildMelTicks } from '../pictures/axis-ticks';
import { EMBER, TIDE } from '../pictures/colour-map';
import { DensityOverlay } from './density-overlay';
import { DensityTable } from './density-table';
import { formatHertz } from './listened-words';
import { colourBy, fromBox, type Margin } from './paint-cells';
import { clampCell, findCellRange, moveCell } from './pick-cell';
import { TapOverlay } from './tap-overlay';
import { TapTable } from './tap-table';
import { WindowPicture } from './window-picture';

/** Taps reach beyond the sound: so much of the padding is shown. */
const MARGIN: Margin = { rows: 5, columns: 8 };
const { floorDb, nMels } = FEATURE_CONFIG;
const LOG_MEL = {
  title: 'Log-mel',
  verticalUnit: 'Hz',
  verticalTicks: buildMelTicks(FEATURE_CONFIG),
  colouring: colourBy(EMBER, floorDb, 0),
  colours: { map: EMBER, lowLabel: `−${Math.abs(floorDb)}`, highLabel: '0 dB' },
  description: 'Log-mel picture of this window.',
} as const;
const MFCC = {
  title: 'MFCC',
  verticalUnit: 'Coefficient (not a frequency)',
  verticalTicks: buildIndexTicks(nMels),
  colouring: colourBy(TIDE, -3, 3),
  colours: { map: TIDE, lowLabel: '−3', highLabel: '+3 σ' },
  description: 'MFCC picture of this window: the vertical axis is the number of the cepstral coefficient.',
} as const;

type View = 'place' | 'all';

/** Where the deformable kernels sampled: the nine taps of a place, or all taps of a layer. */
export function SamplingSection({ window }: { readonly window: OpenWindow }) {
  const { layers } = window;
  // The first layer lies closest to the sound.
  const [index, setIndex] = useState(0);
  const [view, setView] = useState<View>('place');
  const layer = layers[index];
  return (
    <section className="listened-part" aria-labelledby="sampling-heading" data-testid="sampling">
      <h3 id="sampling-heading">Where the kernels sampled</h3>
      {layer ? (
        <>
          <p>
            The last two convolutions are <em>deformable</em>: for every place the network decides from the sound where
            each of its nine taps reads, and how much the reading counts. A plain convolution reads on a fixed grid.
          </p>
          <Choice
            legend="Layer"
            options={layers.map((_, place) => ({
              value: place,
              label: place === 0 ? 'First' : place === 1 ? 'Second' : `No. ${place + 1}`,
            }))}
            value={index}
            onChange={setIndex}
          />
          <Choice
            legend="Show"
            options={[
              { value: 'place', label: 'The taps of one place' },
              { value: 'all', label: 'All taps of the layer' },
            ]}
            value={view}
            onChange={setView}
          />
          <LayerView key={layer.layer} window={window} layer={layer} isFirst={index === 0} view={view} />
        </>
      ) : (
        <p>This model has no deformable convolution: it reads on a fixed grid everywhere.</p>
      )}
    </section>
  );
}

function LayerView({
  window: { pictures },
  layer,
  isFirst,
  view,
}: {
  readonly window: OpenWindow;
  readonly layer: LayerSampling;
  readonly isFirst: boolean;
  readonly view: View;
}) {
  const { firstColumn, logMelDb, mfcc } = pictures;
  const { frames } = logMelDb;
  const range = useMemo(() => findCellRange(layer, firstColumn, frames), [layer, firstColumn, frames]);
  const [cell, setCell] = useState<GridPoint>(() =>
    clampCell(findNearestCell(layer, { row: nMels / 3, column: firstColumn + frames / 2 }), range),
  );
  const taps = useMemo(() => listTaps(layer, cell.row, cell.column), [layer, cell]);
  const density = useMemo(() => measureDensity(layer), [layer]);
  const helpId = useId();
  const placeId = useId();
  const [reachRows, reachColumns] = measureReach(layer.stages);
  const place = describePlace(layer, cell, firstColumn);

  const draw = (cells: Cells): ReactNode =>
    view === 'place' ? (
      <TapOverlay taps={taps} cells={cells} margin={MARGIN} firstColumn={firstColumn} />
    ) : (
      <DensityOverlay sampling={layer} density={density} cells={cells} margin={MARGIN} firstColumn={firstColumn} />
    );
  const choose = useCallback(
    (point: GridPoint) => {
      setCell(clampCell(findNearestCell(layer, { row: point.row, column: point.column + firstColumn }), range));
    },
    [layer, firstColumn, range],
  );

  return (
    <>
      <p className="listened-note" id={helpId}>
        {view === 'place'
          ? 'Click or tap a place in a picture, or move with the arrow keys. Rings: the fixed grid. Numbered discs: where the taps read; the larger and fuller, the more they count.'
          : 'Each dot is a cell that the layer reads: its area is how much all taps together read there. Rings: as much as on the fixed grid.'}
      </p>
      <WindowPicture {...LOG_MEL} note="what it reads, channel 1" cells={logMelDb} margin={MARGIN}>
        {draw(logMelDb)}
        {view === 'place' && (
          <Picker
            cells={logMelDb}
            label="Place in the picture"
            describedBy={`${placeId} ${helpId}`}
            onPoint={choose}
            onKey={(key) => {
              const moved = moveCell(cell, key, range);
              if (moved) setCell(moved);
              return moved !== null;
            }}
          />
        )}
      </WindowPicture>
      <WindowPicture {...MFCC} note="channel 0, the same taps" cells={mfcc} margin={MARGIN}>
        {draw(mfcc)}
        {view === 'place' && <Picker cells={mfcc} onPoint={choose} />}
      </WindowPicture>
      <p className="listened-note">
        Both pictures are read at once, by the same taps. A tap reads no single cell: here a reading sums up {reachRows}{' '}
        × {reachColumns} cells around it ({reachRows} bands or coefficients, {(reachColumns * FRAME_SEC).toFixed(2)} s)
        {isFirst ? '' : ', were the layer before on a fixed grid'}, weighed by averages of the whole window. Around the
        sound lies padding: zeros, which are each picture’s mean.
      </p>
      {view === 'place' ? (
        <>
          <p role="status" className="listened-status" id={placeId}>
            {place}
          </p>
          <details>
            <summary>Show the nine taps as a table</summary>
            <TapTable rows={describeTaps(taps)} />
          </details>
        </>
      ) : (
        <details>
          <summary>Show the amounts as a table</summary>
          <DensityTable sampling={layer} density={density} firstColumn={firstColumn} frames={frames} />
        </details>
      )}
    </>
  );
}

/** Where the middle of a cell lies, and how far its taps are off on average. */
function describePlace(layer: LayerSampling, cell: GridPoint, firstColumn: number): string {
  const middle = mapCellToPicture(layer, cell.row, cell.column);
  const frequencyHz = rowToHz(middle.row);
  const taps = listTaps(layer, cell.row, cell.column);
  const distances = taps.map(({ fixed, sampled }) =>
    Math.hypot(sampled.row - fixed.row, sampled.column - fixed.column),
  );
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  return `${Math.max(0, columnToSec(middle.column, firstColumn)).toFixed(2)} s, ${
    frequencyHz === null ? 'outside of the bands' : `around ${formatHertz(frequencyHz)}`
  } or coefficient ${Math.round(middle.row)}: the taps lie ${mean.toFixed(1)} cells off the grid on average.`;
}

/** Takes points and, where it has a name, keys. */
function Picker({
  cells,
  label,
  describedBy,
  onPoint,
  onKey,
}: {
  readonly cells: Cells;
  readonly label?: string;
  readonly describedBy?: string;
  readonly onPoint: (point: GridPoint) => void;
  /** Whether the key led somewhere. */
  readonly onKey?: (key: string) => boolean;
}) {
  const choose = ({ clientX, clientY, currentTarget }: PointerEvent): void => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    onPoint(fromBox(cells, MARGIN, { x: (clientX - left) / width, y: (clientY - top) / height }));
  };
  const pointing = {
    onPointerDown: choose,
    onPointerMove: (event: PointerEvent) => {
      // A finger that moves scrolls the page.
      if (event.buttons === 1 && event.pointerType === 'mouse') choose(event);
    },
  };
  if (!onKey) return <div className="window-picker" {...pointing} />;
  return (
    <div
      className="window-picker"
      // The arrow keys are this picture's own: a screen reader hands them on.
      role="application"
      aria-roledescription="place in the picture"
      aria-label={label}
      aria-describedby={describedBy}
      tabIndex={0}
      onKeyDown={(event: KeyboardEvent) => {
        if (onKey(event.key)) event.preventDefault();
      }}
      {...pointing}
    />
  );
}

/** One of a few, side by side. */
function Choice<Value extends string | number>({
  legend,
  options,
  value,
  onChange,
}: {
  readonly legend: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className="listened-options">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => {
              onChange(option.value);
            }}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
