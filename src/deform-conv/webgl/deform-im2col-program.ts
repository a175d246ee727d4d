/**
 * The sampling pass on the GPU; reference counterpart: `reference/reference-deform-conv2d.ts`, typed-array counterpart:
 * `wasm/sample-taps.ts`.
 *
 * One texel of the output holds two positions × two channels of one tap, so a texel of the picture serves both channels
 * at once, and one texel of the offsets is (dy, dx) of both positions.
 */
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl';
import type { SamplingGeometry } from '../geometry';
import { computeColumnShape, countColumnChannels, countColumnPositions } from './column-shape';
import { GEOMETRY_UNIFORMS } from './geometry-uniforms';
import type { ModulationSource } from './sampling-glsl';
import { createReadChannels, createReadModulation, listFieldInputs, LOCATE_NEIGHBOURS } from './sampling-glsl';

/**
 * Packed program: x `[batch, height, width, channels]`, offset `[batch, outHeight, outWidth, 2 · taps]` (3 · taps with
 * logits), mask `[batch, outHeight, outWidth, taps]` → columns of `computeColumnShape`.
 */
export class DeformIm2ColProgram implements GPGPUProgram {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly userCode: string;
  readonly customUniforms = GEOMETRY_UNIFORMS;
  readonly packedInputs = true;
  readonly packedOutput = true;

  constructor(geometry: SamplingGeometry, modulation: ModulationSource) {
    const { taps, kernelWidth } = geometry;
    const columnChannels = countColumnChannels(geometry);
    const columnPositions = countColumnPositions(geometry);
    this.variableNames = ['x', ...listFieldInputs(modulation)];
    this.outputShape = computeColumnShape(geometry);
    this.userCode = /* glsl */ `
      ${LOCATE_NEIGHBOURS}
      ${createReadChannels(geometry.channels)}
      ${createReadModulation(modulation, taps)}

      vec2 sampleChannels(int batch, int channel, vec2 cell) {
        Neighbours near = locateNeighbours(cell);
        vec2 top =
          near.columnWeights.x * readChannels(batch, near.topLeft.x, near.topLeft.y, channel) +
          near.columnWeights.y * readChannels(batch, near.topLeft.x, near.bottomRight.y, channel);
        vec2 bottom =
          near.columnWeights.x * readChannels(batch, near.bottomRight.x, near.topLeft.y, channel) +
          near.columnWeights.y * readChannels(batch, near.bottomRight.x, near.bottomRight.y, channel);
        return near.rowWeights.x * top + near.rowWeights.y * bottom;
      }

      void main() {
        ivec2 coordinates = getOutputCoords();
        int rowOfBatch = coordinates.x / ${columnPositions};
        int column = coordinates.x - rowOfBatch * ${columnPositions};
        int batch = rowOfBatch / outputSize.x;
        int row = rowOfBatch - batch * outputSize.x;
        int tap = coordinates.y / ${columnChannels};
        int channel = coordinates.y - tap * ${columnChannels};
        ivec2 tapCell = ivec2(tap / ${kernelWidth}, tap % ${kernelWidth}) * dilations - padding;
        vec4 offsets = getOffset(batch, row, column, 2 * tap);
        vec2 modulation = readModulation(batch, row, column, tap);
        vec2 first = sampleChannels(batch, channel, vec2(ivec2(row, column) * strides + tapCell) + offsets.xy);
        vec2 second = vec2(0.0);
        if (column + 1 < outputSize.y) {
          second = sampleChannels(batch, channel, vec2(ivec2(row, column + 1) * strides + tapCell) + offsets.zw);
        }
        setOutput(vec4(modulation.x * first, modulation.y * second));
      }
    `;
  }
}
