/**
 * An ONNX model of one node, `DeformConv`, for the peer's column. An ONNX file is a protocol buffer
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto); this writes the few fields that one node needs.
 */

/** What the node is built from; all sizes [height, width]. */
export interface OnnxDeformConvOptions {
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** Rows and columns of zeros [top, left, bottom, right]. */
  readonly pads: readonly [number, number, number, number];
}

/** Names of the node's inputs, in its order; its output is `y`. Pictures have channels first. */
export const ONNX_INPUTS = ['x', 'filter', 'offset', 'bias', 'mask'] as const;

const FLOAT32 = 1;
const ATTRIBUTE_INTS = 7;
/** The first version of the operator set that has `DeformConv`, and the format's version that came with it. */
const OPERATOR_SET = 19;
const FORMAT_VERSION = 9;

/**
 * Writes the model: inputs `x [batch, channels, height, width]`, `filter [outChannels, channels, kh, kw]`,
 * `offset [batch, 2 · taps, outHeight, outWidth]`, `bias [outChannels]`, `mask [batch, taps, outHeight, outWidth]`.
 */
export function encodeOnnxDeformConv({ kernelSize, strides, dilations, pads }: OnnxDeformConvOptions): Uint8Array {
  const ranks = { x: 4, filter: 4, offset: 4, bias: 1, mask: 4, y: 4 };
  const attributes = { kernel_shape: kernelSize, strides, dilations, pads };
  const node = [
    ...ONNX_INPUTS.flatMap((name) => encodeText(1, name)),
    ...encodeText(2, 'y'),
    ...encodeText(4, 'DeformConv'),
    ...Object.entries(attributes).flatMap(([name, values]) => encodeBytes(5, encodeIntegers(name, values))),
  ];
  const graph = [
    ...encodeBytes(1, node),
    ...encodeText(2, 'deform_conv'),
    ...ONNX_INPUTS.flatMap((name) => encodeBytes(11, encodeValueInfo(name, ranks[name]))),
    ...encodeBytes(12, encodeValueInfo('y', ranks.y)),
  ];
  return Uint8Array.from([
    ...encodeNumber(1, FORMAT_VERSION),
    ...encodeBytes(7, graph),
    ...encodeBytes(8, encodeNumber(2, OPERATOR_SET)),
  ]);
}

/** An `AttributeProto` of integers. */
function encodeIntegers(name: string, values: readonly number[]): number[] {
  const integers = values.flatMap((value) => encodeNumber(8, value));
  return [...encodeText(1, name), ...integers, ...encodeNumber(20, ATTRIBUTE_INTS)];
}

/** A `ValueInfoProto` of a float32 tensor whose dimensions are named, not fixed. */
function encodeValueInfo(name: string, rank: number): number[] {
  const dimensions = Array.from({ length: rank }, (_, axis) => encodeBytes(1, encodeText(2, `${name}${axis}`))).flat();
  const tensorType = [...encodeNumber(1, FLOAT32), ...encodeBytes(2, dimensions)];
  return [...encodeText(1, name), ...encodeBytes(2, encodeBytes(1, tensorType))];
}

/** A field of wire type 0, a variable-length integer. */
function encodeNumber(field: number, value: number): number[] {
  return [...encodeVariableLength(field << 3), ...encodeVariableLength(value)];
}

/** A field of wire type 2, bytes or a nested message. */
function encodeBytes(field: number, bytes: readonly number[]): number[] {
  return [...encodeVariableLength((field << 3) | 2), ...encodeVariableLength(bytes.length), ...bytes];
}

function encodeText(field: number, text: string): number[] {
  return encodeBytes(field, [...new TextEncoder().encode(text)]);
}

/** Seven bits a byte, the lowest first; the eighth bit says that more follow. */
function encodeVariableLength(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}
