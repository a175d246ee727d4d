import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, expect, test } from 'vitest';
import '../deform-conv/webgl/register';
import { computeMaxDifference } from '../testing/all-close';
import { startWebglBackend } from '../testing/webgl-backend';
import { foldBatchNorm } from './fold-batch-norm';
import './register';
import { buildRandomNetwork, createRandomPictures } from './test-network';

/** What a visitor would not see: two percentage points of a probability. */
const TOLERANCE = 0.02;

/** A backend from the beginning: what sort of textures it uses is decided once. */
async function restartWebgl(forceFloat16: boolean): Promise<void> {
  tf.removeBackend('webgl');
  tf.env().set('WEBGL_FORCE_F16_TEXTURES', forceFloat16);
  // It follows from the other, but tfjs has already worked it out for the backend before.
  tf.env().set('WEBGL_RENDER_FLOAT32_ENABLED', !forceFloat16);
  tf.registerBackend('webgl', () => new MathBackendWebGL(), 2);
  await startWebglBackend();
}

/** Probabilities of one picture by the network as trained and by the one for inference, 2 × 8. */
async function classify(): Promise<Float32Array[]> {
  const trained = buildRandomNetwork();
  const folded = await foldBatchNorm(trained);
  const picture = createRandomPictures(1);
  const results: Float32Array[] = [];
  for (const model of [trained, folded]) {
    const probabilities = tf.tidy(() => tf.softmax(model.predict(picture) as tf.Tensor));
    results.push(Float32Array.from(await probabilities.data()));
    probabilities.dispose();
  }
  picture.dispose();
  trained.dispose();
  folded.dispose();
  return results;
}

afterAll(() => restartWebgl(false));

test('half-precision textures change no probability by more than 0.02', async () => {
  await restartWebgl(false);
  const exact = await classify();
  await restartWebgl(true);
  const halved = await classify();
  for (const [index, expected] of exact.entries()) {
    // Else the comparison would prove little: an even network gives 1/8 everywhere.
    expect(Math.max(...expected)).toBeGreaterThan(0.25);
    const difference = computeMaxDifference(halved[index] ?? [], expected);
    expect(difference).toBeLessThan(TOLERANCE);
    // Else the textures were not of half precision after all.
    expect(difference).toBeGreaterThan(1e-5);
  }
  expect(computeMaxDifference(exact[0] ?? [], exact[1] ?? [])).toBeLessThan(1e-4);
});
