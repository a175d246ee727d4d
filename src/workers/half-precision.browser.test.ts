/** The published weights on GPUs that only have half-precision textures, as many phones do. */
import '@tensorflow/tfjs-backend-webgl'; // Registers its flags, which are set before it starts.
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { extractWindows } from '../features/extract-recording';
import { readNetwork, type NetworkFiles } from '../network/load-network';
import { DEADLINES, startNetwork } from '../network/running-network';
import { computeMaxDifference } from '../testing/all-close';
import { synthesiseSpeech, type Phone } from '../testing/synthesise-speech';
import { createModelFetcher } from './fetch-model-file';

/** What a visitor would not see: two percentage points of a probability. */
const TOLERANCE = 0.02;

const VOWELS_HZ = [
  [730, 1090, 2440, 3500],
  [270, 2290, 3010, 3700],
  [570, 840, 2410, 3400],
  [530, 1840, 2480, 3500],
] as const;

/** Ways to speak that the network hears as different: pitch from first to last vowel, pace, breath. */
const VOICES = [
  { name: 'low and slow', fromHz: 110, toHz: 85, vowelSec: 0.32, noise: 0.02 },
  { name: 'high and quick', fromHz: 300, toHz: 360, vowelSec: 0.11, noise: 0.05 },
  { name: 'falling', fromHz: 240, toHz: 130, vowelSec: 0.19, noise: 0.05 },
  { name: 'breathy', fromHz: 180, toHz: 190, vowelSec: 0.24, noise: 0.6 },
] as const;

/** Windows of 2.4 s of vowels with a hiss between every third and the next, as the page would cut them. */
function speak({ fromHz, toHz, vowelSec, noise }: (typeof VOICES)[number]) {
  const count = Math.round(2.4 / vowelSec);
  const phones: Phone[] = Array.from({ length: count }, (_, index) => ({
    durationSec: vowelSec,
    formantsHz: VOWELS_HZ[index % VOWELS_HZ.length] ?? VOWELS_HZ[0],
    pitchHz: fromHz + ((toHz - fromHz) * index) / (count - 1),
    voice: index % 3 === 2 ? 0.2 : 1,
    noise: index % 3 === 2 ? 1 : noise,
  }));
  return extractWindows({ samples: synthesiseSpeech(phones, SAMPLE_RATE_HZ), sampleRateHz: SAMPLE_RATE_HZ });
}

/** Probabilities of all windows of all voices on WebGL, started anew: what sort of textures it uses is decided once. */
async function classifyVoices({ artifacts }: NetworkFiles, forceFloat16: boolean): Promise<number[][]> {
  tf.env().set('WEBGL_FORCE_F16_TEXTURES', forceFloat16);
  // It follows from the other, but tfjs may already have worked it out for the backend before.
  tf.env().set('WEBGL_RENDER_FLOAT32_ENABLED', !forceFloat16);
  const start = { artifacts, wasmPaths: '', acceptSoftware: true, deadlines: DEADLINES };
  const network = await startNetwork('webgl', start);
  const results: number[][] = [];
  for (const { values } of VOICES.flatMap(speak)) results.push(await network.run(values));
  network.dispose();
  return results;
}

afterEach(() => {
  tf.env().set('WEBGL_FORCE_F16_TEXTURES', false);
  tf.env().set('WEBGL_RENDER_FLOAT32_ENABLED', true);
});

test('the published weights hear the same in half-precision textures, within 0.02', async () => {
  const folderUrl = new URL('/model/', document.baseURI).href;
  const files = await readNetwork(createModelFetcher(folderUrl), () => undefined);
  const exact = await classifyVoices(files, false);
  const halved = await classifyVoices(files, true);
  expect(halved.length).toBe(exact.length);
  // Else the voices would prove little more than one of them.
  const heard = exact.map((probabilities) => probabilities.indexOf(Math.max(...probabilities)));
  expect(new Set(heard).size).toBeGreaterThan(1);
  for (const [index, expected] of exact.entries()) {
    const difference = computeMaxDifference(halved[index] ?? [], expected);
    expect(difference).toBeLessThan(TOLERANCE);
    // Else the textures were not of half precision after all.
    expect(difference).toBeGreaterThan(1e-5);
  }
});
