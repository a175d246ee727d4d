/**
 * Offsets and mask of each tap side by side in one matrix, once per tap. All other programs ask for them again for each
 * pair of channels: a matrix is read with less arithmetic than a picture, and a sigmoid is taken once. Offsets stay
 * relative to the grid: absolute cells would be too coarse in half-precision textures. No counterpart in the reference.
 */
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl';
import type { SamplingGeometry } from '../geometry';
import { countColumnPositions } from './column-shape';
import { DIVIDE } from './glsl-divide';

/**
 * Where the modulation comes from: nowhere, a tensor of its own, or logits behind the offsets in the same tensor, of
 * which `2 · sigmoid` is taken.
 */
export type ModulationSource = 'none' | 'mask' | 'logits';

/**
 * Packed program: offset `[batch, outHeight, outWidth, 2 · taps]` (3 · taps with logits), mask `[batch, outHeight,
 * outWidth, taps]` → tap fields `[batch · outHeight · column positions, 4 · taps]`: for each tap (dy, dx), its modulation
 * and nothing. A texel is thus two positions' offsets, or in x and z two positions' modulation. Surplus positions are zero.
 */
export class TapFieldsProgram implements GPGPUProgram {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly userCode: string;
  readonly packedInputs = true;
  readonly packedOutput = true;

  constructor(geometry: SamplingGeometry, modulation: ModulationSource) {
    const { batch, outputHeight, outputWidth, taps } = geometry;
    const columnPositions = countColumnPositions(geometry);
    this.variableNames = modulation === 'mask' ? ['offset', 'modulationMask'] : ['offset'];
    this.outputShape = [batch * outputHeight * columnPositions, 4 * taps];
    const factors = {
      none: 'vec4(1.0)',
      mask: 'getModulationMask(batch, row, column, tap)',
      logits: `2.0 / (1.0 + exp(-getOffset(batch, row, column, ${2 * taps} + tap)))`,
    }[modulation];
    this.userCode = /* glsl */ `
      ${DIVIDE}

      void main() {
        ivec2 coordinates = getOutputCoords();
        int rowOfBatch = divide(coordinates.x, ${columnPositions});
        int column = coordinates.x - rowOfBatch * ${columnPositions};
        int batch = divide(rowOfBatch, ${outputHeight});
        int row = rowOfBatch - batch * ${outputHeight};
        int tap = coordinates.y / 4;
        vec4 fields;
        if ((coordinates.y & 2) == 0) {
          fields = getOffset(batch, row, column, 2 * tap);
        } else {
          // Two taps of two positions. Logits begin behind an even number of offsets, so parity is the same for both.
          vec4 factors = ${factors};
          fields = (tap & 1) == 0 ? vec4(factors.x, 0.0, factors.z, 0.0) : vec4(factors.y, 0.0, factors.w, 0.0);
        }
        // Beyond an odd number of columns a texel holds what nobody has written.
        ${columnPositions === outputWidth ? '' : `if (column + 1 == ${outputWidth}) fields.zw = vec2(0.0);`}
        setOutput(fields);
      }
    `;
  }
}
