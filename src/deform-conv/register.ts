/**
 * Importing this file makes the deformable convolution usable: it registers the kernels of wasm and cpu, the gradients
 * and the layer's class name. On WebGL import `webgl/register.ts` as well; no other file of this folder has side
 * effects. Neither imports a backend: whoever runs a network imports those it wants.
 */
import * as tf from '@tensorflow/tfjs-core';
import { registerSamplingGradients } from './gradient';
import { DeformConv2dLayer } from './layer';
import { registerTypedArrayKernels } from './wasm/kernels';

registerTypedArrayKernels();
registerSamplingGradients();
tf.serialization.registerClass(DeformConv2dLayer);
