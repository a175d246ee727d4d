/**
 * GLSL that the sampling programs share.
 *
 * tfjs's packed textures hold 2×2 blocks of the last two axes in one RGBA texel: of a picture `[batch, height, width,
 * channels]`, two neighbouring columns (x and y are the left one's) by two channels. What lies outside the picture is
 * fetched from its edge with weight zero: without branches, all fragments run in step.
 */

/** Where bilinear sampling reads: the four neighbours of a cell, clamped into the picture, and their weights. */
export const LOCATE_NEIGHBOURS = /* glsl */ `
  struct Neighbours {
    ivec2 topLeft;
    ivec2 bottomRight;
    // Of the upper and lower row, of the left and right column; zero for those that do not exist.
    vec2 rowWeights;
    vec2 columnWeights;
    // 1 for rows and columns that exist, else 0.
    vec2 hasRows;
    vec2 hasColumns;
  };

  vec2 findExisting(int lower, int size) {
    return vec2(lower >= 0 && lower < size ? 1.0 : 0.0, lower >= -1 && lower < size - 1 ? 1.0 : 0.0);
  }

  Neighbours locateNeighbours(vec2 cell) {
    // Beyond two cells outside nothing changes any more, and huge offsets must not overflow an int.
    vec2 limited = clamp(cell, vec2(-2.0), vec2(inputSize) + 1.0);
    ivec2 lower = ivec2(floor(limited));
    vec2 fraction = limited - floor(limited);
    Neighbours found;
    found.topLeft = clamp(lower, ivec2(0), inputSize - 1);
    found.bottomRight = clamp(lower + 1, ivec2(0), inputSize - 1);
    found.hasRows = findExisting(lower.x, inputSize.x);
    found.hasColumns = findExisting(lower.y, inputSize.y);
    found.rowWeights = found.hasRows * vec2(1.0 - fraction.x, fraction.x);
    found.columnWeights = found.hasColumns * vec2(1.0 - fraction.y, fraction.y);
    return found;
  }
`;

/**
 * `readChannels(batch, row, column, channel)`: two channels of a cell of the packed input `x`.
 *
 * @param channels of the picture; beyond an odd number of them a texel holds what nobody has written
 */
export function createReadChannels(channels: number): string {
  const hideUnwritten = channels % 2 === 0 ? '' : `if (channel + 1 == ${channels}) both.y = 0.0;`;
  return /* glsl */ `
    vec2 readChannels(int batch, int row, int column, int channel) {
      vec4 texel = getX(batch, row, column, channel);
      vec2 both = column % 2 == 0 ? texel.xy : texel.zw;
      ${hideUnwritten}
      return both;
    }
  `;
}

/**
 * `readModulation(batch, row, column, tap)`: the mask of two positions, from `column` on, at one tap. A texel of the mask
 * holds two taps of two positions: even taps in its left column, odd ones in its right.
 */
export function createReadModulation(source: ModulationSource, taps: number): string {
  const factor = {
    none: 'vec2(1.0)',
    mask: 'selectTap(getModulationMask(batch, row, column, tap), tap)',
    // Behind the 2 · taps offsets, an even number: the tap's parity is still its column's.
    logits: `2.0 / (1.0 + exp(-selectTap(getOffset(batch, row, column, ${2 * taps} + tap), tap)))`,
  }[source];
  return /* glsl */ `
    vec2 selectTap(vec4 masks, int tap) {
      return tap % 2 == 0 ? masks.xz : masks.yw;
    }

    vec2 readModulation(int batch, int row, int column, int tap) {
      return ${factor};
    }
  `;
}

/**
 * Where the modulation comes from: nowhere, a tensor of its own, or logits behind the offsets in the same tensor, of
 * which `2 · sigmoid` is taken.
 */
export type ModulationSource = 'none' | 'mask' | 'logits';

/** The names of a program's inputs after its first ones. */
export function listFieldInputs(source: ModulationSource): string[] {
  return source === 'mask' ? ['offset', 'modulationMask'] : ['offset'];
}
