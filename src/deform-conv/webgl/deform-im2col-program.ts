/**
 * The sampling pass on the GPU for odd channel counts, one value per fragment; reference counterpart:
 * `reference/reference-deform-conv2d.ts`. `deform-im2col-packed-program.ts` is faster but cannot serve them: with an odd
 * count, two neighbouring columns may belong to different taps.
 */
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl';
import type { SamplingGeometry } from '../geometry';
import { GEOMETRY_UNIFORMS } from './geometry-uniforms';

/** Unpacked program: x `[batch, height, width, channels]`, offset `[positions, 2 · taps]`, mask `[positions, taps]` → columns `[positions, taps · channels]`. */
export class DeformIm2ColProgram implements GPGPUProgram {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly userCode: string;
  readonly customUniforms = GEOMETRY_UNIFORMS;

  constructor(geometry: SamplingGeometry, hasMask: boolean) {
    const { channels, taps, kernelWidth, positions } = geometry;
    this.variableNames = hasMask ? ['x', 'offset', 'modulationMask'] : ['x', 'offset'];
    this.outputShape = [positions, taps * channels];
    this.userCode = /* glsl */ `
      float readCell(int batch, ivec2 cell, int channel) {
        bool isInside = all(greaterThanEqual(cell, ivec2(0))) && all(lessThan(cell, inputSize));
        return isInside ? getX(batch, cell.x, cell.y, channel) : 0.0;
      }

      void main() {
        ivec2 coordinates = getOutputCoords();
        int position = coordinates.x;
        int tap = coordinates.y / ${channels};
        int channel = coordinates.y - tap * ${channels};
        int cellsPerPicture = outputSize.x * outputSize.y;
        int batch = position / cellsPerPicture;
        int cellOfPicture = position - batch * cellsPerPicture;
        ivec2 outputCell = ivec2(cellOfPicture / outputSize.y, cellOfPicture % outputSize.y);
        ivec2 tapCell = ivec2(tap / ${kernelWidth}, tap % ${kernelWidth});

        vec2 offset = vec2(getOffset(position, 2 * tap), getOffset(position, 2 * tap + 1));
        vec2 cell = vec2(outputCell * strides - padding + tapCell * dilations) + offset;
        // Beyond two cells outside nothing changes any more, and huge offsets must not overflow an int.
        cell = clamp(cell, vec2(-2.0), vec2(inputSize) + 1.0);
        ivec2 topLeft = ivec2(floor(cell));
        vec2 fraction = cell - floor(cell);
        float top = mix(
          readCell(batch, topLeft, channel),
          readCell(batch, topLeft + ivec2(0, 1), channel),
          fraction.y
        );
        float bottom = mix(
          readCell(batch, topLeft + ivec2(1, 0), channel),
          readCell(batch, topLeft + ivec2(1, 1), channel),
          fraction.y
        );
        setOutput(mix(top, bottom, fraction.x)${hasMask ? ' * getModulationMask(position, tap)' : ''});
      }
    `;
  }
}
