/**
 * Importing this file makes the network trainable, and fast to train, on the wasm backend: it registers kernels that tfjs
 * lacks there and replaces some that it has. Only training imports it.
 */
// Registers the stock kernels when it is first loaded, so it must come before ours.
import '@tensorflow/tfjs-backend-wasm';
import { registerBatchNormKernels } from './batch-norm';
import { registerConvolutionKernels } from './convolution';
import { registerIdentityKernel } from './identity';
import { registerMaxPoolKernel } from './max-pool';
import { registerProductKernels } from './products';

registerBatchNormKernels();
registerConvolutionKernels();
registerIdentityKernel();
registerMaxPoolKernel();
registerProductKernels();
