/**
 * Cutting off the zeros that `computeColumnShape` has added to an odd number of positions, without a pass of the GPU.
 *
 * A packed texture holds two columns of a picture in each texel, so it lies in memory the same with an odd number of
 * columns and with the next even one: only the shape changes. tfjs does so in its own pointwise convolution.
 */
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { requireInput } from '../sampling-kernel';

/** Kernel: picture `[batch, height, even width, channels]`, of no use to anyone afterwards → the same, one column less. */
export const cropSurplusColumn: KernelFunc = ({ inputs, backend }) => {
  const picture = requireInput(inputs, 'picture');
  const [batch = 0, height = 0, width = 0, channels = 0] = picture.shape;
  const shape = [batch, height, width - 1, channels];
  const webgl = backend as Pick<MathBackendWebGL, 'texData' | 'incRef'>;
  const data = webgl.texData.get(picture.dataId);
  // tfjs computes a product with few columns and a long inner axis in another way, unpacked.
  if (data.texture == null || !data.isPacked) return slice(picture, shape, backend);
  data.shape = shape;
  webgl.incRef(picture.dataId);
  return { dataId: picture.dataId, shape, dtype: picture.dtype };
};

function slice(x: TensorInfo, size: number[], backend: object): TensorInfo {
  const { kernelFunc } = tf.getKernel('Slice', 'webgl');
  return kernelFunc({ inputs: { x }, attrs: { begin: [0, 0, 0, 0], size }, backend }) as TensorInfo;
}
