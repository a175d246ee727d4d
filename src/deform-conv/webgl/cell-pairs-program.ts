/**
 * The picture as bilinear sampling wants to read it: each texel holds a cell and its right neighbour, two channels of
 * both, and a frame of zeros surrounds the picture. Four neighbours of a sample are then two texels whatever its column,
 * and what lies outside needs neither a test nor a weight. It is twice the picture's size, and of the work of sampling,
 * which reads every cell once per tap, a small part. No counterpart in the reference, which reads the picture itself.
 */
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl';
import type { SamplingGeometry } from '../geometry';
import { countColumnChannels } from './column-shape';
import { createGeometryConstants } from './geometry-constants';
import { DIVIDE } from './glsl-divide';

/** Rows of one framed picture: one of zeros above, two below, of which `limitCell` reaches the last with weight zero. */
function countPairRows({ inputHeight }: SamplingGeometry): number {
  return inputHeight + 3;
}

/**
 * Packed program: x `[batch, height, width, channels]` → pairs, twice as many rows and columns as there are texels:
 * for each picture of the batch and each of its framed rows, texels by framed column and, within it, by two channels.
 */
export class CellPairsProgram implements GPGPUProgram {
  readonly variableNames = ['x'];
  readonly outputShape: number[];
  readonly userCode: string;
  readonly packedInputs = true;
  readonly packedOutput = true;

  constructor(geometry: SamplingGeometry) {
    const { batch, inputWidth, channels } = geometry;
    const columnChannels = countColumnChannels(geometry);
    const pairRows = countPairRows(geometry);
    this.outputShape = [2 * batch * pairRows, (inputWidth + 2) * columnChannels];
    this.userCode = /* glsl */ `
      ${createGeometryConstants(geometry)}
      ${DIVIDE}

      // Two channels of a cell, zero outside the picture.
      vec2 readChannels(int batch, int row, int column, int channel) {
        if (column < 0 || column >= inputSize.y) return vec2(0.0);
        vec4 texel = getX(batch, row, column, channel);
        vec2 both = (column & 1) == 0 ? texel.xy : texel.zw;
        // Beyond an odd number of channels a texel holds what nobody has written.
        ${channels % 2 === 0 ? '' : `if (channel + 1 == ${channels}) both.y = 0.0;`}
        return both;
      }

      void main() {
        ivec2 coordinates = getOutputCoords();
        int pairRow = coordinates.x / 2;
        int batch = divide(pairRow, ${pairRows});
        int row = pairRow - batch * ${pairRows} - 1;
        int pairColumn = divide(coordinates.y, ${columnChannels});
        int channel = coordinates.y - pairColumn * ${columnChannels};
        int column = pairColumn - 1;
        vec4 pair = vec4(0.0);
        if (row >= 0 && row < inputSize.x) {
          pair = vec4(readChannels(batch, row, column, channel), readChannels(batch, row, column + 1, channel));
        }
        setOutput(pair);
      }
    `;
  }
}

/**
 * `limitCell(cell)` moves a cell into the frame, where every sample is zero; all others it leaves where they are.
 * `readPair(batch, row, column, channel)` reads two channels of a cell of the packed input `pairs` and of its right
 * neighbour, −1 ≤ row ≤ height + 1 and −1 ≤ column ≤ width.
 */
export function createReadPair(geometry: SamplingGeometry): string {
  return /* glsl */ `
    vec2 limitCell(vec2 cell) {
      return clamp(cell, vec2(-1.0), vec2(inputSize));
    }

    vec4 readPair(int batch, int row, int column, int channel) {
      return getPairs(
        2 * (batch * ${countPairRows(geometry)} + row + 1),
        (column + 1) * ${countColumnChannels(geometry)} + channel
      );
    }
  `;
}
