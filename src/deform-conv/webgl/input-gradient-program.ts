/**
 * The gradient of the picture on the GPU; typed-array counterpart: `wasm/sample-taps-gradient.ts`.
 *
 * A fragment cannot add to another one's texel, so instead of scattering, each cell of the picture pulls from all taps
 * that may have sampled it. With free offsets that would be every tap of every position: only those are asked whose
 * place on the fixed grid lies within `maxOffset` and one cell. Samples that moved further along an axis are missed.
 */
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl';
import type { SamplingGeometry } from '../geometry';
import { countColumnChannels, countColumnPositions } from './column-shape';
import { createGeometryConstants } from './geometry-constants';

/** Packed program: columns' gradient and tap fields → x gradient `[batch, height, width, channels]`. */
export class InputGradientProgram implements GPGPUProgram {
  readonly variableNames = ['columnsGradient', 'tapFields'];
  readonly outputShape: number[];
  readonly userCode: string;
  readonly packedInputs = true;
  readonly packedOutput = true;

  /** @param maxOffset in input cells; exact for offsets up to it */
  constructor(geometry: SamplingGeometry, maxOffset: number) {
    const { batch, inputHeight, inputWidth, channels, taps, kernelWidth } = geometry;
    const columnChannels = countColumnChannels(geometry);
    const columnPositions = countColumnPositions(geometry);
    const reach = Math.ceil(maxOffset) + 1;
    this.outputShape = [batch, inputHeight, inputWidth, channels];
    this.userCode = /* glsl */ `
      ${createGeometryConstants(geometry)}

      ivec2 divideUp(ivec2 dividend, ivec2 divisor) {
        return ivec2(ceil(vec2(dividend) / vec2(divisor)));
      }

      ivec2 divideDown(ivec2 dividend, ivec2 divisor) {
        return ivec2(floor(vec2(dividend) / vec2(divisor)));
      }

      void main() {
        ivec4 coordinates = getOutputCoords();
        int batch = coordinates.x;
        // Of two cells beside each other: x and y are the left one's two channels, z and w the right one's.
        vec4 sum = vec4(0.0);
        for (int tap = 0; tap < ${taps}; tap++) {
          ivec2 tapCell = ivec2(tap / ${kernelWidth}, tap % ${kernelWidth});
          // What position · strides must be for the tap to fall on the left cell without an offset.
          ivec2 origin = coordinates.yz + padding - tapCell * dilations;
          ivec2 from = max(divideUp(origin - ${reach}, strides), ivec2(0));
          ivec2 to = min(divideDown(origin + ivec2(${reach}, ${reach} + 1), strides), outputSize - 1);
          for (int row = from.x; row <= to.x; row++) {
            for (int column = from.y; column <= to.y; column++) {
              bool isSecond = (column & 1) == 1;
              int columnRow = (batch * outputSize.x + row) * ${columnPositions} + column;
              vec4 offsets = getTapFields(columnRow, 4 * tap);
              vec2 distance = vec2(ivec2(row, column) * strides - origin) + (isSecond ? offsets.zw : offsets.xy);
              float rowWeight = 1.0 - abs(distance.x);
              vec2 columnWeights = max(vec2(0.0), 1.0 - abs(vec2(distance.y, distance.y - 1.0)));
              if (rowWeight <= 0.0 || columnWeights.x + columnWeights.y <= 0.0) continue;
              vec4 modulation = getTapFields(columnRow, 4 * tap + 2);
              vec4 texel = getColumnsGradient(columnRow, tap * ${columnChannels} + coordinates.w);
              vec2 upstream = isSecond ? modulation.z * texel.zw : modulation.x * texel.xy;
              sum += rowWeight * vec4(columnWeights.x * upstream, columnWeights.y * upstream);
            }
          }
        }
        setOutput(sum);
      }
    `;
  }
}
