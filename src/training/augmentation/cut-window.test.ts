import { describe, expect, it } from 'vitest';
import { FEATURE_CONFIG } from '../../contract/features';
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import { createRandom } from '../../evaluation/random';
import { extractWindows } from '../../features/extract-recording';
import { findSpokenSegments } from '../../features/spoken-segments';
import { cutWindow, trimToSpeech } from './cut-window';
import { createSpeech } from './test-signals';

const toPcm = (samples: Float32Array): { samples: Float32Array; sampleRateHz: number } => ({
  samples,
  sampleRateHz: SAMPLE_RATE_HZ,
});

describe('trimToSpeech', () => {
  it('keeps what the page keeps', () => {
    const speech = createSpeech(1.6, 1);
    const [segment] = findSpokenSegments(toPcm(speech));
    const trimmed = trimToSpeech(speech);
    expect(trimmed.length).toBeLessThan(speech.length - 0.2 * SAMPLE_RATE_HZ);
    expect(trimmed.buffer).toBe(speech.buffer);
    const first = Math.round((segment?.startSec ?? NaN) * SAMPLE_RATE_HZ);
    expect(trimmed).toEqual(speech.subarray(first, first + trimmed.length));
  });

  it('says so when there is no speech', () => {
    expect(() => trimToSpeech(new Float32Array(SAMPLE_RATE_HZ))).toThrow(/loudest part/);
  });
});

describe('cutWindow', () => {
  const short = toPcm(createSpeech(1.6, 1));
  const long = toPcm(createSpeech(8, 2));

  it('of a short recording is the window of the page', () => {
    const [{ startSec, endSec } = { startSec: NaN, endSec: NaN }] = extractWindows(short);
    expect(cutWindow(short, 0, createRandom(1))).toEqual({ startSec, endSec });
  });

  it('moves the ends by no more than asked, independently and within the recording', () => {
    const plain = cutWindow(short, 0, createRandom(1));
    const moves = Array.from({ length: 50 }, (_, seed) => {
      const { startSec, endSec } = cutWindow(short, 0.05, createRandom(seed));
      expect(startSec).toBeGreaterThanOrEqual(0);
      expect(endSec).toBeLessThanOrEqual(short.samples.length / SAMPLE_RATE_HZ);
      return [startSec - plain.startSec, endSec - plain.endSec] as const;
    });
    for (const end of [0, 1] as const) {
      expect(Math.max(...moves.map((move) => Math.abs(move[end])))).toBeLessThanOrEqual(0.05);
      expect(Math.min(...moves.map((move) => move[end]))).toBeLessThan(-0.03);
      expect(Math.max(...moves.map((move) => move[end]))).toBeGreaterThan(0.03);
    }
  });

  it('of a long one is any three seconds of its speech', () => {
    const [segment] = findSpokenSegments(long);
    const starts = Array.from({ length: 60 }, (_, seed) => {
      const { startSec, endSec } = cutWindow(long, 0, createRandom(seed));
      expect(endSec - startSec).toBeCloseTo(FEATURE_CONFIG.windowSec, 9);
      return startSec;
    });
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(segment?.startSec ?? NaN);
    expect(Math.max(...starts) - Math.min(...starts)).toBeGreaterThan(3.5);
    expect(Math.max(...starts)).toBeLessThanOrEqual((segment?.endSec ?? NaN) - FEATURE_CONFIG.windowSec);
  });

  it('chooses between segments by how long they are', () => {
    // Half a second of speech, a second of pause, three seconds of speech.
    const pause = new Float32Array(SAMPLE_RATE_HZ);
    const [first, second] = [createSpeech(1.1, 1), createSpeech(3.6, 2)];
    const samples = new Float32Array(first.length + pause.length + second.length);
    samples.set(first);
    samples.set(second, first.length + pause.length);
    const pcm = toPcm(samples);
    expect(findSpokenSegments(pcm)).toHaveLength(2);
    const early = Array.from({ length: 300 }, (_, seed) => cutWindow(pcm, 0, createRandom(seed))).filter(
      ({ startSec }) => startSec < 1,
    ).length;
    const [a, b] = findSpokenSegments(pcm).map(({ startSec, endSec }) => endSec - startSec);
    const share = (a ?? NaN) / ((a ?? NaN) + (b ?? NaN));
    // Three standard errors of 300 draws.
    expect(Math.abs(early / 300 - share)).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / 300));
  });
});
