import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectAllClose } from '../testing/all-close';
import { startNodeBackend } from '../testing/node-backend';
import { createUniformValues } from '../testing/seeded-random';
import type { DeformConv2dLayerArgs } from './layer';
import { DeformConv2dLayer } from './layer';
import './register';

const INPUT_SHAPE: [number, number, number] = [7, 10, 4];
/** Both sides compute the same float32 sums of 36 products, in another order at most. */
const TOLERANCE = 1e-5;

function createInput(batch = 2): Tensor4D {
  return tf.tensor4d(createUniformValues(batch * 7 * 10 * 4, -1, 1, 11), [batch, ...INPUT_SHAPE]);
}

function createModel(args: Partial<DeformConv2dLayerArgs> = {}) {
  const layer = new DeformConv2dLayer({ filters: 6, kernelSize: 3, ...args });
  const input = tfl.input({ shape: INPUT_SHAPE });
  return { layer, model: tfl.model({ inputs: input, outputs: layer.apply(input) as tfl.SymbolicTensor }) };
}

/** Gives every weight, the offset convolution's too, a value that is not zero. */
function randomizeWeights(layer: tfl.layers.Layer): void {
  tf.tidy(() => {
    layer.setWeights(
      layer.getWeights().map(({ shape, size }, index) => tf.tensor(createUniformValues(size, -0.3, 0.3, index), shape)),
    );
  });
}

async function saveToMemory(model: tfl.LayersModel): Promise<tf.io.ModelArtifacts> {
  return new Promise((resolve, reject) => {
    const handler = tf.io.withSaveHandler((artifacts) => {
      resolve(artifacts);
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } });
    });
    model.save(handler).catch(reject);
  });
}

for (const backendName of ['wasm', 'cpu'] as const) {
  describe(`DeformConv2dLayer on ${backendName}`, () => {
    beforeAll(() => startNodeBackend(backendName));

    test.each([
      { strides: [2, 1] as [number, number], dilationRate: 1 },
      { strides: 1, dilationRate: [1, 2] as [number, number] },
    ])('begins as an ordinary convolution: %j', async ({ strides, dilationRate }) => {
      const { layer, model } = createModel({ strides, dilationRate, kernelInitializer: 'heNormal' });
      const x = createInput();
      const output = model.predict(x) as Tensor4D;
      const [kernel] = layer.getWeights();
      const plain = tf.conv2d(x, kernel as Tensor4D, strides, 'same', 'NHWC', dilationRate);
      expect(output.shape).toEqual(plain.shape);
      expect(model.outputShape).toEqual([null, ...plain.shape.slice(1)]);
      expectAllClose(await output.data(), await plain.data(), TOLERANCE);
    });

    test.each([
      { modulated: true, useBias: true, padding: 'same', kernelSize: 3, strides: 2 },
      { modulated: false, useBias: false, padding: 'valid', kernelSize: [2, 3], dilationRate: 2 },
    ] as const)('survives save and load: %j', async (args) => {
      const { layer, model } = createModel({
        ...args,
        kernelSize: typeof args.kernelSize === 'number' ? args.kernelSize : [...args.kernelSize],
        kernelInitializer: tfl.initializers.heNormal({ seed: 5 }),
      });
      randomizeWeights(layer);
      const loaded = await tfl.loadLayersModel(tf.io.fromMemory(await saveToMemory(model)));
      const x = createInput();
      const before = model.predict(x) as Tensor4D;
      const after = loaded.predict(x) as Tensor4D;
      expectAllClose(await after.data(), await before.data(), 0);
      expect(loaded.getLayer(layer.name)).toBeInstanceOf(DeformConv2dLayer);
      expect(loaded.getLayer(layer.name).getConfig()).toEqual(layer.getConfig());
    });

    test('leaks no tensors', async () => {
      const { layer, model } = createModel();
      randomizeWeights(layer);
      const x = createInput();
      const tensorsBefore = tf.memory().numTensors;
      const output = model.predict(x) as Tensor4D;
      await output.data();
      output.dispose();
      const { offset, modulationMask } = layer.predictOffsets(x);
      offset.dispose();
      modulationMask?.dispose();
      expect(tf.memory().numTensors).toBe(tensorsBefore);
    });

    test('tells the offsets and the mask that it uses', async () => {
      const { layer } = createModel();
      randomizeWeights(layer);
      const { offset, modulationMask } = layer.predictOffsets(createInput());
      expect(offset.shape).toEqual([2, 7, 10, 18]);
      expect(modulationMask?.shape).toEqual([2, 7, 10, 9]);
      const mask = (await modulationMask?.data()) ?? [];
      expect(Math.min(...mask)).toBeGreaterThan(0);
      expect(Math.max(...mask)).toBeLessThan(2);
      const largestOffset = tf.max(tf.abs(offset));
      expect((await largestOffset.data())[0]).toBeGreaterThan(0.1);
    });

    test('samples on the fixed grid when told to ignore its offsets', async () => {
      const { layer, model } = createModel({ modulated: false, useBias: false });
      randomizeWeights(layer);
      const x = createInput();
      const deformed = model.predict(x) as Tensor4D;
      layer.ignoreOffsets = true;
      const fixed = model.predict(x) as Tensor4D;
      const [kernel] = layer.getWeights();
      const plain = tf.conv2d(x, kernel as Tensor4D, 1, 'same');
      expectAllClose(await fixed.data(), await plain.data(), TOLERANCE);
      const difference = tf.max(tf.abs(tf.sub(deformed, plain)));
      expect((await difference.data())[0]).toBeGreaterThan(0.1);
      expect(layer.getConfig()).not.toHaveProperty('ignoreOffsets');
    });
  });
}

describe('DeformConv2dLayer', () => {
  beforeAll(() => startNodeBackend('cpu'));

  test('learns offsets: every weight receives a gradient', async () => {
    const { layer, model } = createModel();
    randomizeWeights(layer);
    const x = createInput();
    const { grads } = tf.variableGrads(() => tf.sum(tf.square(model.apply(x, { training: true }) as Tensor4D)));
    expect(Object.keys(grads)).toHaveLength(4);
    for (const gradient of Object.values(grads)) {
      const values = await gradient.data();
      expect(values.every(Number.isFinite)).toBe(true);
      expect(values.some((value) => value !== 0)).toBe(true);
    }
  });

  test('refuses what it cannot be built from', () => {
    expect(() => createModel({ filters: 0 })).toThrow(/filters must be a positive integer, got 0/);
    expect(() => createModel({ kernelInitializer: 'noSuchThing' })).toThrow(
      /name of an initializer, got 'noSuchThing'/,
    );
    expect(() => createModel({ strides: 2, dilationRate: 2 })).toThrow(
      /cannot both exceed 1, got \[2, 2\] and \[2, 2\]/,
    );
    expect(() => createModel({ padding: 'valid', kernelSize: 8 })).toThrow(/does not fit into an input of \[7, 10\]/);
    expect(() => new DeformConv2dLayer({ filters: 2, kernelSize: 3 }).predictOffsets(createInput())).toThrow(
      /before it was built/,
    );
  });
});
