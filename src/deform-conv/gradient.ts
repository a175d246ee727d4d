/** Gradients of the sampling kernels: one joint kernel gives those of input, offset and mask in one walk. */
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import {
  DEFORM_IM2COL,
  DEFORM_IM2COL_GRADIENT,
  MODULATED_DEFORM_IM2COL,
  MODULATED_DEFORM_IM2COL_GRADIENT,
} from './sampling-kernel';

/** Tells tfjs how the sampling kernels are differentiated; call once. */
export function registerSamplingGradients(): void {
  registerGradientOf(DEFORM_IM2COL, DEFORM_IM2COL_GRADIENT, ['x', 'offset']);
  registerGradientOf(MODULATED_DEFORM_IM2COL, MODULATED_DEFORM_IM2COL_GRADIENT, ['x', 'offset', 'modulationMask']);
}

function registerGradientOf(kernelName: string, gradientKernelName: string, inputNames: string[]): void {
  tf.registerGradient({
    kernelName,
    inputsToSave: inputNames,
    gradFunc: (upstream, saved, attrs) => {
      // The sampling kernels have one output and `saved` is in the order of `inputsToSave`.
      const inputs: NamedTensorMap = { columnsGradient: upstream as Tensor };
      inputNames.forEach((name, index) => {
        const tensor = saved[index];
        if (tensor !== undefined) inputs[name] = tensor;
      });
      // Computed here and not in the closures below: tfjs runs each closure in a tidy of its own, which would
      // dispose what one computes before the next could share it.
      const gradients: Tensor[] = tf.engine().runKernel(gradientKernelName, inputs, attrs);
      return Object.fromEntries(inputNames.map((name, index) => [name, () => gradients[index] as Tensor]));
    },
  });
}
