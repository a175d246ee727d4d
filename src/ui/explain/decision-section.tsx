import { useCallback, useId, useMemo, useState } from 'react';
import { EMOTIONS, indexOfEmotion, type Emotion } from '../../contract/emotions';
import { FEATURE_CONFIG } from '../../contract/features';
import { findCarryingRegions, OCCLUSION_GRID, scoreTiles, type OcclusionMap } from '../../explain/occlusion-map';
import { describeRegion } from '../../explain/units';
import type { MappingState, OpenWindow } from '../../explain/window-explainer';
import { FRAME_SEC } from '../../explain/window-pictures';
import { EMOTION_WORDS, rankEmotions } from '../emotions/emotion-words';
import { ERROR_TEXTS } from '../error-texts';
import { formatPercent } from '../format';
import { buildMelTicks } from '../pictures/axis-ticks';
import { TIDE } from '../pictures/colour-map';
import type { Paint } from '../pictures/use-canvas';
import { formatOdds, formatWhole } from './listened-words';
import { colourBy, paintCells } from './paint-cells';
import { toPercent, WindowPicture } from './window-picture';

const NO_MARGIN = { rows: 0, columns: 0 } as const;
const TICKS = buildMelTicks(FEATURE_CONFIG);
const { floorDb, nMels } = FEATURE_CONFIG;
/** Regions in the table. */
const REGION_COUNT = 5;
/** Below this, in nats, the colours do not stretch: a map of nothing stays pale. */
const LEAST_SCALE = 0.2;

/** Which parts of the sound carried the decision, once somebody asks. */
export function DecisionSection({
  window,
  mapping,
  onMap,
  onCancel,
}: {
  readonly window: OpenWindow;
  readonly mapping: MappingState;
  readonly onMap: () => void;
  readonly onCancel: () => void;
}) {
  return (
    <section className="listened-part" aria-labelledby="decision-heading" data-testid="decision">
      <h3 id="decision-heading">What carried the decision</h3>
      <p>
        Parts of the sound are hidden one at a time, a quarter of the bands for{' '}
        {(OCCLUSION_GRID.frames * FRAME_SEC).toFixed(2)} s, and the network judges what is left. A hidden part gets each
        band’s mean level in this window, in both pictures; a pause grows louder by that.
      </p>
      {mapping.status !== 'mapping' && mapping.status !== 'done' && (
        <button type="button" className="button" onClick={onMap}>
          Find what carried it
        </button>
      )}
      <p className="visually-hidden" role="status">
        {announceMapping(mapping)}
      </p>
      {mapping.status === 'mapping' && (
        <div className="listened-progress">
          <progress aria-label="Judging with parts hidden" max={mapping.total} value={mapping.done} />
          <span>
            {mapping.done} of {mapping.total}
          </span>
          <button type="button" className="button button-small" onClick={onCancel}>
            Cancel
          </button>
        </div>
      )}
      {mapping.status === 'failed' && (
        <p role="alert">
          <strong>{ERROR_TEXTS[mapping.error.code].title}</strong> {ERROR_TEXTS[mapping.error.code].advice}
        </p>
      )}
      {mapping.status === 'done' && <DecisionMap window={window} map={mapping.map} />}
    </section>
  );
}

/** In quarters: a screen reader should not read a hundred numbers. */
function announceMapping(mapping: MappingState): string {
  if (mapping.status === 'done') return 'The map is there.';
  if (mapping.status !== 'mapping') return '';
  const quarters = Math.floor((4 * mapping.done) / mapping.total);
  return quarters === 0 ? 'Judging with parts hidden.' : `${25 * quarters} % judged.`;
}

