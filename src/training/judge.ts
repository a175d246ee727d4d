/** Judges clips as the page would: every window through the network, averaged by duration. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { EMOTIONS, indexOfEmotion } from '../contract/emotions';
import { FEATURE_SHAPE } from '../contract/features';
import type { JudgedClip } from '../evaluation/confusion';
import { buildFeatureMap } from '../features/extract-recording';
import type { ClipFeatures } from './clip-features';

/** A judged clip with all that was said of it. */
export interface ClipVerdict extends JudgedClip {
  /** Eight probabilities, summing to 1. */
  readonly probabilities: readonly number[];
}

/** Windows per call of the network. */
const BATCH_SIZE = 16;

/**
 * Runs the network over clips.
 * @param onProgress called with clips done and in all
 */
export function judgeClips(
  model: LayersModel,
  clips: readonly ClipFeatures[],
  onProgress?: (done: number, total: number) => void,
): ClipVerdict[] {
  const verdicts: ClipVerdict[] = [];
  for (let start = 0; start < clips.length; start += BATCH_SIZE) {
    const part = clips.slice(start, start + BATCH_SIZE);
    const windows = part.flatMap((features) => features.windows.map(buildFeatureMap));
    const probabilities = predict(
      model,
      windows.map(({ values }) => values),
    );
    let next = 0;
    for (const { clip, windows: ofClip } of part) {
      const sums = EMOTIONS.map(() => 0);
      for (const { startSec, endSec } of ofClip) {
        const row = probabilities[next++] ?? [];
        for (const [i, probability] of row.entries()) sums[i] = (sums[i] ?? 0) + probability * (endSec - startSec);
      }
      const total = sums.reduce((sum, value) => sum + value, 0);
      const averaged = sums.map((value) => value / total);
      verdicts.push({
        corpus: clip.corpus,
        speaker: clip.speaker,
        truth: indexOfEmotion(clip.emotion),
        predicted: averaged.indexOf(Math.max(...averaged)),
        probabilities: averaged,
      });
    }
    onProgress?.(verdicts.length, clips.length);
  }
  return verdicts;
}

/** Mean cross-entropy of the true classes. */
export function meanCrossEntropy(verdicts: readonly ClipVerdict[]): number {
  const sum = verdicts.reduce((total, { truth, probabilities }) => total - Math.log(probabilities[truth] ?? 0), 0);
  return sum / verdicts.length;
}

function predict(model: LayersModel, pictures: readonly Float32Array[]): number[][] {
  return tf.tidy(() => {
    const [rows, columns, channels] = FEATURE_SHAPE;
    const values = new Float32Array(pictures.length * rows * columns * channels);
    for (const [i, picture] of pictures.entries()) values.set(picture, i * picture.length);
    const logits = model.predict(tf.tensor(values, [pictures.length, ...FEATURE_SHAPE])) as tf.Tensor2D;
    return tf.softmax(logits).arraySync();
  });
}
