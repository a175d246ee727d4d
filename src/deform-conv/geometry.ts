/**
 * Where a convolution's taps fall: output size, padding and the grid that offsets are added to.
 * Every backend, the reference and the layer take their geometry from here, so they cannot disagree.
 * Padding follows TensorFlow: with `same`, an odd surplus goes to the bottom and to the right.
 */

/** Padding of a convolution: `same` keeps `ceil(size / stride)` positions, `valid` only whole windows. */
export type Padding = 'same' | 'valid';

/** What besides its tensors defines a sampling pass; also the attributes of the sampling kernels. */
export type SamplingOptions = {
  /** Rows and columns of the kernel, in taps. */
  readonly kernelSize: readonly [height: number, width: number];
  /** Input cells between neighbouring outputs. */
  readonly strides: readonly [height: number, width: number];
  readonly padding: Padding;
  /** Input cells between neighbouring taps. */
  readonly dilations: readonly [height: number, width: number];
};

/** Shape of an NHWC picture: [batch, height, width, channels]. */
export type PictureShape = readonly [batch: number, height: number, width: number, channels: number];

/** All sizes of one sampling pass. Tap `t` is row `floor(t / kernelWidth)`, column `t % kernelWidth` of the kernel. */
export interface SamplingGeometry {
  readonly batch: number;
  readonly inputHeight: number;
  readonly inputWidth: number;
  readonly channels: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  /** kernelHeight · kernelWidth. */
  readonly taps: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
  /** Output cells of the whole batch: batch · outputHeight · outputWidth. */
  readonly positions: number;
}

/** Outputs and leading padding along one axis. */
interface AxisGeometry {
  readonly outputSize: number;
  readonly padBefore: number;
}

/**
 * Computes the sizes of a sampling pass over an NHWC picture.
 *
 * Output cell (row, column) and tap (i, j) look at input row `row · strideHeight − padTop + i · dilationHeight`,
 * and at the column likewise, plus the offset of that cell and tap.
 *
 * @throws RangeError when a size is not a positive integer, or when `valid` padding leaves no output
 */
export function computeSamplingGeometry(inputShape: PictureShape, options: SamplingOptions): SamplingGeometry {
  const { kernelSize, strides, padding, dilations } = options;
  checkPositiveIntegers('input shape', inputShape);
  checkPositiveIntegers('kernelSize', kernelSize);
  checkPositiveIntegers('strides', strides);
  checkPositiveIntegers('dilations', dilations);

  const [batch, inputHeight, inputWidth, channels] = inputShape;
  const vertical = computeAxis(inputHeight, kernelSize[0], strides[0], dilations[0], padding);
  const horizontal = computeAxis(inputWidth, kernelSize[1], strides[1], dilations[1], padding);
  if (vertical.outputSize < 1 || horizontal.outputSize < 1) {
    throw new RangeError(
      `deformConv2d: 'valid' padding leaves no output: a kernel of [${kernelSize.join(', ')}] with dilations ` +
        `[${dilations.join(', ')}] does not fit into an input of [${inputHeight}, ${inputWidth}]`,
    );
  }
  return {
    batch,
    inputHeight,
    inputWidth,
    channels,
    outputHeight: vertical.outputSize,
    outputWidth: horizontal.outputSize,
    kernelHeight: kernelSize[0],
    kernelWidth: kernelSize[1],
    taps: kernelSize[0] * kernelSize[1],
    strideHeight: strides[0],
    strideWidth: strides[1],
    dilationHeight: dilations[0],
    dilationWidth: dilations[1],
    padTop: vertical.padBefore,
    padLeft: horizontal.padBefore,
    positions: batch * vertical.outputSize * horizontal.outputSize,
  };
}

function computeAxis(
  inputSize: number,
  kernelSize: number,
  stride: number,
  dilation: number,
  padding: Padding,
): AxisGeometry {
  const reach = (kernelSize - 1) * dilation + 1;
  if (padding === 'valid') return { outputSize: Math.floor((inputSize - reach) / stride) + 1, padBefore: 0 };
  const outputSize = Math.ceil(inputSize / stride);
  const padTotal = Math.max(0, (outputSize - 1) * stride + reach - inputSize);
  return { outputSize, padBefore: Math.floor(padTotal / 2) };
}

function checkPositiveIntegers(name: string, values: readonly number[]): void {
  if (values.every((value) => Number.isInteger(value) && value > 0)) return;
  throw new RangeError(`deformConv2d: ${name} must hold positive integers, got [${values.join(', ')}]`);
}