function DecisionMap({ window, map }: { readonly window: OpenWindow; readonly map: OcclusionMap }) {
  const ranked = useMemo(() => rankEmotions(map.probabilities), [map]);
  const [emotion, setEmotion] = useState<Emotion>(ranked[0]?.emotion ?? EMOTIONS[0]);
  const index = indexOfEmotion(emotion);
  const { logMelDb } = window.pictures;
  const scores = useMemo(() => scoreTiles(map, index), [map, index]);
  const regions = useMemo(() => findCarryingRegions(map, index, REGION_COUNT), [map, index]);
  const scale = Math.max(LEAST_SCALE, ...scores.map(Math.abs));
  const selectId = useId();
  const word = EMOTION_WORDS[emotion].label;

  const tiles = useMemo(() => {
    const values = new Float32Array(nMels * logMelDb.frames);
    for (const [place, { firstBand, endBand, firstFrame, endFrame }] of map.tiles.entries()) {
      for (let band = firstBand; band < endBand; band++) {
        values.fill(scores[place] ?? 0, band * logMelDb.frames + firstFrame, band * logMelDb.frames + endFrame);
      }
    }
    return { values, rows: nMels, frames: logMelDb.frames };
  }, [map, scores, logMelDb]);
  const colouring = useMemo(() => colourBy(TIDE, -scale, scale), [scale]);
  const paintSound: Paint = useCallback(
    (context, width, height) => {
      // As ink on paper: the louder, the darker, and the colour of the map shines through.
      context.globalCompositeOperation = 'multiply';
      paintCells(context, { left: 0, top: 0, width, height }, logMelDb, (level) => {
        const paper = Math.round(255 - 165 * (1 - level / floorDb) ** 2);
        return [paper, paper, paper];
      });
      context.globalCompositeOperation = 'source-over';
    },
    [logMelDb],
  );

  return (
    <>
      <p>
        <label htmlFor={selectId}>For which emotion? </label>
        <select
          id={selectId}
          value={emotion}
          onChange={({ target }) => {
            setEmotion(EMOTIONS.find((name) => name === target.value) ?? emotion);
          }}
        >
          {ranked.map(({ emotion: name, probability }) => (
            <option key={name} value={name}>
              {EMOTION_WORDS[name].label}, {formatPercent(probability)}
            </option>
          ))}
        </select>
      </p>
      <WindowPicture
        title={`What carried “${word}”`}
        note="over the log-mel picture, louder is darker"
        description={`Map of what carried ${word}; the strongest regions are in the table.`}
        verticalUnit="Hz"
        verticalTicks={TICKS}
        cells={tiles}
        colouring={colouring}
        colours={{
          map: TIDE,
          lowLabel: `odds ${formatOdds(-scale)}`,
          highLabel: formatOdds(scale),
        }}
        margin={NO_MARGIN}
        paintOver={paintSound}
      >
        <svg className="window-overlay" aria-hidden="true">
          {regions.map(({ firstBand, endBand, firstFrame, endFrame }, place) => {
            const box = {
              x: toPercent(firstFrame / logMelDb.frames),
              y: toPercent(1 - endBand / nMels),
              width: toPercent((endFrame - firstFrame) / logMelDb.frames),
              height: toPercent((endBand - firstBand) / nMels),
            };
            return (
              <g key={`${firstBand} ${firstFrame}`}>
                <rect className="overlay-casing" {...box} />
                <rect className="overlay-line" {...box} />
                <text className="overlay-number" x={box.x} y={box.y} dx="5" dy="14">
                  {place + 1}
                </text>
              </g>
            );
          })}
        </svg>
      </WindowPicture>
      {regions.length > 0 ? (
        <RegionTable window={window} map={map} index={index} regions={regions} word={word} />
      ) : (
        <p>No single part carried it: hiding one does not lower {word}.</p>
      )}
      <p className="listened-note">
        Rust, odds ÷: without it, {word} is less likely; blue, odds ×: more likely. It tells what the network does
        without a part, all else unchanged; not why, and nothing of parts that only matter together. It is about this
        network, not about the voice or the person.
      </p>
    </>
  );
}

function RegionTable({
  window: { span },
  map,
  index,
  regions,
  word,
}: {
  readonly window: OpenWindow;
  readonly map: OcclusionMap;
  readonly index: number;
  readonly regions: ReturnType<typeof findCarryingRegions>;
  readonly word: string;
}) {
  return (
    <div className="listened-table" role="region" aria-label={`What carried ${word}, scrolls`} tabIndex={0}>
      <table data-testid="carrying-regions">
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Time, s</th>
            <th scope="col">Band, Hz</th>
            <th scope="col">Without it</th>
            <th scope="col">Odds</th>
          </tr>
        </thead>
        <tbody>
          {regions.map((region, place) => {
            const { startSec, endSec, lowHz, highHz } = describeRegion(region);
            return (
              <tr key={`${region.firstBand} ${region.firstFrame}`}>
                <th scope="row">{place + 1}</th>
                <td>
                  {startSec.toFixed(2)} to {endSec.toFixed(2)}
                </td>
                <td>
                  {formatWhole(lowHz)} to {formatWhole(highHz)}
                </td>
                <td>
                  {formatPercent(map.probabilities[index] ?? 0)} → {formatPercent(region.probabilityWithout)}
                </td>
                <td>{formatOdds(region.fall)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p>
        Seconds since the window’s start, {span.startSec.toFixed(2)} s into the recording. Each part was hidden by
        itself.
      </p>
    </div>
  );
}
