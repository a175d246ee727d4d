import { describe, expect, it } from 'vitest';
import { FEATURE_CHANNELS, FEATURE_CONFIG, type FeatureMap } from '../contract/features';
import { SAMPLE_RATE_HZ, type Pcm } from '../contract/pcm';
import { expectAllClose } from '../testing/all-close';
import { synthesiseSpeech, type Phone } from '../testing/synthesise-speech';
import { lcgNoise, SYNTHETIC_SIGNALS } from '../testing/synthetic-signals';
import {
  drawWindow,
  extractWindows,
  findWindowsWithin,
  scanRecording,
  slideWindows,
  surveyRecording,
} from './extract-recording';
import { fingerprintSource } from './fingerprint';
import { toSource } from './pcm-source';

const { frames: COLUMNS, nMels, windowSec, windowHopSec } = FEATURE_CONFIG;

const asPcm = (samples: Float32Array): Pcm => ({ samples, sampleRateHz: SAMPLE_RATE_HZ });

/** Speech without a pause over a clearly audible noise. */
function createSpeech(durationSec: number): Pcm {
  const phones: Phone[] = Array.from({ length: Math.ceil(durationSec / 0.2) }, (_, i) => ({
    durationSec: 0.2,
    formantsHz: i % 2 === 0 ? [730, 1090, 2440, 3400] : [270, 2290, 3010, 3700],
    pitchHz: 120 + 20 * (i % 3),
    voice: 1,
    noise: 0.1,
  }));
  const noise = lcgNoise(Math.round(durationSec * SAMPLE_RATE_HZ), 3);
  const speech = synthesiseSpeech(phones, SAMPLE_RATE_HZ).subarray(0, noise.length);
  return asPcm(speech.map((sample, n) => sample + 0.005 * (noise[n] ?? 0)));
}

const scale = (pcm: Pcm, gain: number, offset = 0): Pcm => ({
  ...pcm,
  samples: pcm.samples.map((sample) => gain * sample + offset),
});

function expectSameWindows(actual: readonly FeatureMap[], expected: readonly FeatureMap[], tolerance: number): void {
  expect(actual.map(({ startSec, endSec, frames }) => ({ startSec, endSec, frames }))).toEqual(
    expected.map(({ startSec, endSec, frames }) => ({ startSec, endSec, frames })),
  );
  for (const [i, { values }] of actual.entries()) expectAllClose(values, expected[i]?.values ?? [], tolerance);
}

describe('slideWindows', () => {
  it('leaves what fits into a window as it is', () => {
    const whole = { startSec: 0.5, endSec: 0.5 + windowSec };
    expect(slideWindows({ startSec: 1, endSec: 2 })).toEqual([{ startSec: 1, endSec: 2 }]);
    expect(slideWindows(whole)).toEqual([whole]);
  });

  it('steps by half a window and ends flush with the segment', () => {
    expect(slideWindows({ startSec: 1, endSec: 7.2 })).toEqual([
      { startSec: 1, endSec: 4 },
      { startSec: 2.5, endSec: 5.5 },
      { startSec: 4, endSec: 7 },
      { startSec: 4.2, endSec: 7.2 },
    ]);
    expect(slideWindows({ startSec: 0, endSec: windowSec + windowHopSec })).toHaveLength(2);
  });
});

describe('extractWindows', () => {
  it.each([0.2, 0.31, 1, 2.999, 3, 3.01, 4.4, 4.6, 10.007])('fits %d s into the picture', (durationSec) => {
    const windows = extractWindows(createSpeech(durationSec));
    expect(windows).toHaveLength(
      durationSec <= windowSec ? 1 : 1 + Math.ceil((durationSec - windowSec) / windowHopSec),
    );
    expect(windows[0]?.startSec).toBe(0);
    expect(windows.at(-1)?.endSec).toBeCloseTo(durationSec, 3);
    for (const { values, frames, startSec, endSec } of windows) {
      expect(values).toHaveLength(nMels * COLUMNS * FEATURE_CHANNELS);
      expect(values.every(Number.isFinite)).toBe(true);
      const samples = Math.round((endSec - startSec) * SAMPLE_RATE_HZ);
      expect(frames).toBe(1 + Math.floor(samples / FEATURE_CONFIG.hopLength));
      expect(frames).toBeLessThanOrEqual(COLUMNS);
    }
  });

  it('centres the frames between zeros', () => {
    const [window] = extractWindows(createSpeech(1));
    const left = Math.floor((COLUMNS - (window?.frames ?? 0)) / 2);
    const usedColumns = Array.from({ length: COLUMNS }, (_, column) => column).filter((column) =>
      Array.from({ length: nMels * FEATURE_CHANNELS }, (_unused, i) => {
        const [row, channel] = [Math.floor(i / FEATURE_CHANNELS), i % FEATURE_CHANNELS];
        return window?.values[(row * COLUMNS + column) * FEATURE_CHANNELS + channel];
      }).some((value) => value !== 0),
    );
    expect(usedColumns).toEqual(Array.from({ length: window?.frames ?? 0 }, (_, i) => left + i));
  });

  it('hears the same at a hundredth of the level', () => {
    const pcm = createSpeech(4);
    // Both are standardised levels of float32 samples; nothing of this signal reaches the −100 dB of digital silence.
    expectSameWindows(extractWindows(scale(pcm, 0.01)), extractWindows(pcm), 1e-3);
  });

  it('does not hear a constant offset', () => {
    const pcm = createSpeech(4);
    // 0.25 takes two bits of the samples' 24: the quietest cells, 70 dB below the loudest, move a little.
    expectSameWindows(extractWindows(scale(pcm, 1, 0.25)), extractWindows(pcm), 2e-3);
  });

  it('reads each segment by itself: a louder one elsewhere changes nothing', () => {
    const speech = createSpeech(2).samples;
    // More than 3 s away, in a recording of more than 10 s: what is louder nearby does raise the threshold.
    const pauseLength = 7 * SAMPLE_RATE_HZ;
    const record = (firstGain: number): Pcm => {
      const samples = Float32Array.from(lcgNoise(2 * speech.length + pauseLength, 5), (value) => 1e-4 * value);
      for (const [n, sample] of speech.entries()) {
        samples[n] = firstGain * sample;
        samples[speech.length + pauseLength + n] = 0.5 * sample;
      }
      return asPcm(samples);
    };
    const [, alike] = extractWindows(record(0.5));
    const windows = extractWindows(record(1));
    expect(windows).toHaveLength(2);
    expect(windows[1]).toEqual(alike);
  });
});

