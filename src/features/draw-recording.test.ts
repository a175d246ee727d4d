import { describe, expect, it } from 'vitest';
import { FEATURE_CONFIG } from '../contract/features';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { expectAllClose } from '../testing/all-close';
import { lcgNoise } from '../testing/synthetic-signals';
import { drawRecording, drawSpan } from './draw-recording';
import { computeLogMel, computeMelLevels, findLoudest, relateToLoudest } from './log-mel';
import { computeMfcc } from './mfcc';
import { toSource } from './pcm-source';

const { nMels, hopLength, floorDb } = FEATURE_CONFIG;

/** Noise that grows louder, so that no two stretches are alike. */
function createSwell(durationSec: number): Float32Array {
  const noise = lcgNoise(Math.round(durationSec * SAMPLE_RATE_HZ), 7);
  return Float32Array.from(noise, (value, n) => (0.8 * (n + 1) * value) / noise.length);
}

const draw = (samples: Float32Array) => drawRecording(toSource({ samples, sampleRateHz: SAMPLE_RATE_HZ })).pictures;

describe('drawRecording', () => {
  it('shows every frame of a minute as it is, across the stretches that it is computed in', () => {
    const samples = createSwell(71);
    const { logMelDb, mfcc } = draw(samples);
    const expected = computeLogMel(samples);
    expect(logMelDb).toMatchObject({
      rows: nMels,
      frames: expected.length / nMels,
      hopSec: hopLength / SAMPLE_RATE_HZ,
    });
    expectAllClose(logMelDb.values, expected, 0);
    // The mean of one frame is that frame, rounded to float32 on the way.
    expectAllClose(mfcc.values, computeMfcc(expected), 1e-4);
  });

  it('pools a long recording to columns of the loudest, and of the mean', () => {
    const samples = createSwell(200);
    const click = 5_000 * hopLength;
    samples[click] = 1;
    const { logMelDb, mfcc } = draw(samples);
    const levels = computeMelLevels(samples);
    const loudest = findLoudest(levels);
    const expected = relateToLoudest(levels);
    const frames = expected.length / nMels;
    const framesPerColumn = 3;
    expect(logMelDb.frames).toBe(mfcc.frames);
    expect(logMelDb.frames).toBe(1 + Math.round((frames - 1) / framesPerColumn));
    expect(logMelDb.hopSec).toBeCloseTo((framesPerColumn * hopLength) / SAMPLE_RATE_HZ, 12);
    for (const column of [0, 1, 1365, 1366, Math.round(5_000 / 3), logMelDb.frames - 1]) {
      const own = [-1, 0, 1].map((step) => 3 * column + step).filter((frame) => frame >= 0 && frame < frames);
      for (const band of [0, 20, 39]) {
        const ofBand = own.map((frame) => expected[band * frames + frame] ?? NaN);
        expect(logMelDb.values[band * logMelDb.frames + column]).toBe(Math.max(...ofBand));
      }
      // The floor is laid under the mean, not under each frame.
      const mean = Float32Array.from({ length: nMels }, (_, band) => {
        const sum = own.reduce((total, frame) => total + (levels[band * frames + frame] ?? NaN), 0);
        return Math.max(floorDb, sum / own.length - loudest);
      });
      const coefficients = Float32Array.from(
        { length: nMels },
        (_, row) => mfcc.values[row * mfcc.frames + column] ?? NaN,
      );
      // Three float32 sums of levels near −50 dB, then a transform of forty.
      expectAllClose(coefficients, computeMfcc(mean), 1e-3);
    }
  });

  it('outlines the samples', () => {
    const { waveform } = draw(Float32Array.of(0.5, -0.25, 0.125));
    expect([...waveform.extremes]).toEqual([0.5, 0.5, -0.25, -0.25, 0.125, 0.125]);
    const long = createSwell(100);
    long[700_000] = -0.9;
    const { extremes } = draw(long).waveform;
    expect(extremes).toHaveLength(2 * 4096);
    const column = Math.floor((700_000 * 4096) / long.length);
    expect(extremes[2 * column]).toBe(Math.fround(-0.9));
    expect(extremes.filter((value) => value === Math.fround(-0.9))).toHaveLength(1);
  });
});

describe('drawSpan', () => {
  const samples = createSwell(100);
  const source = toSource({ samples, sampleRateHz: SAMPLE_RATE_HZ });
  const { loudestDb } = drawRecording(source);
  const frames = 1 + Math.floor(samples.length / hopLength);
  const expected = relateToLoudest(computeMelLevels(samples), undefined, loudestDb);

  it.each([
    ['amid the recording', { startSec: 70.01, endSec: 73.99 }],
    ['at its beginning', { startSec: -1, endSec: 2 }],
    ['at its end', { startSec: 98, endSec: 200 }],
  ])('shows a part %s frame by frame, on the scale of the whole', (_, span) => {
    const drawn = drawSpan(source, span, loudestDb);
    expect(drawn.startSec).toBeLessThanOrEqual(Math.max(0, span.startSec));
    expect(drawn.endSec).toBeGreaterThanOrEqual(Math.min(samples.length / SAMPLE_RATE_HZ, span.endSec));
    const first = Math.round((drawn.startSec * SAMPLE_RATE_HZ) / hopLength);
    expect(drawn.logMelDb.hopSec).toBe(hopLength / SAMPLE_RATE_HZ);
    for (const band of [0, 20, 39]) {
      const ofBand = drawn.logMelDb.values.subarray(band * drawn.logMelDb.frames, (band + 1) * drawn.logMelDb.frames);
      const start = band * frames + first;
      // Frames at its edges see what lies beyond them.
      expect([...ofBand]).toEqual([...expected.subarray(start, start + ofBand.length)]);
    }
    expect(drawn.mfcc.frames).toBe(drawn.logMelDb.frames);
    const own = samples.subarray(
      Math.round(drawn.startSec * SAMPLE_RATE_HZ),
      Math.round(drawn.endSec * SAMPLE_RATE_HZ),
    );
    const { extremes } = drawn.waveform;
    expect([Math.min(...extremes), Math.max(...extremes)]).toEqual([Math.min(...own), Math.max(...own)]);
  });

  it('pools a long part to as many columns as the whole may have', () => {
    const long = toSource({ samples: createSwell(200), sampleRateHz: SAMPLE_RATE_HZ });
    const { logMelDb, waveform } = drawSpan(long, { startSec: 10, endSec: 190 }, 0);
    expect(logMelDb.frames).toBeLessThanOrEqual(4096);
    expect(logMelDb.hopSec).toBeCloseTo((3 * hopLength) / SAMPLE_RATE_HZ, 12);
    expect(waveform.extremes).toHaveLength(2 * 4096);
  });
});
