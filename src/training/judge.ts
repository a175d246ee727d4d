/** Judges clips as the page would: every window through the network, averaged by duration. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { indexOfEmotion, indexOfHighest } from '../contract/emotions';
import { FEATURE_SHAPE } from '../contract/features';
import { applyTemperature, type WindowLogits } from '../evaluation/calibration';
import type { JudgedClip } from '../evaluation/confusion';
import { buildFeatureMap, type WindowLevels } from '../features/extract-recording';
import type { ClipFeatures } from './clip-features';

/** A judged clip with all that was said of it. */
export interface ClipVerdict extends JudgedClip {
  /** Of the recording, relative to the folder that was read. */
  readonly path: string;
  /** Eight probabilities, summing to 1. */
  readonly probabilities: readonly number[];
  readonly windows: readonly WindowLogits[];
}

/** Windows per call of the network. */
const BATCH_SIZE = 16;

/** Runs the network over clips; the probabilities are the softmax of its logits. */
export function judgeClips(model: LayersModel, clips: readonly ClipFeatures[]): ClipVerdict[] {
  const predicted = predictWindows(
    model,
    clips.flatMap(({ windows }) => windows),
  );
  let next = 0;
  return clips.map(({ clip, windows: { length } }) => {
    const windows = predicted.slice(next, next + length);
    next += length;
    const truth = indexOfEmotion(clip.emotion);
    const { probabilities } = applyTemperature({ truth, windows }, 1);
    const { path, corpus, speaker } = clip;
    return { path, corpus, speaker, truth, predicted: indexOfHighest(probabilities), probabilities, windows };
  });
}

/** What the network says of windows, in their order. */
export function predictWindows(model: LayersModel, windows: readonly WindowLevels[]): WindowLogits[] {
  const logits = predictLogits(model, windows);
  return windows.map(({ startSec, endSec }, i) => ({ startSec, endSec, logits: logits[i] ?? [] }));
}

/** Eight logits per window; the pictures of one call at a time are in memory. */
function predictLogits(model: LayersModel, windows: readonly WindowLevels[]): number[][] {
  const logits: number[][] = [];
  for (let start = 0; start < windows.length; start += BATCH_SIZE) {
    const pictures = windows.slice(start, start + BATCH_SIZE).map((window) => buildFeatureMap(window).values);
    const rows = tf.tidy(() => {
      const [rowCount, columns, channels] = FEATURE_SHAPE;
      const values = new Float32Array(pictures.length * rowCount * columns * channels);
      for (const [i, picture] of pictures.entries()) values.set(picture, i * picture.length);
      const batch = tf.tensor(values, [pictures.length, ...FEATURE_SHAPE]);
      return (model.predict(batch) as tf.Tensor2D).arraySync();
    });
    logits.push(...rows);
  }
  return logits;
}
