/**
 * The sampling pass on the GPU for even channel counts; reference counterpart: `reference/reference-deform-conv2d.ts`,
 * typed-array counterpart: `wasm/sample-taps.ts`.
 *
 * tfjs's packed textures hold 2×2 blocks of the last two axes in one RGBA texel. Here one texel of the output holds
 * two positions × two channels of one tap, so a texel of the picture serves both channels at once, and one texel of
 * the offsets is (dy, dx) of both positions. What lies outside the picture is fetched from its edge with weight zero:
 * without branches, all fragments run in step.
 */
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl';
import type { SamplingGeometry } from '../geometry';
import { GEOMETRY_UNIFORMS } from './geometry-uniforms';

/** Packed program: x `[batch, height, width, channels]`, offset `[positions, 2 · taps]`, mask `[positions, taps]` → columns `[positions, taps · channels]`. */
export class DeformIm2ColPackedProgram implements GPGPUProgram {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly userCode: string;
  readonly customUniforms = GEOMETRY_UNIFORMS;
  readonly packedInputs = true;
  readonly packedOutput = true;

  /** @throws RangeError when the channel count is odd: a texel would then straddle two taps */
  constructor(geometry: SamplingGeometry, hasMask: boolean) {
    const { channels, taps, kernelWidth, positions } = geometry;
    if (channels % 2 !== 0) throw new RangeError(`Expected an even number of channels, got ${channels}`);
    this.variableNames = hasMask ? ['x', 'offset', 'modulationMask'] : ['x', 'offset'];
    this.outputShape = [positions, taps * channels];
    // A texel of the mask holds two taps of two positions: even taps in its left column, odd ones in its right.
    const readModulation = hasMask
      ? 'vec4 masks = getModulationMask(position, tap); vec2 modulation = tap % 2 == 0 ? masks.xz : masks.yw;'
      : 'vec2 modulation = vec2(1.0);';
    this.userCode = /* glsl */ `
      vec2 selectColumn(vec4 texel, int column) {
        return column % 2 == 0 ? texel.xy : texel.zw;
      }

      // Weights of the lower and the upper neighbour along one axis, zero for a neighbour that does not exist.
      vec2 computeWeights(float coordinate, int size) {
        float fraction = coordinate - floor(coordinate);
        int lower = int(floor(coordinate));
        return vec2(
          lower >= 0 && lower < size ? 1.0 - fraction : 0.0,
          lower >= -1 && lower < size - 1 ? fraction : 0.0
        );
      }

      vec2 sampleChannels(int batch, int channel, vec2 cell) {
        // Beyond two cells outside nothing changes any more, and huge offsets must not overflow an int.
        vec2 limited = clamp(cell, vec2(-2.0), vec2(inputSize) + 1.0);
        vec2 rowWeights = computeWeights(limited.x, inputSize.x);
        vec2 columnWeights = computeWeights(limited.y, inputSize.y);
        ivec2 lower = ivec2(floor(limited));
        ivec2 topLeft = clamp(lower, ivec2(0), inputSize - 1);
        ivec2 bottomRight = clamp(lower + 1, ivec2(0), inputSize - 1);
        vec2 top =
          columnWeights.x * selectColumn(getX(batch, topLeft.x, topLeft.y, channel), topLeft.y) +
          columnWeights.y * selectColumn(getX(batch, topLeft.x, bottomRight.y, channel), bottomRight.y);
        vec2 bottom =
          columnWeights.x * selectColumn(getX(batch, bottomRight.x, topLeft.y, channel), topLeft.y) +
          columnWeights.y * selectColumn(getX(batch, bottomRight.x, bottomRight.y, channel), bottomRight.y);
        return rowWeights.x * top + rowWeights.y * bottom;
      }

      vec2 samplePosition(int position, ivec2 tapCell, int channel, vec2 offset) {
        int cellsPerPicture = outputSize.x * outputSize.y;
        int batch = position / cellsPerPicture;
        int cellOfPicture = position - batch * cellsPerPicture;
        ivec2 outputCell = ivec2(cellOfPicture / outputSize.y, cellOfPicture % outputSize.y);
        return sampleChannels(batch, channel, vec2(outputCell * strides - padding + tapCell * dilations) + offset);
      }

      void main() {
        ivec2 coordinates = getOutputCoords();
        int position = coordinates.x;
        int tap = coordinates.y / ${channels};
        int channel = coordinates.y - tap * ${channels};
        ivec2 tapCell = ivec2(tap / ${kernelWidth}, tap % ${kernelWidth});
        vec4 offsets = getOffset(position, 2 * tap);
        ${readModulation}
        vec2 first = modulation.x * samplePosition(position, tapCell, channel, offsets.xy);
        vec2 second = vec2(0.0);
        if (position + 1 < ${positions}) {
          second = modulation.y * samplePosition(position + 1, tapCell, channel, offsets.zw);
        }
        setOutput(vec4(first, second));
      }
    `;
  }
}
