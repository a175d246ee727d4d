import { describe, expect, it } from 'vitest';
import { FEATURE_CONFIG, type TimeSpan } from '../contract/features';
import { SAMPLE_RATE_HZ, type Pcm } from '../contract/pcm';
import { lcgNoise } from '../testing/synthetic-signals';
import { findSpokenSegments } from './spoken-segments';

/** A frame that begins up to its own length before a sound may already hold enough of it. */
const FRAME_SEC = FEATURE_CONFIG.nFft / FEATURE_CONFIG.sampleRateHz;
const MARGIN_SEC = FEATURE_CONFIG.marginSec;

interface Sound extends TimeSpan {
  /** Root mean square, in dB relative to full scale. */
  readonly levelDb: number;
}

/** A recording with buzzes at the given places over noise of a given level (−∞ for digital silence). */
function record(durationSec: number, sounds: readonly Sound[], noiseDb = -Infinity): Pcm {
  const samples = Float32Array.from(lcgNoise(Math.round(durationSec * SAMPLE_RATE_HZ), 7), (value) => {
    // Uniform noise in ±1 has an effective value of 1/√3.
    return value * Math.sqrt(3) * 10 ** (noiseDb / 20);
  });
  for (const { startSec, endSec, levelDb } of sounds) {
    const amplitude = Math.SQRT2 * 10 ** (levelDb / 20);
    for (let n = Math.round(startSec * SAMPLE_RATE_HZ); n < Math.round(endSec * SAMPLE_RATE_HZ); n++) {
      samples[n] = (samples[n] ?? 0) + amplitude * Math.sin((2 * Math.PI * 300 * n) / SAMPLE_RATE_HZ);
    }
  }
  return { samples, sampleRateHz: SAMPLE_RATE_HZ };
}

/** Adds one loud sample, placed within a hop so that only two frames see it. */
function addClick(pcm: Pcm, atSec: number): Pcm {
  const { nFft, hopLength } = FEATURE_CONFIG;
  const samples = pcm.samples.slice();
  const hop = Math.floor((atSec * SAMPLE_RATE_HZ) / hopLength);
  samples[hop * hopLength + (nFft % hopLength) + 1] = 0.9;
  return { ...pcm, samples };
}

const sound = (startSec: number, endSec: number, levelDb = -20): Sound => ({ startSec, endSec, levelDb });

/** Each segment holds its sound with the margin on both sides, and at most a frame more. */
function expectSegments(pcm: Pcm, expected: readonly TimeSpan[]): void {
  const segments = findSpokenSegments(pcm);
  expect(segments).toHaveLength(expected.length);
  const durationSec = pcm.samples.length / pcm.sampleRateHz;
  for (const [i, { startSec, endSec }] of segments.entries()) {
    const inner = expected[i] ?? { startSec: NaN, endSec: NaN };
    const latestStartSec = Math.max(0, inner.startSec - MARGIN_SEC);
    const earliestEndSec = Math.min(durationSec, inner.endSec + MARGIN_SEC);
    expect(startSec).toBeLessThanOrEqual(latestStartSec);
    expect(startSec).toBeGreaterThanOrEqual(Math.max(0, latestStartSec - FRAME_SEC));
    expect(endSec).toBeGreaterThanOrEqual(earliestEndSec);
    expect(endSec).toBeLessThanOrEqual(Math.min(durationSec, earliestEndSec + FRAME_SEC));
  }
}

describe('a recording without speech', () => {
  it.each([
    ['zeros', record(1, [])],
    ['noise at −80 dBFS', record(1, [], -80)],
    ['a constant offset', { samples: new Float32Array(11_025).fill(0.4), sampleRateHz: SAMPLE_RATE_HZ }],
    ['a click in one second', addClick(record(1, []), 0.5)],
    ['a click in five seconds', addClick(record(5, []), 2.5)],
  ])('is silent: %s', (_, pcm) => {
    expect(() => findSpokenSegments(pcm)).toThrow(expect.objectContaining({ code: 'silent' }) as Error);
  });

  it.each([NaN, Infinity, 1e30])('is refused when it holds %d', (value) => {
    const pcm = record(1, [sound(0.2, 0.8)]);
    pcm.samples[5000] = value;
    expect(() => findSpokenSegments(pcm)).toThrow(expect.objectContaining({ code: 'not-finite' }) as Error);
  });

  it('is too short below 0.2 s, and long enough at that', () => {
    expect(() => findSpokenSegments(record(0.199, [sound(0, 0.199)]))).toThrow(
      expect.objectContaining({ code: 'too-short' }) as Error,
    );
    expect(findSpokenSegments(record(0.2, [sound(0, 0.2)]))).toEqual([{ startSec: 0, endSec: 0.2 }]);
  });
});

