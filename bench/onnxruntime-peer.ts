/** onnxruntime-web's `DeformConv` on wasm with one thread, from the package of its own in `peers/`; Node only. */
import { existsSync } from 'node:fs';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SamplingGeometry } from '../src/deform-conv/geometry';
import type { OpenPeer } from './measure-shape';
import { encodeOnnxDeformConv } from './onnx-deform-conv';

/** What this benchmark uses of onnxruntime-web, which is not among the project's own packages. */
interface Onnxruntime {
  readonly env: { readonly wasm: { numThreads: number } };
  readonly Tensor: new (type: 'float32', values: Float32Array, shape: readonly number[]) => OnnxTensor;
  readonly InferenceSession: { create(model: Uint8Array, options: { executionProviders: string[] }): Promise<Session> };
}

interface OnnxTensor {
  readonly data: Float32Array;
}

interface Session {
  run(inputs: Record<string, OnnxTensor>): Promise<{ readonly y: OnnxTensor }>;
}

const MODULE_ADDRESS = new URL('./peers/node_modules/onnxruntime-web/dist/ort.wasm.min.mjs', import.meta.url);

/** Loads the peer, or answers `null` where it is not installed: `npm ci --prefix bench/peers`. */
export async function loadOnnxruntime(): Promise<OpenPeer | null> {
  if (!existsSync(MODULE_ADDRESS)) return null;
  const onnxruntime = (await import(MODULE_ADDRESS.href)) as Onnxruntime;
  onnxruntime.env.wasm.numThreads = 1;
  return async ({ x, filter, offset, modulationMask }, geometry) => {
    const model = encodeOnnxDeformConv(describeNode(geometry));
    const session = await onnxruntime.InferenceSession.create(model, { executionProviders: ['wasm'] });
    const reorder = (tensor: Tensor4D, axes: number[]) => {
      const reordered = tf.transpose(tensor, axes);
      const values = Float32Array.from(reordered.dataSync());
      reordered.dispose();
      return new onnxruntime.Tensor('float32', values, reordered.shape);
    };
    const outChannels = filter.shape[3];
    const inputs = {
      x: reorder(x, [0, 3, 1, 2]),
      filter: reorder(filter, [3, 2, 0, 1]),
      offset: reorder(offset, [0, 3, 1, 2]),
      bias: new onnxruntime.Tensor('float32', new Float32Array(outChannels), [outChannels]),
      mask: reorder(modulationMask, [0, 3, 1, 2]),
    };
    return async () => (await session.run(inputs)).y.data;
  };
}

/** `same` padding in ONNX's words; it names the padding of all four sides. */
function describeNode(geometry: SamplingGeometry) {
  const { inputHeight, inputWidth, outputHeight, outputWidth, padTop, padLeft } = geometry;
  const reachHeight =
    (outputHeight - 1) * geometry.strideHeight + (geometry.kernelHeight - 1) * geometry.dilationHeight;
  const reachWidth = (outputWidth - 1) * geometry.strideWidth + (geometry.kernelWidth - 1) * geometry.dilationWidth;
  const padBottom = Math.max(0, reachHeight + 1 - padTop - inputHeight);
  const padRight = Math.max(0, reachWidth + 1 - padLeft - inputWidth);
  return {
    kernelSize: [geometry.kernelHeight, geometry.kernelWidth],
    strides: [geometry.strideHeight, geometry.strideWidth],
    dilations: [geometry.dilationHeight, geometry.dilationWidth],
    pads: [padTop, padLeft, padBottom, padRight],
  } as const;
}
