/**
 * The hot loops of training with 128-bit SIMD. This is AssemblyScript; `npm run build:wasm` compiles it into
 * `../training-module.ts`, and `../open-training-module.ts` instantiates it.
 *
 * It has no memory of its own but imports that of tfjs's wasm backend, so that no tensor is copied: a `usize` is the
 * address of float32 numbers there. It allocates nothing and has no static data, which would lie on top of the backend's.
 */
export { multiply, multiplyTransposed } from './products';
export { convolutionFilterGradient, convolutionInputGradient, setConvolution } from './convolution';
export { batchNormBackward, batchNormForward } from './normalisation';
export { maxPoolGradient } from './pooling';
