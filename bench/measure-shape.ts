/** Measuring the ways to convolve on the current tfjs backend; the same code runs in the page and in Node. */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { deformConv2d } from '../src/deform-conv/deform-conv2d';
import type { SamplingGeometry } from '../src/deform-conv/geometry';
import { computeSamplingGeometry } from '../src/deform-conv/geometry';
import { referenceDeformConv2d } from '../src/deform-conv/reference/reference-deform-conv2d';
import '../src/deform-conv/register';
import { computeMaxDifference } from '../src/testing/all-close';
import { createUniformValues } from '../src/testing/seeded-random';
import { composedDeformConv2d, createSamplingGrid } from './composed-deform-conv2d';
import type { BenchShape } from './shapes';
import { computeMedian } from './statistics';

/** The ways to convolve that are compared. */
export type Variant = 'conv2d' | 'composed' | 'onnxruntime-web' | 'deformConv2d';

/** Someone else's deformable convolution, with its inputs already in its own layout: computes `[batch, channels, height, width]`. */
export type Peer = () => Promise<Float32Array>;

/** Prepares a peer for tensors laid out as `deformConv2d` takes them. */
export type OpenPeer = (
  tensors: {
    readonly x: Tensor4D;
    readonly filter: Tensor4D;
    readonly offset: Tensor4D;
    readonly modulationMask: Tensor4D;
  },
  geometry: SamplingGeometry,
) => Promise<Peer>;

/** One variant on one shape. */
interface Contender {
  readonly variant: Variant;
  /** Computes once and waits until the result is there. */
  readonly run: () => Promise<void>;
  /** The result, channels last; `null` for `conv2d`, which computes something else. */
  readonly compute: (() => Promise<ArrayLike<number>>) | null;
}

/** One line of the table. */
export interface Measurement {
  readonly shape: string;
  readonly variant: Variant;
  readonly medianMs: number;
  /** Median time relative to `tf.conv2d` of the same shape. */
  readonly ratioToConv2d: number;
  /** Largest absolute difference from the float64 reference; `null` for `conv2d`, which computes something else. */
  readonly maxError: number | null;
}

const KERNEL_SIZE = [3, 3] as const;
const DILATIONS = [1, 1] as const;

/**
 * Measures one shape: each variant once to warm up and to compare with the reference, then all of them in turns, so
 * that a slow moment of the machine touches every variant.
 */
export async function measureShape(
  shape: BenchShape,
  turns: number,
  openPeer: OpenPeer | null,
): Promise<Measurement[]> {
  const { height, width, inChannels, outChannels } = shape;
  const options = { strides: [shape.stride, shape.stride], padding: 'same', dilations: DILATIONS } as const;
  const geometry = computeSamplingGeometry([1, height, width, inChannels], { ...options, kernelSize: KERNEL_SIZE });
  const { positions, taps, outputHeight, outputWidth } = geometry;
  const spread = 1 / Math.sqrt(taps * inChannels);
  const values = {
    x: createUniformValues(height * width * inChannels, -1.7, 1.7, 1),
    filter: createUniformValues(taps * inChannels * outChannels, -1.7 * spread, 1.7 * spread, 2),
    offset: createUniformValues(positions * taps * 2, -1.7, 1.7, 3),
    modulationMask: createUniformValues(positions * taps, 0, 2, 4),
  };
  const x = createActivation(values.x, [1, height, width, inChannels]);
  const filter = createActivation(values.filter, [...KERNEL_SIZE, inChannels, outChannels]);
  const offset = createActivation(values.offset, [1, outputHeight, outputWidth, 2 * taps]);
  const modulationMask = createActivation(values.modulationMask, [1, outputHeight, outputWidth, taps]);
  const grid = createSamplingGrid(geometry);

  const conv2d = createContender('conv2d', () => tf.conv2d(x, filter, shape.stride, 'same'));
  const contenders: Contender[] = [
    { ...conv2d, compute: null },
    createContender('composed', () => composedDeformConv2d(x, filter, offset, modulationMask, geometry, grid)),
  ];
  if (openPeer !== null) {
    contenders.push(createPeerContender(await openPeer({ x, filter, offset, modulationMask }, geometry), geometry));
  }
  contenders.push(createContender('deformConv2d', () => deformConv2d(x, filter, offset, modulationMask, options)));

  const reference = referenceDeformConv2d(values, geometry, outChannels);
  const results: { contender: Contender; maxError: number | null; timesMs: number[] }[] = [];
  for (const contender of contenders) {
    await contender.run();
    const maxError = contender.compute && computeMaxDifference(await contender.compute(), reference);
    results.push({ contender, maxError, timesMs: [] });
  }
  for (let turn = 0; turn < turns; turn++) {
    for (const { contender, timesMs } of results) {
      const startMs = performance.now();
      await contender.run();
      timesMs.push(performance.now() - startMs);
    }
  }
  tf.dispose([x, filter, offset, modulationMask, grid.rows, grid.columns]);

  const conv2dMs = computeMedian(results[0]?.timesMs ?? []);
  return results.map(({ contender: { variant }, maxError, timesMs }) => {
    const medianMs = computeMedian(timesMs);
    return { shape: shape.name, variant, medianMs, ratioToConv2d: medianMs / conv2dMs, maxError };
  });
}

function createContender(variant: Variant, convolve: () => Tensor4D): Contender {
  return {
    variant,
    // WebGL only queues; reading one element back makes it finish.
    run: async () => {
      const output = convolve();
      const firstElement = tf.slice(output, [0, 0, 0, 0], [1, 1, 1, 1]);
      await firstElement.data();
      tf.dispose([output, firstElement]);
    },
    compute: async () => {
      const output = convolve();
      const values = await output.data();
      output.dispose();
      return values;
    },
  };
}

function createPeerContender(peer: Peer, { batch, outputHeight, outputWidth }: SamplingGeometry): Contender {
  return {
    variant: 'onnxruntime-web',
    run: async () => {
      await peer();
    },
    compute: async () => {
      const values = await peer();
      const channels = values.length / (batch * outputHeight * outputWidth);
      const channelsFirst = tf.tensor4d(values, [batch, channels, outputHeight, outputWidth]);
      const channelsLast = tf.transpose(channelsFirst, [0, 2, 3, 1]);
      const reordered = await channelsLast.data();
      tf.dispose([channelsFirst, channelsLast]);
      return reordered;
    },
  };
}

/** A tensor that an op has produced, like an activation inside a network, not an array still to be uploaded. */
function createActivation(values: Float32Array, shape: [number, number, number, number]): Tensor4D {
  return tf.tidy(() => tf.mul(tf.tensor4d(values, shape), 1));
}
