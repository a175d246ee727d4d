import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAllClose } from '../testing/all-close';
import { startNodeBackend } from '../testing/node-backend';
import { BatchNormLeakyRelu } from './batch-norm-leaky-relu';
import { foldBatchNorm } from './fold-batch-norm';
import './register';
import { buildRandomNetwork, createRandomPictures } from './test-network';

/** What is promised; float32 through ten layers gives about a tenth of it. */
const TOLERANCE = 1e-4;

describe('foldBatchNorm', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it('predicts the same without batch norms', async () => {
    const model = buildRandomNetwork();
    const folded = await foldBatchNorm(model);
    const pictures = createRandomPictures(2);
    const expected = model.predict(pictures) as tf.Tensor;
    const actual = folded.predict(pictures) as tf.Tensor;
    const logits = await expected.data();
    // Else the comparison would prove little.
    expect(Math.max(...logits) - Math.min(...logits)).toBeGreaterThan(1);
    expectAllClose(await actual.data(), logits, TOLERANCE);
    expect(folded.layers.some((layer) => layer instanceof BatchNormLeakyRelu)).toBe(false);
    expect(folded.layers.map(({ name }) => name)).toEqual(model.layers.map(({ name }) => name));
  });

  it('owns its weights: none is shared, and disposing both leaves nothing', async () => {
    const before = tf.memory().numTensors;
    const model = buildRandomNetwork();
    const folded = await foldBatchNorm(model);
    model.dispose();
    const output = tf.tidy(() => tf.sum(folded.predict(createRandomPictures(1)) as tf.Tensor));
    expect((await output.data())[0]).not.toBeNaN();
    output.dispose();
    folded.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a norm that does not follow a plain convolution', async () => {
    const input = tfl.input({ shape: [5, 6, 2] });
    const norm = new BatchNormLeakyRelu({ name: 'lonely' }).apply(input) as tfl.SymbolicTensor;
    await expect(foldBatchNorm(tfl.model({ inputs: input, outputs: norm }))).rejects.toThrow(/lonely must follow/);
    const biased = tfl.layers.conv2d({ filters: 3, kernelSize: 3 }).apply(input);
    const after = new BatchNormLeakyRelu().apply(biased) as tfl.SymbolicTensor;
    await expect(foldBatchNorm(tfl.model({ inputs: input, outputs: after }))).rejects.toThrow(/without bias/);
  });
});
