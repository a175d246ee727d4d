/** A recording that is packed because it is long is read as if it were not. */
import { expect, it } from 'vitest';
import { SampleStore } from '../audio/sample-store';
import { FEATURE_CONFIG } from '../contract/features';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { drawWindow, findWindows } from '../features/extract-recording';
import { expectAllClose } from '../testing/all-close';
import { synthesiseSpeech, type Phone } from '../testing/synthesise-speech';
import { lcgNoise } from '../testing/synthetic-signals';

/** A minute of phrases of 1 to 5 s, loud and soft ones, over room tone. */
function createRecording(): Float32Array {
  const samples = Float32Array.from(lcgNoise(60 * SAMPLE_RATE_HZ, 3), (value) => 3e-4 * value);
  let startSec = 0.5;
  for (let phrase = 0; startSec < 52; phrase++) {
    const phones: Phone[] = Array.from({ length: 5 * (1 + (phrase % 5)) }, (_, index) => ({
      durationSec: 0.2,
      formantsHz: index % 2 === 0 ? [730, 1090, 2440, 3400] : [270, 2290, 3010, 3700],
      pitchHz: 120 + 20 * (index % 3),
      voice: 1,
      noise: 0.1,
    }));
    const voice = synthesiseSpeech(phones, SAMPLE_RATE_HZ);
    const gain = phrase % 2 === 0 ? 0.9 : 0.05;
    const start = Math.round(startSec * SAMPLE_RATE_HZ);
    for (const [n, sample] of voice.entries()) samples[start + n] = (samples[start + n] ?? 0) + gain * sample;
    startSec += voice.length / SAMPLE_RATE_HZ + 0.7;
  }
  return samples;
}

/** Root mean square of what two pictures differ by. */
function measureDifference(actual: Float32Array, expected: Float32Array): number {
  const squares = expected.reduce((sum, value, index) => sum + (value - (actual[index] ?? NaN)) ** 2, 0);
  return Math.sqrt(squares / expected.length);
}

it('finds the same windows in it and draws the same pictures', () => {
  const plain = new SampleStore();
  const packed = new SampleStore(0);
  const samples = createRecording();
  plain.push(samples);
  packed.push(samples);
  expect(packed.read(0, samples.length)).not.toEqual(plain.read(0, samples.length));
  const windows = findWindows(plain);
  expect(windows.length).toBeGreaterThan(15);
  expect(findWindows(packed)).toEqual(windows);
  for (const span of windows) {
    const { values, frames } = drawWindow(plain, span);
    const drawn = drawWindow(packed, span);
    expect(drawn.frames).toBe(frames);
    expect(values.length).toBe(FEATURE_CONFIG.nMels * FEATURE_CONFIG.frames * 2);
    // In units of the pictures' own deviation. A single cell that holds nothing but the faintest hiss may differ more.
    expect(measureDifference(drawn.values, values)).toBeLessThan(2e-3);
    expectAllClose(drawn.values, values, 0.1);
  }
});