describe('surveyRecording', () => {
  it('draws the whole recording, trimmed or not, and finds the windows that drawWindow draws', () => {
    const voice = SYNTHETIC_SIGNALS['voice-like']?.() ?? new Float32Array(0);
    const samples = new Float32Array(SAMPLE_RATE_HZ + voice.length);
    samples.set(voice, SAMPLE_RATE_HZ);
    const source = toSource(asPcm(samples));
    const shares: number[] = [];
    const { windows, pictures, durationSec } = surveyRecording(source, (share) => shares.push(share));
    const { logMelDb, mfcc } = pictures;
    expect(durationSec).toBe(samples.length / SAMPLE_RATE_HZ);
    expect(shares).toEqual([1]);
    expect(windows.map((span) => drawWindow(source, span))).toEqual(extractWindows(asPcm(samples)));
    const used = new Float32Array(40 * 173 * 2).fill(NaN);
    const [first] = windows;
    if (first === undefined) throw new Error('Expected a window.');
    const { values } = drawWindow(source, first, used);
    expect(values, 'an array that is given is written over').toBe(used);
    expect(values).toEqual(drawWindow(source, first).values);
    expect(windows[0]?.startSec).toBeGreaterThan(0.8);
    expect(logMelDb).toMatchObject({ rows: 40, frames: 1 + Math.floor(samples.length / 192), hopSec: 192 / 11_025 });
    expect(logMelDb.values).toHaveLength(logMelDb.rows * logMelDb.frames);
    expect(Math.max(...logMelDb.values)).toBe(0);
    expect(Math.min(...logMelDb.values)).toBe(FEATURE_CONFIG.floorDb);
    expect({ ...mfcc, values: mfcc.values.length }).toEqual({ ...logMelDb, values: logMelDb.values.length });
  });
});

describe('scanRecording', () => {
  it('finds the windows that a survey finds', () => {
    const voice = SYNTHETIC_SIGNALS['voice-like']?.() ?? expect.fail('Expected a signal.');
    const source = toSource({ samples: voice, sampleRateHz: SAMPLE_RATE_HZ });
    const { windows, durationSec } = surveyRecording(source);
    expect(scanRecording(source)).toEqual({ windows, durationSec, fingerprint: fingerprintSource(source) });
  });
});

describe('findWindowsWithin', () => {
  const speech = createSpeech(9);

  it('counts a part as a recording of its own, placed where it lies', () => {
    const part = { startSec: 2.03, endSec: 6.5 };
    const first = Math.round(part.startSec * SAMPLE_RATE_HZ);
    const alone = asPcm(speech.samples.slice(first, Math.round(part.endSec * SAMPLE_RATE_HZ)));
    const source = toSource(speech);
    const windows = findWindowsWithin(source, part);
    const expected = extractWindows(alone);
    expect(windows).toHaveLength(expected.length);
    for (const [index, { startSec, endSec, values }] of expected.entries()) {
      const window = windows[index] ?? { startSec: NaN, endSec: NaN };
      expect(window.startSec).toBeCloseTo(first / SAMPLE_RATE_HZ + startSec, 9);
      expect(window.endSec).toBeCloseTo(first / SAMPLE_RATE_HZ + endSec, 9);
      expect(drawWindow(source, window).values).toEqual(values);
    }
  });

  it('takes a part that reaches beyond the recording for what there is of it', () => {
    const [first] = findWindowsWithin(toSource(speech), { startSec: -5, endSec: 1 });
    expect(first?.startSec).toBe(0);
    expect(findWindowsWithin(toSource(speech), { startSec: 8, endSec: 100 }).at(-1)?.endSec).toBeCloseTo(9, 3);
  });

  it.each([
    ['too-short', { startSec: 1, endSec: 1.1 }],
    ['too-short', { startSec: 20, endSec: 30 }],
    ['silent', { startSec: 9.5, endSec: 11 }],
  ])('finds a part %s', (code, part) => {
    const samples = new Float32Array(12 * SAMPLE_RATE_HZ);
    samples.set(speech.samples);
    expect(() => findWindowsWithin(toSource(asPcm(samples)), part)).toThrow(expect.objectContaining({ code }) as Error);
  });
});
