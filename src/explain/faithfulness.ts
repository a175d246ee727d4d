/**
 * Whether an occlusion map holds up: the tiles that it marks are hidden with another filling than it was made with, and
 * so are as many others (Samek et al. 2017, "Evaluating the Visualization of What a Deep Neural Network Has Learned":
 * what is marked must matter more than what is not).
 */
import { indexOfHighest } from '../contract/emotions';
import { FEATURE_CONFIG } from '../contract/features';
import { buildFeatureMap, type WindowLevels } from '../features/extract-recording';
import { buildFilling, hideRegions, type FillName, type MelRegion } from './hide-cells';
import { mapOcclusion, OCCLUSION_GRID, scoreTiles, type JudgeWindows, type OcclusionGrid } from './occlusion-map';

const { nMels } = FEATURE_CONFIG;

/** What else is hidden beside the marked tiles, as many of them and of the same size. */
export const CONTROLS = ['random', 'shifted', 'loudest'] as const;

/**
 * `random` tiles are drawn anywhere; `shifted` are the marked ones moved in time, all by as much, round the end: the same
 * shape in the same bands; `loudest` are those with the highest mean level.
 */
export type Control = (typeof CONTROLS)[number];

/** How far the probability of the emotion that a window is judged to be falls, 0…1; negative where it rises. */
export interface ProbabilityFalls {
  readonly marked: number;
  /** Mean over the draws. */
  readonly controls: Readonly<Record<Control, number>>;
}

/** How a map is checked. */
export interface FaithfulnessOptions {
  /** What stands where tiles are hidden; another filling than the map's. */
  readonly fills: readonly FillName[];
  /** Share of the tiles that are marked, 0…1. */
  readonly share: number;
  /** Draws of what is random. */
  readonly draws: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly grid?: OcclusionGrid;
}

/**
 * Makes the map of a window for the emotion that it is judged to be, and hides what it marks.
 * @returns one entry per fill; `null` where the window is too short to choose tiles in
 */
export async function checkOcclusion(
  window: WindowLevels,
  judge: JudgeWindows,
  { fills, share, draws, random, grid = OCCLUSION_GRID }: FaithfulnessOptions,
): Promise<ProbabilityFalls[] | null> {
  const { signal } = new AbortController();
  const map = await mapOcclusion(window, judge, { signal, onProgress: () => undefined, grid });
  const emotion = indexOfHighest(map.probabilities);
  const columns = Math.floor(window.levels.length / nMels / grid.frameStep);
  // Whole tiles only: all that is hidden is of one shape and size.
  const scores = scoreTiles(map, emotion);
  const whole = map.tiles
    .map((tile, index) => ({ tile, score: scores[index] ?? 0, level: measureLevel(window.levels, tile) }))
    .filter(({ tile }) => tile.endFrame - tile.firstFrame === grid.frameStep);
  const count = Math.round(share * whole.length);
  if (columns < 2 || count < 1) return null;

  const take = (order: (tile: (typeof whole)[number]) => number): MelRegion[] =>
    whole
      .toSorted((one, other) => order(other) - order(one))
      .slice(0, count)
      .map(({ tile }) => tile);
  const marked = take(({ score }) => score);
  const shift = (): MelRegion[] => {
    const by = (1 + Math.floor(random() * (columns - 1))) * grid.frameStep;
    return marked.map((tile) => {
      const firstFrame = (tile.firstFrame + by) % (columns * grid.frameStep);
      return { ...tile, firstFrame, endFrame: firstFrame + grid.frameStep };
    });
  };
  const controls: Record<Control, MelRegion[][]> = {
    random: Array.from({ length: draws }, () => drawSome(whole, count, random).map(({ tile }) => tile)),
    shifted: Array.from({ length: draws }, shift),
    loudest: [take(({ level }) => level)],
  };

  const results: ProbabilityFalls[] = [];
  for (const fill of fills) {
    const filling = buildFilling(window.levels, fill, random);
    const measure = async (choices: readonly (readonly MelRegion[])[]): Promise<number> => {
      const windows = choices.map((tiles) =>
        buildFeatureMap({ ...window, levels: hideRegions(window.levels, tiles, filling) }),
      );
      const judged = await judge(windows);
      const falls = judged.map((row) => (map.probabilities[emotion] ?? 0) - (row[emotion] ?? 0));
      return falls.reduce((sum, fall) => sum + fall, 0) / falls.length;
    };
    results.push({
      marked: await measure([marked]),
      controls: {
        random: await measure(controls.random),
        shifted: await measure(controls.shifted),
        loudest: await measure(controls.loudest),
      },
    });
  }
  return results;
}

/** Draws without replacement (the beginning of a Fisher–Yates shuffle). */
function drawSome<Item>(items: readonly Item[], count: number, random: () => number): Item[] {
  const rest = [...items];
  return Array.from({ length: count }, () => rest.splice(Math.floor(random() * rest.length), 1)).flat();
}

/** Mean level of the cells of a tile, in the levels' unit. */
function measureLevel(levels: Float32Array, { firstBand, endBand, firstFrame, endFrame }: MelRegion): number {
  const frames = levels.length / nMels;
  let sum = 0;
  for (let band = firstBand; band < endBand; band++) {
    for (let frame = firstFrame; frame < endFrame; frame++) sum += levels[band * frames + frame] ?? 0;
  }
  return sum / ((endBand - firstBand) * (endFrame - firstFrame));
}
