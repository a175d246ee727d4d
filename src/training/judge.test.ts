import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../contract/emotions';
import { FEATURE_CONFIG, FEATURE_SHAPE } from '../contract/features';
import { buildFeatureMap, type WindowLevels } from '../features/extract-recording';
import { expectAllClose } from '../testing/all-close';
import { startNodeBackend } from '../testing/node-backend';
import { createUniformValues } from '../testing/seeded-random';
import type { ClipFeatures } from './clip-features';
import { judgeClips } from './judge';

/** The largest value of either channel through one dense layer: cheap, and other for every window. */
function createModel(): tfl.LayersModel {
  const input = tfl.input({ shape: [...FEATURE_SHAPE] });
  const dense = tfl.layers.dense({ units: EMOTIONS.length });
  const pooled = tfl.layers.globalMaxPooling2d({}).apply(input) as tfl.SymbolicTensor;
  const model = tfl.model({ inputs: input, outputs: dense.apply(pooled) as tfl.SymbolicTensor });
  dense.setWeights([
    tf.tensor2d(createUniformValues(2 * EMOTIONS.length, -1, 1, 1), [2, EMOTIONS.length]),
    tf.tensor1d(createUniformValues(EMOTIONS.length, -1, 1, 2)),
  ]);
  return model;
}

function createWindow(startSec: number, endSec: number, seed: number): WindowLevels {
  const levels = createUniformValues(FEATURE_CONFIG.nMels * 20, -40, 0, seed);
  // A peak of its own height, so that windows differ in their largest values.
  levels[seed % levels.length] = 5 * seed;
  return { startSec, endSec, levels };
}

function createClip(index: number, windows: readonly WindowLevels[]): ClipFeatures {
  const clip = { path: `${index}.wav`, corpus: 'folder', speaker: `folder/${index}`, emotion: 'fear' } as const;
  return { clip, windows };
}

/** Probabilities of one window by itself. */
function judgeWindow(model: tfl.LayersModel, window: WindowLevels): number[] {
  const picture = tf.tensor(buildFeatureMap(window).values, [1, ...FEATURE_SHAPE]);
  return Array.from(tf.softmax(model.predict(picture) as tf.Tensor).dataSync());
}

describe('judgeClips', () => {
  beforeAll(() => startNodeBackend('cpu'));

  it('averages the windows of a clip by their duration', () => {
    const model = createModel();
    const windows = [createWindow(0, 3, 1), createWindow(1.5, 4.5, 8), createWindow(6, 7, 15)];
    const [verdict] = judgeClips(model, [createClip(0, windows)]);
    const [a = [], b = [], c = []] = windows.map((window) => judgeWindow(model, window));
    const expected = a.map((value, i) => (3 * value + 3 * (b[i] ?? NaN) + (c[i] ?? NaN)) / 7);
    expectAllClose(verdict?.probabilities ?? [], expected, 1e-6);
    // The short window differs enough to tell this from a plain mean.
    const plainMean = a.map((value, i) => (value + (b[i] ?? NaN) + (c[i] ?? NaN)) / 3);
    expect(Math.max(...expected.map((value, i) => Math.abs(value - (plainMean[i] ?? NaN))))).toBeGreaterThan(1e-3);
    expect(verdict?.predicted).toBe(expected.indexOf(Math.max(...expected)));
    expect(verdict).toMatchObject({ corpus: 'folder', speaker: 'folder/0', truth: EMOTIONS.indexOf('fear') });
  });

  it('gives every clip its own windows, over many calls of the network', () => {
    const model = createModel();
    const clips = Array.from({ length: 35 }, (_, i) =>
      createClip(
        i,
        Array.from({ length: 1 + (i % 3) }, (_unused, j) => createWindow(j, j + 1, 3 * i + j)),
      ),
    );
    const verdicts = judgeClips(model, clips);
    expect(verdicts).toHaveLength(35);
    for (const [i, { speaker, probabilities, windows }] of verdicts.entries()) {
      expect(windows.map(({ startSec, endSec }) => [startSec, endSec])).toEqual(
        clips[i]?.windows.map(({ startSec, endSec }) => [startSec, endSec]),
      );
      expect(speaker).toBe(`folder/${i}`);
      expectAllClose(probabilities, judgeClips(model, clips.slice(i, i + 1))[0]?.probabilities ?? [], 1e-6);
      expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
    }
  });

  it('keeps no tensors', () => {
    const model = createModel();
    const clips = [createClip(0, [createWindow(0, 1, 1)])];
    judgeClips(model, clips);
    const before = tf.memory().numTensors;
    judgeClips(model, clips);
    expect(tf.memory().numTensors).toBe(before);
  });
});
