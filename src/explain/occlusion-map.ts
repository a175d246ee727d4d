/**
 * Which parts of a window carried the decision, by occlusion (Zeiler and Fergus 2014, "Visualizing and Understanding
 * Convolutional Networks", sec. 2.1): overlapping regions of mel cells are hidden one at a time, and the network judges each
 * window that comes of it. A tile of the map is worth the mean fall over the regions that lie on it, by their area.
 *
 * It says what the network does without a region, all else left as it is; not why, and nothing of regions that matter only
 * together. `faithfulness.ts` measures what the map is worth.
 */
import { EMOTIONS } from '../contract/emotions';
import { FEATURE_CONFIG, type FeatureMap } from '../contract/features';
import { buildFeatureMap, type WindowLevels } from '../features/extract-recording';
import { buildFilling, hideRegions, type FillName, type MelRegion } from './hide-cells';

const { nMels } = FEATURE_CONFIG;

/** Judges windows: eight probabilities for each, in the order of `EMOTIONS`. */
export type JudgeWindows = (windows: readonly FeatureMap[]) => Promise<readonly (readonly number[])[]>;

/** How finely a window is covered. */
export interface OcclusionGrid {
  /** Size of a hidden region. */
  readonly bands: number;
  readonly frames: number;
  /** Distance between neighbouring regions, and the size of the map's tiles. */
  readonly bandStep: number;
  readonly frameStep: number;
}

/** A quarter of the bands by 279 ms, half overlapping: 148 judgements for a window of 3 s. */
export const OCCLUSION_GRID: OcclusionGrid = { bands: 10, frames: 16, bandStep: 5, frameStep: 8 };

/** What the map is made with; it is judged with others. */
export const MAP_FILL: FillName = 'mean';

/** Windows that are built and judged together: few enough that the page's thread is never busy for long. */
const WINDOWS_AT_ONCE = 8;

/** What became of the probabilities when one region was hidden. */
export interface HiddenRegion extends MelRegion {
  /** Eight, in the order of `EMOTIONS`. */
  readonly probabilities: readonly number[];
}

/** What hiding showed of one window. */
export interface OcclusionMap {
  /** Of the window as it is; eight, in the order of `EMOTIONS`. */
  readonly probabilities: readonly number[];
  readonly hidden: readonly HiddenRegion[];
  /** The window cut up, band by band from the lowest, each in time order. */
  readonly tiles: readonly MelRegion[];
}

/** What a mapping may be told and asked. */
export interface MappingOptions {
  readonly signal: AbortSignal;
  /** Windows that are judged, of how many. */
  readonly onProgress: (done: number, total: number) => void;
  readonly grid?: OcclusionGrid;
}

/** The regions that are hidden one at a time, the last ones flush with the edges. */
export function listRegions(frames: number, grid: OcclusionGrid = OCCLUSION_GRID): MelRegion[] {
  const length = Math.min(frames, grid.frames);
  return listStarts(nMels, grid.bands, grid.bandStep).flatMap((firstBand) =>
    listStarts(frames, length, grid.frameStep).map((firstFrame) => ({
      firstBand,
      endBand: firstBand + grid.bands,
      firstFrame,
      endFrame: firstFrame + length,
    })),
  );
}

/** The tiles of the map; those at the end may be narrower. */
export function listTiles(frames: number, { bandStep, frameStep }: OcclusionGrid = OCCLUSION_GRID): MelRegion[] {
  const tiles: MelRegion[] = [];
  for (let firstBand = 0; firstBand < nMels; firstBand += bandStep) {
    for (let firstFrame = 0; firstFrame < frames; firstFrame += frameStep) {
      tiles.push({
        firstBand,
        endBand: Math.min(nMels, firstBand + bandStep),
        firstFrame,
        endFrame: Math.min(frames, firstFrame + frameStep),
      });
    }
  }
  return tiles;
}

/**
 * Hides the regions of a window one at a time and has each outcome judged.
 * @throws the signal's reason; what `judge` throws
 */
