/**
 * What the gradients of offsets and mask are made of: for each tap of each position, the products of the columns'
 * gradient with the four neighbours of the sample, summed over the channels.
 */
import type { SamplingGeometry } from '../geometry';
import { createReadPair } from './cell-pairs-program';
import { countColumnChannels, countColumnPositions } from './column-shape';

/**
 * `findColumnRow(batch, position)`: the row of a position `(row, column)` in the columns and in the tap fields.
 * `findCell(position, tap, offset)`: where a tap samples.
 * `sumNeighbours(batch, position, tap, corner)`: the neighbours' sums, of which `corner` is the upper left one: x upper
 * left, y upper right, z lower left, w lower right. Reads the packed inputs `columnsGradient` and `pairs`.
 */
export function createSumNeighbours(geometry: SamplingGeometry): string {
  const columnChannels = countColumnChannels(geometry);
  return /* glsl */ `
    ${createReadPair(geometry)}

    int findColumnRow(int batch, ivec2 position) {
      return (batch * outputSize.x + position.x) * ${countColumnPositions(geometry)} + position.y;
    }

    vec2 findCell(ivec2 position, int tap, vec2 offset) {
      ivec2 tapCell = ivec2(tap / ${geometry.kernelWidth}, tap % ${geometry.kernelWidth});
      return vec2(position * strides - padding + tapCell * dilations) + offset;
    }

    vec4 sumNeighbours(int batch, ivec2 position, int tap, ivec2 corner) {
      int columnRow = findColumnRow(batch, position);
      vec4 sums = vec4(0.0);
      for (int channel = 0; channel < ${columnChannels}; channel += 2) {
        vec4 texel = getColumnsGradient(columnRow, tap * ${columnChannels} + channel);
        vec2 upstream = (position.y & 1) == 0 ? texel.xy : texel.zw;
        vec4 top = readPair(batch, corner.x, corner.y, channel);
        vec4 bottom = readPair(batch, corner.x + 1, corner.y, channel);
        sums += vec4(
          dot(upstream, top.xy), dot(upstream, top.zw), dot(upstream, bottom.xy), dot(upstream, bottom.zw)
        );
      }
      return sums;
    }
  `;
}
