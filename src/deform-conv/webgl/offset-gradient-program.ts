/** The gradient of the offsets on the GPU; typed-array counterpart with the formulas: `wasm/sample-taps-gradient.ts`. */
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl';
import type { SamplingGeometry } from '../geometry';
import { createGeometryConstants } from './geometry-constants';
import { createSumNeighbours } from './neighbour-sums';

/** Packed program: columns' gradient, pairs and tap fields → offset gradient `[batch, outHeight, outWidth, 2 · taps]`. */
export class OffsetGradientProgram implements GPGPUProgram {
  readonly variableNames = ['columnsGradient', 'pairs', 'tapFields'];
  readonly outputShape: number[];
  readonly userCode: string;
  readonly packedInputs = true;
  readonly packedOutput = true;

  constructor(geometry: SamplingGeometry) {
    const { batch, outputHeight, outputWidth, taps } = geometry;
    this.outputShape = [batch, outputHeight, outputWidth, 2 * taps];
    this.userCode = /* glsl */ `
      ${createGeometryConstants(geometry)}
      ${createSumNeighbours(geometry)}

      vec2 differentiate(int batch, ivec2 position, int tap, vec2 offset) {
        vec2 cell = findCell(position, tap, offset);
        vec2 limited = limitCell(cell);
        // Outside the picture nothing changes.
        if (limited != cell) return vec2(0.0);
        vec2 lower = floor(limited);
        vec2 fraction = limited - lower;
        vec4 sums = sumNeighbours(batch, position, tap, ivec2(lower));
        return vec2(
          mix(sums.z - sums.x, sums.w - sums.y, fraction.y),
          mix(sums.y - sums.x, sums.w - sums.z, fraction.x)
        );
      }

      void main() {
        ivec4 coordinates = getOutputCoords();
        int batch = coordinates.x;
        ivec2 position = coordinates.yz;
        int tap = coordinates.w / 2;
        int columnRow = findColumnRow(batch, position);
        vec4 offsets = getTapFields(columnRow, 4 * tap);
        vec4 modulation = getTapFields(columnRow, 4 * tap + 2);
        vec2 first = modulation.x * differentiate(batch, position, tap, offsets.xy);
        vec2 second = vec2(0.0);
        if (position.y + 1 < outputSize.y) {
          second = modulation.z * differentiate(batch, position + ivec2(0, 1), tap, offsets.zw);
        }
        setOutput(vec4(first, second));
      }
    `;
  }
}
