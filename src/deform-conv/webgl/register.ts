/**
 * Importing this file registers the WebGL kernels, in addition to `../register.ts`. It is a file of its own so that the
 * shaders are loaded together with the WebGL backend, and by nobody who trains in Node.
 */
import { registerWebglKernels } from './kernels';

registerWebglKernels();
