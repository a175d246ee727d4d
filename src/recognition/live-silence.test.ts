import { describe, expect, it } from 'vitest';
import { lcgNoise } from '../testing/synthetic-signals';
import { synthesiseSpeech } from '../testing/synthesise-speech';
import { createSilenceGate } from './live-silence';

const RATE_HZ = 11_025;
const BLOCK_LENGTH = 512;

/** Levels of blocks around their means, as the features worker measures them. */
function measureLevels(samples: Float32Array): number[] {
  return Array.from({ length: Math.floor(samples.length / BLOCK_LENGTH) }, (_, block) => {
    const values = samples.subarray(block * BLOCK_LENGTH, (block + 1) * BLOCK_LENGTH);
    const mean = values.reduce((sum, value) => sum + value, 0) / BLOCK_LENGTH;
    const power = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / BLOCK_LENGTH;
    return Math.max(-120, 10 * Math.log10(power));
  });
}

/** Noise of a level, uniform. */
function makeNoise(durationSec: number, levelDbfs: number, seed = 1): Float32Array {
  const amplitude = Math.sqrt(3) * 10 ** (levelDbfs / 20);
  return Float32Array.from(lcgNoise(Math.round(durationSec * RATE_HZ), seed), (value) => amplitude * value);
}

/** Syllables with gaps, the loudest sample at `amplitude`, over noise. */
function makeSpeech(durationSec: number, amplitude: number, noiseDbfs: number): Float32Array {
  const phones = Array.from(
    { length: Math.ceil(durationSec / 0.3) },
    (_, index) =>
      [
        { durationSec: 0.2, formantsHz: [650, 1100, 2500, 3500], pitchHz: 110 + 10 * (index % 3), voice: 1, noise: 0 },
        { durationSec: 0.1, formantsHz: [300, 1800, 2600, 3500], pitchHz: 110, voice: 0, noise: 0 },
      ] as const,
  ).flat();
  const speech = synthesiseSpeech(phones, RATE_HZ);
  const noise = makeNoise(durationSec, noiseDbfs, 2);
  return noise.map((value, n) => value + (amplitude / 0.6) * (speech[n] ?? 0));
}

/** What the gate says after each half second. */
function listen(...parts: Float32Array[]): { said: boolean[]; floorDbfs: number | null } {
  const gate = createSilenceGate();
  const said: boolean[] = [];
  const levels = measureLevels(Float32Array.from(parts.flatMap((part) => [...part])));
  const blocksPerHop = Math.round((0.5 * RATE_HZ) / BLOCK_LENGTH);
  for (let start = 0; start + blocksPerHop <= levels.length; start += blocksPerHop) {
    said.push(gate.hears(levels.slice(start, start + blocksPerHop), BLOCK_LENGTH / RATE_HZ));
  }
  return { said, floorDbfs: gate.floorDbfs };
}

describe('silence gate', () => {
  it.each([
    ['digital silence', new Float32Array(10 * RATE_HZ)],
    ['a quiet room', makeNoise(10, -75)],
    ['a noisy room', makeNoise(10, -45)],
    ['a loud fan', makeNoise(10, -20)],
    ['a room with a constant offset', makeNoise(10, -70).map((value) => value + 0.3)],
  ])('hears nobody in %s, from the first moment on', (_, samples) => {
    expect(new Set(listen(samples).said)).toEqual(new Set([false]));
  });

  it.each([
    ['a quiet room', -70, 0.3],
    ['a noisy room', -45, 0.3],
    ['a quiet room, quietly', -75, 0.02],
  ])('hears a voice in %s at once, without any silence before', (_, noiseDbfs, amplitude) => {
    expect(listen(makeSpeech(6, amplitude, noiseDbfs)).said).not.toContain(false);
  });

  it('keeps hearing a voice that never pauses for as long as a minute', () => {
    expect(listen(makeSpeech(60, 0.3, -60)).said).not.toContain(false);
  });

  it('falls silent within a second and a half of the last word, and hears the next one', () => {
    const { said } = listen(makeSpeech(5, 0.3, -50), makeNoise(5, -50), makeSpeech(3, 0.3, -50));
    expect(said.slice(0, 10)).not.toContain(false);
    expect(said.slice(13, 19)).toEqual(Array(6).fill(false));
    expect(said.slice(21)).not.toContain(false);
  });

  it('takes a new steady noise for a voice at first, and learns it', () => {
    const { said, floorDbfs } = listen(makeNoise(5, -70), makeNoise(15, -35));
    expect(said[11]).toBe(true);
    // 8 s of memory and the recent past.
    expect(said.slice(-10)).toEqual(Array(10).fill(false));
    expect(floorDbfs).toBeCloseTo(-35, 0);
  });

  it('does not take a click for a voice', () => {
    const room = makeNoise(6, -70);
    for (let n = 0; n < 100; n++) room[3 * RATE_HZ + n] = n % 2 === 0 ? 0.9 : -0.9;
    expect(listen(room).said).not.toContain(true);
  });
});
