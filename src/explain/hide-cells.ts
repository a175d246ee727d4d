/**
 * Hiding mel cells of a window. They are hidden in the levels, before anything is standardised, and the MFCC are computed
 * from what is left (`buildFeatureMap`): both channels of the picture lose the same sound.
 */
import { FEATURE_CONFIG } from '../contract/features';

const { nMels } = FEATURE_CONFIG;

/** A rectangle of mel cells; ends are excluded. */
export interface MelRegion {
  readonly firstBand: number;
  readonly endBand: number;
  readonly firstFrame: number;
  readonly endFrame: number;
}

/**
 * What stands where something is hidden: `mean` is each band's mean level in the window, `quiet` its tenth percentile,
 * `shuffled` the levels of the same band at moments drawn at random, so that the band keeps its levels and loses their order.
 * All three come from the window itself: a hole at the floor would be a sound of its own.
 */
export type FillName = 'mean' | 'quiet' | 'shuffled';

/** Share of a band's levels that lie below `quiet`. */
const QUIET_SHARE = 0.1;

/**
 * What every cell of a window would be if it were hidden.
 * @param levels `[nMels, frames]` in dB
 * @param random uniform in [0, 1), for `shuffled` only
 * @returns the same layout
 */
export function buildFilling(levels: Float32Array, fill: FillName, random: () => number = Math.random): Float32Array {
  const frames = levels.length / nMels;
  const filling = new Float32Array(levels.length);
  for (let band = 0; band < nMels; band++) {
    const ofBand = levels.subarray(band * frames, (band + 1) * frames);
    const target = filling.subarray(band * frames, (band + 1) * frames);
    if (fill === 'mean') target.fill(ofBand.reduce((sum, level) => sum + level, 0) / frames);
    else if (fill === 'quiet') target.fill(ofBand.slice().sort()[Math.floor(QUIET_SHARE * (frames - 1))] ?? 0);
    else for (let frame = 0; frame < frames; frame++) target[frame] = ofBand[Math.floor(random() * frames)] ?? 0;
  }
  return filling;
}

/** Levels with the cells of some regions replaced; `levels` stays as it is. Regions may overlap. */
export function hideRegions(levels: Float32Array, regions: readonly MelRegion[], filling: Float32Array): Float32Array {
  const frames = levels.length / nMels;
  const hidden = levels.slice();
  for (const { firstBand, endBand, firstFrame, endFrame } of regions) {
    for (let band = firstBand; band < endBand; band++) {
      const start = band * frames;
      hidden.set(filling.subarray(start + firstFrame, start + endFrame), start + firstFrame);
    }
  }
  return hidden;
}
