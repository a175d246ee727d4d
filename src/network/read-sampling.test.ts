import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { FEATURE_CONFIG } from '../contract/features';
import { DeformConv2dLayer } from '../deform-conv/layer';
import { referenceDeformConv2d } from '../deform-conv/reference/reference-deform-conv2d';
import { expectAllClose } from '../testing/all-close';
import { startNodeBackend } from '../testing/node-backend';
import { buildNetwork, findDeformableLayers, NETWORK_CONFIG } from './build';
import { foldBatchNorm } from './fold-batch-norm';
import { SamplingProbe } from './read-sampling';
import { buildRandomNetwork, createRandomPictures } from './test-network';

const CONVOLUTION = { kernelSize: [3, 3], dilations: [1, 1] } as const;

describe('SamplingProbe', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it('tells the way from the picture to both layers of the network that ships, folded or not', async () => {
    const model = buildNetwork();
    const first = { ...CONVOLUTION, strides: [2, 2], padBefore: [0, 1] };
    const fixed = { ...CONVOLUTION, strides: [1, 1], padBefore: [1, 1] };
    const pool = { kernelSize: [2, 2], strides: [2, 2], dilations: [1, 1], padBefore: [0, 0] };
    for (const each of [model, await foldBatchNorm(model)]) {
      expect(new SamplingProbe(each).layers).toEqual([
        {
          layer: 'block3_conv',
          stages: [first, first],
          grid: fixed,
          inputSize: [10, 44],
          outputSize: [10, 44],
        },
        {
          layer: 'block4_conv',
          stages: [first, first, fixed, pool],
          grid: fixed,
          inputSize: [5, 22],
          outputSize: [5, 22],
        },
      ]);
    }
  });

  it('tells taps with which the definition computes what the layers put out', async () => {
    const model = buildRandomNetwork();
    const picture = createRandomPictures(1);
    const probe = new SamplingProbe(model);
    const tensors = probe.run(picture);
    for (const [index, layer] of findDeformableLayers(model).entries()) {
      const between = tfl.model({ inputs: model.inputs, outputs: [layer.input, layer.output] as tfl.SymbolicTensor[] });
      const [input, output] = between.predict(picture) as [tf.Tensor4D, tf.Tensor4D];
      const { grid, inputSize, outputSize } = probe.layers[index] ?? expect.fail('There is another layer.');
      const [offset, modulation] = tensors[index] ?? expect.fail('It has no taps.');
      const [channels, outChannels] = [input.shape[3], output.shape[3]];
      const expected = referenceDeformConv2d(
        {
          x: await input.data(),
          filter: (await layer.getWeights()[0]?.data()) ?? [],
          offset: await offset.data(),
          modulationMask: await modulation.data(),
        },
        {
          batch: 1,
          inputHeight: inputSize[0],
          inputWidth: inputSize[1],
          channels,
          outputHeight: outputSize[0],
          outputWidth: outputSize[1],
          kernelHeight: grid.kernelSize[0],
          kernelWidth: grid.kernelSize[1],
          taps: 9,
          strideHeight: grid.strides[0],
          strideWidth: grid.strides[1],
          dilationHeight: grid.dilations[0],
          dilationWidth: grid.dilations[1],
          padTop: grid.padBefore[0],
          padLeft: grid.padBefore[1],
          positions: outputSize[0] * outputSize[1],
        },
        outChannels,
      );
      const largest = Math.max(...expected.map(Math.abs));
      expect(largest).toBeGreaterThan(0.1);
      // Sums of nine taps times up to 96 channels in float32.
      expectAllClose(await output.data(), expected, 1e-5 * largest);
    }
  });

  it('leaves no tensor behind but the answer', () => {
    const model = buildRandomNetwork();
    const picture = createRandomPictures(1);
    const probe = new SamplingProbe(model);
    const before = tf.memory().numTensors;
    tf.dispose(probe.run(picture));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives masks of 1 where none is learned, and nothing for a network without such layers', () => {
    const input = tfl.input({ shape: [6, 7, 2] });
    const plainMask = new DeformConv2dLayer({ filters: 2, kernelSize: 3, modulated: false });
    const model = tfl.model({ inputs: input, outputs: plainMask.apply(input) as tfl.SymbolicTensor });
    const [[, modulation] = expect.fail('Expected a layer.')] = new SamplingProbe(model).run(tf.ones([1, 6, 7, 2]));
    expect(modulation.shape).toEqual([1, 6, 7, 9]);
    expect([...modulation.dataSync()].every((value) => value === 1)).toBe(true);
    const twin = new SamplingProbe(buildNetwork({ ...NETWORK_CONFIG, deformable: false }));
    expect(twin.run(tf.zeros([1, FEATURE_CONFIG.nMels, FEATURE_CONFIG.frames, 2]))).toEqual([]);
  });

  it('refuses a way it cannot follow', () => {
    const input = tfl.input({ shape: [6, 7, 2] });
    const padded = tfl.layers.zeroPadding2d({ name: 'frame' }).apply(input) as tfl.SymbolicTensor;
    const layer = new DeformConv2dLayer({ filters: 2, kernelSize: 3 });
    const model = tfl.model({ inputs: input, outputs: layer.apply(padded) as tfl.SymbolicTensor });
    expect(() => new SamplingProbe(model)).toThrow(/frame/);
  });
});
