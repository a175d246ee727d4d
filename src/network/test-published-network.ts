/** A network with random weights as it would be published, for tests of everything that loads and runs one. */
import * as tf from '@tensorflow/tfjs-core';
import { EMOTIONS } from '../contract/emotions';
import { FEATURE_CONFIG, FEATURE_SHAPE, type FeatureMap } from '../contract/features';
import type { WeightsFile } from '../contract/model-card';
import { createUniformValues } from '../testing/seeded-random';
import { buildNetwork, type NetworkConfig } from './build';
import type { ReadModelFile } from './load-network';

/** How much larger than fresh the last weights are: fresh ones answer every window alike. */
const LOGITS_GAIN = 40;

/**
 * Builds a network on the current backend, publishes it into memory and frees it.
 * Its offsets and masks are not zero as fresh ones are, so that the kernel really deforms.
 * @returns a reader of its files
 */
export async function publishRandomNetwork(config: NetworkConfig): Promise<ReadModelFile> {
  const model = buildNetwork(config);
  const names = model.weights.map((weight) => weight.originalName);
  const weights = tf.tidy(() =>
    model.getWeights().map((weight, index) => {
      const name = names[index] ?? '';
      if (/offset|mask/u.test(name)) return tf.keep(tf.randomNormal(weight.shape, 0, 0.03, 'float32', index + 1));
      return tf.keep(name === 'logits/kernel' ? tf.mul(weight, LOGITS_GAIN) : tf.clone(weight));
    }),
  );
  model.setWeights(weights);
  tf.dispose(weights);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const writeJson = (name: string, content: object): void => {
    files.set(name, new Uint8Array(new TextEncoder().encode(JSON.stringify(content))));
  };
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const parameters = model.countParams();
      files.set('weights.bin', new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)));
      writeJson('model.json', { modelTopology, weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }] });
      const listed = await Promise.all([...files].map(async ([name, bytes]) => describeFile(name, bytes)));
      writeJson('model-card.json', {
        version: 'random',
        emotions: EMOTIONS,
        features: FEATURE_CONFIG,
        weights: { files: listed, bytes: listed.reduce((sum, { bytes }) => sum + bytes, 0), parameters },
      });
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  model.dispose();
  return async (name) => {
    const bytes = files.get(name);
    if (bytes === undefined) throw new Error(`Expected one of ${[...files.keys()].join(', ')}, got ${name}.`);
    return bytes;
  };
}

async function describeFile(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<WeightsFile> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { name, bytes: bytes.length, sha256 };
}

/** Windows that networks answer differently: noise alone averages out, so each has a pattern of its own in it. */
export function createRandomWindows(count: number): FeatureMap[] {
  const [rows, frames, channels] = FEATURE_SHAPE;
  return Array.from({ length: count }, (_, index) => ({
    values: createUniformValues(rows * frames * channels, -1, 1, index + 1).map((noise, position) => {
      const row = Math.floor(position / (frames * channels));
      return noise + 2 * Math.cos((row * (index + 1)) / 4);
    }),
    frames,
    startSec: index,
    endSec: index + 1,
  }));
}
