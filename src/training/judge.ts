/** Judges clips as the page would: every window through the network, averaged by duration. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { indexOfEmotion } from '../contract/emotions';
import { FEATURE_SHAPE } from '../contract/features';
import type { JudgedClip } from '../evaluation/confusion';
import { summarise } from '../evaluation/summarise';
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
      const timeline = ofClip.map((span) => ({ ...span, probabilities: probabilities[next++] ?? [] }));
      const summary = summarise(timeline);
      verdicts.push({
        corpus: clip.corpus,
        speaker: clip.speaker,
        truth: indexOfEmotion(clip.emotion),
        predicted: indexOfEmotion(summary.emotion),
        probabilities: summary.probabilities,
      });
    }
    onProgress?.(verdicts.length, clips.length);
  }
  return verdicts;
}

/** Keeps the logarithm finite where a probability underflows. */
const MIN_PROBABILITY = 1e-12;

/** Mean cross-entropy of the true classes, in nats, of plain probabilities: no class weights, no smoothing. */
export function meanCrossEntropy(verdicts: readonly ClipVerdict[]): number {
  const sum = verdicts.reduce(
    (total, { truth, probabilities }) => total - Math.log(Math.max(MIN_PROBABILITY, probabilities[truth] ?? 0)),
    0,
  );
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
