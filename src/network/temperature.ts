/** The temperature of a calibrated network (Guo et al. 2017): probabilities = softmax(logits / temperature). */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Has a network give its logits divided by the temperature from now on. The division is put into the weights of the last
 * layer, which is linear: it costs nothing per window, and whoever runs the network gets calibrated probabilities.
 *
 * @param model a network as `buildNetwork` makes it
 * @throws Error when the network does not end in one linear layer
 */
export function divideLogits(model: LayersModel, temperature: number): void {
  if (temperature === 1) return;
  const [last, ...others] = model.outputLayers;
  if (!last || others.length > 0 || last.getClassName() !== 'Dense') {
    throw new Error(`Expected a network that ends in one dense layer, got ${last?.getClassName() ?? 'none'}.`);
  }
  tf.tidy(() => {
    last.setWeights(last.getWeights().map((weight) => tf.div(weight, temperature)));
  });
}
