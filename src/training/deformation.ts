/** What the deformable layers do on real speech: how far they look, how unevenly they weigh, what that is worth. */
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { FEATURE_CONFIG, FEATURE_SHAPE } from '../contract/features';
import type { LayerDeformation } from '../contract/model-card';
import type { DeformConv2dLayer } from '../deform-conv/layer';
import { computeAccuracy, countConfusion } from '../evaluation/confusion';
import { buildFeatureMap } from '../features/extract-recording';
import { findDeformableLayers } from '../network/build';
import type { ClipFeatures } from './clip-features';
import { judgeClips } from './judge';

/** Clips whose offsets are averaged: enough for a steady mean. */
const MEASURED_CLIPS = 200;

/** Deformation of every deformable layer, and the accuracy with all their offsets set to zero at once. */
export function measureDeformation(
  model: tfl.LayersModel,
  clips: readonly ClipFeatures[],
): { layers: LayerDeformation[]; accuracyWithoutAnyOffsets: number } {
  const deformable = findDeformableLayers(model);
  const layers = deformable.map((layer) => ({
    layer: layer.name,
    ...measureLayer(model, layer, clips),
    accuracyWithoutOffsets: measureAccuracyWithout([layer], model, clips),
  }));
  return { layers, accuracyWithoutAnyOffsets: measureAccuracyWithout(deformable, model, clips) };
}

function measureAccuracyWithout(
  layers: readonly DeformConv2dLayer[],
  model: tfl.LayersModel,
  clips: readonly ClipFeatures[],
): number {
  for (const layer of layers) layer.ignoreOffsets = true;
  try {
    return computeAccuracy(countConfusion(judgeClips(model, clips)));
  } finally {
    for (const layer of layers) layer.ignoreOffsets = false;
  }
}

function measureLayer(
  model: tfl.LayersModel,
  layer: DeformConv2dLayer,
  clips: readonly ClipFeatures[],
): { meanOffset: number; maskDeviation: number } {
  const toLayer = tfl.model({ inputs: model.inputs, outputs: layer.input });
  // Spread over the list, which is sorted by speaker.
  const stride = Math.max(1, Math.floor(clips.length / MEASURED_CLIPS));
  const windows = clips
    .filter((_, i) => i % stride === 0)
    .flatMap(({ windows: ofClip }) => ofClip.map((window) => buildFeatureMap(window)));
  const offsetMeans: number[] = [];
  const maskSums = { count: 0, sum: 0, squares: 0 };
  for (const { values, frames } of windows) {
    tf.tidy(() => {
      const input = toLayer.predict(tf.tensor(values, [1, ...FEATURE_SHAPE])) as tf.Tensor4D;
      const { offset, modulationMask } = layer.predictOffsets(input);
      const vectors = tf.reshape(sliceRealColumns(offset, frames), [-1, 2]);
      offsetMeans.push(tf.mean(tf.norm(vectors, 'euclidean', 1)).dataSync()[0] ?? NaN);
      if (!modulationMask) return;
      const mask = sliceRealColumns(modulationMask, frames);
      maskSums.count += mask.size;
      maskSums.sum += tf.sum(mask).dataSync()[0] ?? NaN;
      maskSums.squares += tf.sum(tf.square(mask)).dataSync()[0] ?? NaN;
    });
  }
  const meanOffset = offsetMeans.reduce((sum, value) => sum + value, 0) / offsetMeans.length;
  const { count, sum, squares } = maskSums;
  const maskDeviation = count > 0 ? Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2)) : 0;
  return { meanOffset, maskDeviation };
}

/** The columns of a layer's output that lie over real frames of the picture, not over its padding. */
function sliceRealColumns(output: tf.Tensor4D, frames: number): tf.Tensor4D {
  const columns = output.shape[2];
  const left = Math.floor((FEATURE_CONFIG.frames - frames) / 2);
  const first = Math.floor((left * columns) / FEATURE_CONFIG.frames);
  const end = Math.ceil(((left + frames) * columns) / FEATURE_CONFIG.frames);
  return tf.slice(output, [0, 0, first, 0], [-1, -1, end - first, -1]);
}