describe('a short recording', () => {
  it('is trimmed to its speech with 75 ms on both sides', () => {
    expectSegments(record(3, [sound(1, 1.8)], -65), [{ startSec: 1, endSec: 1.8 }]);
    expectSegments(record(3, [sound(1, 1.8)]), [{ startSec: 1, endSec: 1.8 }]);
  });

  it('keeps speech at its very beginning and end', () => {
    expectSegments(record(2, [sound(0, 0.5), sound(1.6, 2)], -65), [{ startSec: 0, endSec: 2 }]);
  });

  it('is one segment in spite of long pauses', () => {
    expectSegments(record(2.9, [sound(0.2, 0.6), sound(2, 2.6)], -65), [{ startSec: 0.2, endSec: 2.6 }]);
  });

  it('is trimmed alike at any gain, down to −50 dBFS', () => {
    const pcm = record(3, [sound(1, 1.8)], -55);
    const quiet = { ...pcm, samples: pcm.samples.map((sample) => sample * 10 ** (-30 / 20)) };
    expect(findSpokenSegments(quiet)).toEqual(findSpokenSegments(pcm));
  });

  it('is trimmed alike with a constant offset', () => {
    const pcm = record(3, [sound(1, 1.8)], -55);
    const offset = { ...pcm, samples: pcm.samples.map((sample) => sample + 0.3) };
    expect(findSpokenSegments(offset)).toEqual(findSpokenSegments(pcm));
  });
});

describe('what counts as speech', () => {
  it('stands out of the noise floor', () => {
    // 18 dB above the noise is speech; noise that is within 35 dB of the loudest part is not.
    expectSegments(record(3, [sound(1, 1.8, -30)], -48), [{ startSec: 1, endSec: 1.8 }]);
  });

  it('is everything where there is no pause to show the floor', () => {
    expectSegments(record(2, [sound(0, 2)]), [{ startSec: 0, endSec: 2 }]);
  });

  it('is not what lies more than 16 dB below the loudest part of a short recording', () => {
    expectSegments(record(2.5, [sound(0.3, 0.8, -20), sound(1.6, 2.1, -37)]), [{ startSec: 0.3, endSec: 0.8 }]);
    expectSegments(record(2.5, [sound(0.3, 0.8, -20), sound(1.6, 2.1, -32)]), [{ startSec: 0.3, endSec: 2.1 }]);
  });

  it('rises 3 dB above the threshold somewhere', () => {
    // The threshold is 16 dB below −10 dBFS: −25 never rises clearly above it, −21 does.
    const murmur = sound(1.5, 2.2, -25);
    expectSegments(record(2.5, [sound(0.3, 0.8, -10), murmur], -70), [{ startSec: 0.3, endSec: 0.8 }]);
    // Part of a stretch that does rise, the same murmur belongs to it.
    const risen = record(2.5, [sound(0.3, 0.8, -10), murmur, sound(2.2, 2.3, -21)], -70);
    expectSegments(risen, [{ startSec: 0.3, endSec: 2.3 }]);
  });

  it.each([-75, -60, -45])('does not depend on room tone around a short recording, at %d dBFS', (toneDb) => {
    // Noise of its own, never a pause, soft at its end: what an utterance cut close looks like.
    const utterance = record(1.6, [sound(0.2, 0.9), sound(1, 1.3, -30)], -50);
    const [alone] = findSpokenSegments(utterance);
    const toneSec = 1.2;
    const padded = record(toneSec + 1.6 + toneSec, [], toneDb).samples;
    padded.set(utterance.samples, Math.round(toneSec * SAMPLE_RATE_HZ));
    const [inTone, ...others] = findSpokenSegments({ ...utterance, samples: padded });
    expect(others).toEqual([]);
    expect(Math.abs((inTone?.startSec ?? NaN) - toneSec - (alone?.startSec ?? NaN))).toBeLessThan(FRAME_SEC);
    expect(Math.abs((inTone?.endSec ?? NaN) - toneSec - (alone?.endSec ?? NaN))).toBeLessThan(FRAME_SEC);
  });

  it('is no click', () => {
    expectSegments(addClick(record(2.8, [sound(0.5, 1)], -65), 2.2), [{ startSec: 0.5, endSec: 1 }]);
  });
});

describe('a long recording', () => {
  it('is cut at pauses of 0.4 s and more', () => {
    const pcm = record(8, [sound(0.5, 2), sound(2.6, 4.5), sound(6, 7.5)], -65);
    expectSegments(pcm, [
      { startSec: 0.5, endSec: 2 },
      { startSec: 2.6, endSec: 4.5 },
      { startSec: 6, endSec: 7.5 },
    ]);
  });

  it('keeps shorter pauses inside', () => {
    expectSegments(record(8, [sound(0.5, 2), sound(2.3, 4.5)], -65), [{ startSec: 0.5, endSec: 4.5 }]);
  });

  it('keeps a softer passage that has nothing loud near it, and nothing that is 35 dB softer', () => {
    const passages = [sound(0.5, 2, -10), sound(7, 8.5, -32), sound(13, 14.5, -47)];
    expectSegments(record(16, passages), [
      { startSec: 0.5, endSec: 2 },
      { startSec: 7, endSec: 8.5 },
    ]);
  });

  it('is cut at pauses full of noise', () => {
    expectSegments(record(12, [sound(1, 3), sound(8, 10)], -34), [
      { startSec: 1, endSec: 3 },
      { startSec: 8, endSec: 10 },
    ]);
  });

  it('is cut by the time between first and last sound, not by the length of the file', () => {
    expectSegments(record(20, [sound(8, 8.5), sound(9.5, 10)], -65), [{ startSec: 8, endSec: 10 }]);
  });
});
