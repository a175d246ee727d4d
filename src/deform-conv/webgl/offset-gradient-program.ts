/**
 * The gradients of offsets and mask on the GPU; typed-array counterpart with the formulas: `wasm/sample-taps-gradient.ts`.
 *
 * Both need, for each tap of each position, the products of the columns' gradient with the four neighbours of the
 * sample, summed over the channels. Offsets and mask are two textures, so each has a program.
 */
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl';
import type { SamplingGeometry } from '../geometry';
import { countColumnChannels, countColumnPositions } from './column-shape';
import { GEOMETRY_UNIFORMS } from './geometry-uniforms';
import type { ModulationSource } from './sampling-glsl';
import { createReadChannels, createReadModulation, listFieldInputs, LOCATE_NEIGHBOURS } from './sampling-glsl';

/** Names the neighbours' sums: x upper left, y upper right, z lower left, w lower right. */
function createSumNeighbours(geometry: SamplingGeometry): string {
  const columnChannels = countColumnChannels(geometry);
  const columnPositions = countColumnPositions(geometry);
  return /* glsl */ `
    ${LOCATE_NEIGHBOURS}
    ${createReadChannels(geometry.channels)}

    vec2 findCell(int row, int column, int tap, vec2 offset) {
      ivec2 tapCell = ivec2(tap / ${geometry.kernelWidth}, tap % ${geometry.kernelWidth});
      return vec2(ivec2(row, column) * strides - padding + tapCell * dilations) + offset;
    }

    // The position is column or, if isSecond, the one right of it; column is even.
    vec4 sumNeighbours(Neighbours near, int batch, int row, int column, bool isSecond, int tap) {
      int position = (batch * outputSize.x + row) * ${columnPositions} + column;
      vec4 sums = vec4(0.0);
      for (int channel = 0; channel < ${columnChannels}; channel += 2) {
        vec4 texel = getColumnsGradient(position, tap * ${columnChannels} + channel);
        vec2 upstream = isSecond ? texel.zw : texel.xy;
        sums += vec4(
          dot(upstream, readChannels(batch, near.topLeft.x, near.topLeft.y, channel)),
          dot(upstream, readChannels(batch, near.topLeft.x, near.bottomRight.y, channel)),
          dot(upstream, readChannels(batch, near.bottomRight.x, near.topLeft.y, channel)),
          dot(upstream, readChannels(batch, near.bottomRight.x, near.bottomRight.y, channel))
        );
      }
      return sums * near.hasRows.xxyy * near.hasColumns.xyxy;
    }
  `;
}

/** Packed program: columns' gradient, x, offset and mask → offset gradient `[batch, outHeight, outWidth, 2 · taps]`. */
export class OffsetGradientProgram implements GPGPUProgram {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly userCode: string;
  readonly customUniforms = GEOMETRY_UNIFORMS;
  readonly packedInputs = true;
  readonly packedOutput = true;

  constructor(geometry: SamplingGeometry, modulation: ModulationSource) {
    const { batch, outputHeight, outputWidth, taps } = geometry;
    this.variableNames = ['columnsGradient', 'x', ...listFieldInputs(modulation)];
    this.outputShape = [batch, outputHeight, outputWidth, 2 * taps];
    this.userCode = /* glsl */ `
      ${createSumNeighbours(geometry)}
      ${createReadModulation(modulation, taps)}

      vec2 differentiate(int batch, int row, int column, bool isSecond, int tap, vec2 offset) {
        vec2 cell = findCell(row, isSecond ? column + 1 : column, tap, offset);
        vec4 sums = sumNeighbours(locateNeighbours(cell), batch, row, column, isSecond, tap);
        vec2 fraction = cell - floor(cell);
        return vec2(
          mix(sums.z - sums.x, sums.w - sums.y, fraction.y),
          mix(sums.y - sums.x, sums.w - sums.z, fraction.x)
        );
      }

      void main() {
        ivec4 coordinates = getOutputCoords();
        int batch = coordinates.x;
        int row = coordinates.y;
        int column = coordinates.z;
        int tap = coordinates.w / 2;
        vec4 offsets = getOffset(batch, row, column, coordinates.w);
        vec2 modulation = readModulation(batch, row, column, tap);
        vec2 first = modulation.x * differentiate(batch, row, column, false, tap, offsets.xy);
        vec2 second = vec2(0.0);
        if (column + 1 < outputSize.y) {
          second = modulation.y * differentiate(batch, row, column, true, tap, offsets.zw);
        }
        setOutput(vec4(first, second));
      }
    `;
  }
}

/** Packed program: columns' gradient, x and offset → mask gradient `[batch, outHeight, outWidth, taps]`. */
export class MaskGradientProgram implements GPGPUProgram {
  readonly variableNames = ['columnsGradient', 'x', 'offset'];
  readonly outputShape: number[];
  readonly userCode: string;
  readonly customUniforms = GEOMETRY_UNIFORMS;
  readonly packedInputs = true;
  readonly packedOutput = true;

  constructor(geometry: SamplingGeometry) {
    const { batch, outputHeight, outputWidth, taps } = geometry;
    this.outputShape = [batch, outputHeight, outputWidth, taps];
    this.userCode = /* glsl */ `
      ${createSumNeighbours(geometry)}

      float blend(int batch, int row, int column, bool isSecond, int tap) {
        if (tap >= ${taps} || isSecond && column + 1 >= outputSize.y) return 0.0;
        vec4 offsets = getOffset(batch, row, column, 2 * tap);
        vec2 cell = findCell(row, isSecond ? column + 1 : column, tap, isSecond ? offsets.zw : offsets.xy);
        Neighbours near = locateNeighbours(cell);
        vec4 sums = sumNeighbours(near, batch, row, column, isSecond, tap);
        return dot(sums, near.rowWeights.xxyy * near.columnWeights.xyxy);
      }

      void main() {
        ivec4 coordinates = getOutputCoords();
        int batch = coordinates.x;
        int row = coordinates.y;
        int column = coordinates.z;
        int tap = coordinates.w;
        setOutput(vec4(
          blend(batch, row, column, false, tap),
          blend(batch, row, column, false, tap + 1),
          blend(batch, row, column, true, tap),
          blend(batch, row, column, true, tap + 1)
        ));
      }
    `;
  }
}
