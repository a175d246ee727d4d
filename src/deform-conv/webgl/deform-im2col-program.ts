/**
 * The sampling pass on the GPU; reference counterpart: `reference/reference-deform-conv2d.ts`, typed-array counterpart:
 * `wasm/sample-taps.ts`.
 *
 * One texel of the output holds two positions × two channels of one tap.
 */
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl';
import type { SamplingGeometry } from '../geometry';
import { createReadPair } from './cell-pairs-program';
import { computeColumnShape, countColumnChannels, countColumnPositions } from './column-shape';
import { createGeometryConstants } from './geometry-constants';
import { DIVIDE } from './glsl-divide';

/** Packed program: pairs of `CellPairsProgram` and fields of `TapFieldsProgram` → columns of `computeColumnShape`. */
export class DeformIm2ColProgram implements GPGPUProgram {
  readonly variableNames = ['pairs', 'tapFields'];
  readonly outputShape: number[];
  readonly userCode: string;
  readonly packedInputs = true;
  readonly packedOutput = true;

  constructor(geometry: SamplingGeometry) {
    const { outputHeight, kernelWidth } = geometry;
    const columnChannels = countColumnChannels(geometry);
    const columnPositions = countColumnPositions(geometry);
    this.outputShape = computeColumnShape(geometry);
    this.userCode = /* glsl */ `
      ${createGeometryConstants(geometry)}
      ${DIVIDE}
      ${createReadPair(geometry)}

      vec2 sampleChannels(int batch, vec2 cell, int channel) {
        vec2 limited = limitCell(cell);
        vec2 lower = floor(limited);
        vec2 fraction = limited - lower;
        ivec2 corner = ivec2(lower);
        vec4 top = readPair(batch, corner.x, corner.y, channel);
        vec4 bottom = readPair(batch, corner.x + 1, corner.y, channel);
        vec4 between = mix(top, bottom, fraction.x);
        return mix(between.xy, between.zw, fraction.y);
      }

      void main() {
        ivec2 coordinates = getOutputCoords();
        int rowOfBatch = divide(coordinates.x, ${columnPositions});
        int column = coordinates.x - rowOfBatch * ${columnPositions};
        int batch = divide(rowOfBatch, ${outputHeight});
        int row = rowOfBatch - batch * ${outputHeight};
        int tap = divide(coordinates.y, ${columnChannels});
        int channel = coordinates.y - tap * ${columnChannels};
        int tapRow = divide(tap, ${kernelWidth});
        ivec2 tapCell = ivec2(tapRow, tap - tapRow * ${kernelWidth});
        vec2 gridCell = vec2(ivec2(row, column) * strides - padding + tapCell * dilations);
        vec2 nextGridCell = gridCell + vec2(0.0, strides.y);
        vec4 offsets = getTapFields(coordinates.x, 4 * tap);
        vec4 modulation = getTapFields(coordinates.x, 4 * tap + 2);
        setOutput(vec4(
          modulation.x * sampleChannels(batch, gridCell + offsets.xy, channel),
          modulation.z * sampleChannels(batch, nextGridCell + offsets.zw, channel)
        ));
      }
    `;
  }
}
