import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { SYNTHETIC_SIGNALS } from '../testing/synthetic-signals';
import { passThroughMp3 } from './mp3-codec';

const voice = SYNTHETIC_SIGNALS['voice-like']?.() ?? new Float32Array(0);

/** Cosine between two signals, the second one moved to the left. */
function correlate(first: Float32Array, second: Float32Array, lag: number): number {
  let [product, firstSquares, secondSquares] = [0, 0, 0];
  for (let n = 500; n < first.length - 500; n++) {
    const a = first[n] ?? 0;
    const b = second[n + lag] ?? 0;
    product += a * b;
    firstSquares += a * a;
    secondSquares += b * b;
  }
  return product / Math.sqrt(firstSquares * secondSquares);
}

describe('passThroughMp3', () => {
  it('gives the same speech at the same time, though not the same samples', async () => {
    const received = await passThroughMp3(voice);
    expect(received).toHaveLength(voice.length);
    const atLag = (lag: number): number => correlate(voice, received, lag);
    expect(atLag(0)).toBeGreaterThan(0.97);
    for (const lag of [-2, -1, 1, 2]) expect(atLag(lag)).toBeLessThan(atLag(0));
    const energy = (samples: Float32Array): number => samples.reduce((sum, value) => sum + value * value, 0);
    expect(energy(received) / energy(voice)).toBeGreaterThan(0.9);
    expect(energy(received.map((value, n) => value - (voice[n] ?? 0))) / energy(voice)).toBeGreaterThan(1e-5);
  });

  it('gives the same for the same, whatever went through before', async () => {
    const first = await passThroughMp3(voice);
    await passThroughMp3(voice.slice(0, SAMPLE_RATE_HZ));
    expect(await passThroughMp3(voice)).toEqual(first);
  });

  it('serves several recordings at once', async () => {
    const short = voice.slice(100, 100 + SAMPLE_RATE_HZ);
    const alone = [await passThroughMp3(voice), await passThroughMp3(short)];
    expect(await Promise.all([passThroughMp3(voice), passThroughMp3(short)])).toEqual(alone);
  });
});
