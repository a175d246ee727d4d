/** The gradient of the mask on the GPU; typed-array counterpart with the formulas: `wasm/sample-taps-gradient.ts`. */
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl';
import type { SamplingGeometry } from '../geometry';
import { createGeometryConstants } from './geometry-constants';
import { createSumNeighbours } from './neighbour-sums';

/** Packed program: columns' gradient, pairs and tap fields → mask gradient `[batch, outHeight, outWidth, taps]`. */
export class MaskGradientProgram implements GPGPUProgram {
  readonly variableNames = ['columnsGradient', 'pairs', 'tapFields'];
  readonly outputShape: number[];
  readonly userCode: string;
  readonly packedInputs = true;
  readonly packedOutput = true;

  constructor(geometry: SamplingGeometry) {
    const { batch, outputHeight, outputWidth, taps } = geometry;
    this.outputShape = [batch, outputHeight, outputWidth, taps];
    this.userCode = /* glsl */ `
      ${createGeometryConstants(geometry)}
      ${createSumNeighbours(geometry)}

      // The sample without its mask, times the columns' gradient.
      float blend(int batch, ivec2 position, int tap) {
        if (tap >= ${taps} || position.y >= outputSize.y) return 0.0;
        vec4 offsets = getTapFields(findColumnRow(batch, position), 4 * tap);
        vec2 cell = limitCell(findCell(position, tap, (position.y & 1) == 0 ? offsets.xy : offsets.zw));
        vec2 lower = floor(cell);
        vec2 fraction = cell - lower;
        vec4 sums = sumNeighbours(batch, position, tap, ivec2(lower));
        vec2 between = mix(sums.xy, sums.zw, fraction.x);
        return mix(between.x, between.y, fraction.y);
      }

      void main() {
        ivec4 coordinates = getOutputCoords();
        int batch = coordinates.x;
        ivec2 position = coordinates.yz;
        ivec2 nextPosition = position + ivec2(0, 1);
        int tap = coordinates.w;
        setOutput(vec4(
          blend(batch, position, tap),
          blend(batch, position, tap + 1),
          blend(batch, nextPosition, tap),
          blend(batch, nextPosition, tap + 1)
        ));
      }
    `;
  }
}