export async function mapOcclusion(
  window: WindowLevels,
  judge: JudgeWindows,
  { signal, onProgress, grid = OCCLUSION_GRID }: MappingOptions,
): Promise<OcclusionMap> {
  const frames = window.levels.length / nMels;
  const filling = buildFilling(window.levels, MAP_FILL);
  const regions = listRegions(frames, grid);
  // The window as it is comes first: nothing is hidden.
  const cases: (readonly MelRegion[])[] = [[], ...regions.map((region) => [region])];
  const judged: (readonly number[])[] = [];
  onProgress(0, cases.length);
  while (judged.length < cases.length) {
    const windows = cases
      .slice(judged.length, judged.length + WINDOWS_AT_ONCE)
      .map((hidden) => buildFeatureMap({ ...window, levels: hideRegions(window.levels, hidden, filling) }));
    judged.push(...(await judge(windows)));
    signal.throwIfAborted();
    onProgress(judged.length, cases.length);
  }
  const [probabilities = [], ...others] = judged;
  return {
    probabilities,
    hidden: regions.map((region, index) => ({ ...region, probabilities: others[index] ?? [] })),
    tiles: listTiles(frames, grid),
  };
}

/**
 * What each tile of the map is worth to an emotion: how far its log-odds fall, in nats, where the tile is hidden. Odds, because
 * a probability near 0 or 1 hardly moves while the network's opinion does. Negative where hiding makes the emotion likelier.
 */
export function scoreTiles({ probabilities, hidden, tiles }: OcclusionMap, emotion: number): Float32Array {
  const whole = computeLogOdds(probabilities, emotion);
  const falls = hidden.map((region) => whole - computeLogOdds(region.probabilities, emotion));
  return Float32Array.from(tiles, (tile) => {
    let sum = 0;
    let area = 0;
    for (const [index, region] of hidden.entries()) {
      const shared = measureOverlap(tile, region);
      sum += shared * (falls[index] ?? 0);
      area += shared;
    }
    return area > 0 ? sum / area : 0;
  });
}

/** A region and how far the probability of an emotion falls without it. */
export interface CarryingRegion extends MelRegion {
  /** 0…1, with the region hidden. */
  readonly probabilityWithout: number;
  /** As in `scoreTiles`. */
  readonly fall: number;
}

/**
 * The regions without which an emotion loses most, the first first; no two of them overlap.
 * @param count at most so many; fewer where hiding more of them would not lower it
 */
export function findCarryingRegions(map: OcclusionMap, emotion: number, count: number): CarryingRegion[] {
  const whole = computeLogOdds(map.probabilities, emotion);
  const ranked = map.hidden
    .map(({ probabilities, ...region }) => ({
      ...region,
      probabilityWithout: probabilities[emotion] ?? 0,
      fall: whole - computeLogOdds(probabilities, emotion),
    }))
    .filter(({ fall }) => fall > 0)
    .sort((one, other) => other.fall - one.fall);
  const found: CarryingRegion[] = [];
  for (const region of ranked) {
    if (found.length === count) break;
    if (found.every((taken) => measureOverlap(taken, region) === 0)) found.push(region);
  }
  return found;
}

/** Keeps the logarithm finite: float32 probabilities are no finer. */
const LEAST_PROBABILITY = 1e-7;

/** ln(p / (1 − p)); the other probabilities are summed, which is exact where 1 − p would not be. */
function computeLogOdds(probabilities: readonly number[], emotion: number): number {
  const others = EMOTIONS.reduce((sum, _, index) => sum + (index === emotion ? 0 : (probabilities[index] ?? 0)), 0);
  return Math.log(Math.max(LEAST_PROBABILITY, probabilities[emotion] ?? 0) / Math.max(LEAST_PROBABILITY, others));
}

/** Cells that two regions share. */
function measureOverlap(one: MelRegion, other: MelRegion): number {
  const bands = Math.min(one.endBand, other.endBand) - Math.max(one.firstBand, other.firstBand);
  const frames = Math.min(one.endFrame, other.endFrame) - Math.max(one.firstFrame, other.firstFrame);
  return Math.max(0, bands) * Math.max(0, frames);
}

/** Starts of pieces that cover a length together, the last flush with its end. */
function listStarts(length: number, piece: number, step: number): number[] {
  const starts: number[] = [];
  for (let start = 0; start + piece < length; start += step) starts.push(start);
  starts.push(Math.max(0, length - piece));
  return starts;
}
