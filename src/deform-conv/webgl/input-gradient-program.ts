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
import { GEOMETRY_UNIFORMS } from './geometry-uniforms';
import type { ModulationSource } from './sampling-glsl';
import { createReadModulation, listFieldInputs } from './sampling-glsl';

/** Packed program: columns' gradient, offset and mask → x gradient `[batch, height, width, channels]`. */
export class InputGradientProgram implements GPGPUProgram {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly userCode: string;
  readonly customUniforms = GEOMETRY_UNIFORMS;
  readonly packedInputs = true;
  readonly packedOutput = true;

  /** @param maxOffset in input cells; exact for offsets up to it */
  constructor(geometry: SamplingGeometry, modulation: ModulationSource, maxOffset: number) {
    const { batch, inputHeight, inputWidth, channels, taps, kernelWidth } = geometry;
    const columnChannels = countColumnChannels(geometry);
    const columnPositions = countColumnPositions(geometry);
    const reach = Math.ceil(maxOffset) + 1;
    this.variableNames = ['columnsGradient', ...listFieldInputs(modulation)];
    this.outputShape = [batch, inputHeight, inputWidth, channels];
    this.userCode = /* glsl */ `
      ${createReadModulation(modulation, taps)}

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
              bool isSecond = column % 2 == 1;
              vec4 offsets = getOffset(batch, row, column, 2 * tap);
              vec2 distance = vec2(ivec2(row, column) * strides - origin) + (isSecond ? offsets.zw : offsets.xy);
              float rowWeight = 1.0 - abs(distance.x);
              vec2 columnWeights = max(vec2(0.0), 1.0 - abs(vec2(distance.y, distance.y - 1.0)));
              if (rowWeight <= 0.0 || columnWeights.x + columnWeights.y <= 0.0) continue;
              vec2 modulation = readModulation(batch, row, column, tap);
              int channel = tap * ${columnChannels} + coordinates.w;
              int position = (batch * outputSize.x + row) * ${columnPositions} + column;
              vec4 texel = getColumnsGradient(position, channel);
              vec2 upstream = isSecond ? modulation.y * texel.zw : modulation.x * texel.xy;
              sum += rowWeight * vec4(columnWeights.x * upstream, columnWeights.y * upstream);
            }
          }
        }
        setOutput(sum);
      }
    `;
  }
}
