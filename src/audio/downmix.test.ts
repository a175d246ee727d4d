import { describe, expect, it } from 'vitest';
import { lcgNoise } from '../testing/synthetic-signals';
import { createDownmixer } from './downmix';
import { concatenate } from './resample';

const RATE_HZ = 16_000;
/** Not a whole number of the downmix's blocks. */
const LENGTH = 2 * RATE_HZ + 123;

function makeVoice(): Float32Array {
  return Float32Array.from({ length: LENGTH }, (_, n) => 0.3 * Math.sin(0.05 * n) + 0.2 * Math.sin(0.31 * n + 1));
}

function makeNoise(amplitude: number, seed: number): Float32Array {
  return Float32Array.from(lcgNoise(LENGTH, seed), (value) => amplitude * value);
}

function scale(samples: Float32Array, factor: number): Float32Array {
  return samples.map((sample) => factor * sample);
}

function mix(channels: readonly Float32Array[], pieceLength: number): Float32Array {
  const downmixer = createDownmixer(channels.length, RATE_HZ);
  const blocks: Float32Array[] = [];
  for (let start = 0; start < LENGTH; start += pieceLength) {
    blocks.push(downmixer.push(channels.map((samples) => samples.subarray(start, start + pieceLength))));
  }
  return concatenate([...blocks, downmixer.finish()]);
}

function measurePower(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}

/** Largest difference between a mix and the expected signal. */
function measureError(mono: Float32Array, expected: Float32Array): number {
  expect(mono.length).toBe(expected.length);
  return mono.reduce((worst, sample, n) => Math.max(worst, Math.abs(sample - (expected[n] ?? NaN))), 0);
}

describe('createDownmixer', () => {
  const voice = makeVoice();
  const silence = new Float32Array(LENGTH);

  // float32 rounding of the samples is 3e-8.
  it.each([
    ['equal channels', [voice, voice]],
    ['the left channel only', [voice, silence]],
    ['the right channel only', [silence, voice]],
    ['opposite phase', [voice, scale(voice, -1)]],
    ['the centre of 5.1', [silence, silence, voice, silence, silence, silence]],
    ['six equal channels', [voice, voice, voice, voice, voice, voice]],
  ])('keeps a voice whole: %s', (_, channels) => {
    const mono = mix(channels, 4096);
    const sign = (mono[100] ?? 0) * (voice[100] ?? 0) < 0 ? -1 : 1;
    expect(measureError(scale(mono, sign), voice)).toBeLessThan(1e-6);
  });

  it('keeps the level of the loudest channel when channels share nothing', () => {
    const mono = mix([makeNoise(0.5, 1), makeNoise(0.4, 2)], 4096);
    const loudest = measurePower(makeNoise(0.5, 1));
    // A finite stretch of noise correlates by about 1 %.
    expect(Math.abs(10 * Math.log10(measurePower(mono) / loudest))).toBeLessThan(0.1);
  });

  it('keeps the voice of opposite-phase stereo over independent noise', () => {
    const [leftNoise, rightNoise] = [makeNoise(0.02, 8), makeNoise(0.02, 9)];
    const left = voice.map((sample, n) => sample + (leftNoise[n] ?? 0));
    const right = voice.map((sample, n) => -sample + (rightNoise[n] ?? 0));
    const mono = mix([left, right], 4096);
    expect(Math.abs(10 * Math.log10(measurePower(mono) / measurePower(voice)))).toBeLessThan(0.5);
  });

  it('lets the loudest channel speak alone when the sum would still cancel', () => {
    // Five channels that add up to nothing, each correlated by −1/4 with each other: none counts as inverted.
    const sources = [11, 12, 13, 14, 15].map((seed) => makeNoise(0.5, seed));
    const channels = sources.map((source) =>
      source.map((sample, n) => sample - sources.reduce((sum, other) => sum + (other[n] ?? 0), 0) / sources.length),
    );
    const loudest = Math.max(...channels.map(measurePower));
    // Which of the five is the loudest changes over time, hence the fading between them.
    expect(measurePower(mix(channels, 4096)) / loudest).toBeGreaterThan(0.7);
  });

  it('follows a voice that turns from one polarity to the other within two seconds', () => {
    const [before, after] = [mix([voice, voice], 4096), scale(voice, -1)];
    const downmixer = createDownmixer(2, RATE_HZ);
    downmixer.push([voice, voice]);
    downmixer.push([voice, after]);
    const mono = downmixer.push([voice, after]);
    expect(measurePower(mono) / measurePower(before)).toBeGreaterThan(0.9);
  });

  it.each([1, 100, 777, LENGTH])('does not depend on how the input is cut: pieces of %i', (pieceLength) => {
    const channels = [makeNoise(0.5, 1), voice, makeNoise(0.1, 3)];
    expect(mix(channels, pieceLength)).toEqual(mix(channels, 4096));
  });

  it('passes mono through untouched and mixes silence to silence', () => {
    expect(createDownmixer(1, RATE_HZ).push([voice])).toBe(voice);
    expect(mix([silence, silence], 4096)).toEqual(silence);
  });
});
