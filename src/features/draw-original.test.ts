import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../testing/all-close';
import { lcgNoise } from '../testing/synthetic-signals';
import { OriginalDrawing } from './draw-original';

const RATE_HZ = 48_000;

function draw(channels: readonly Float32Array[], pieceLength = 10_000, sampleRateHz = RATE_HZ) {
  const drawing = new OriginalDrawing(sampleRateHz, channels.length);
  const length = channels[0]?.length ?? 0;
  for (let first = 0; first < length; first += pieceLength) {
    drawing.push(channels.map((samples) => samples.subarray(first, first + pieceLength)));
  }
  return drawing.finish();
}

/** A tone for each second, by its frequency in Hz. */
function createTones(frequenciesHz: readonly number[], gain = 0.5): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: frequenciesHz.length * RATE_HZ }, (_, n) => {
    const frequencyHz = frequenciesHz[Math.floor(n / RATE_HZ)] ?? 0;
    return gain * Math.sin((2 * Math.PI * frequencyHz * n) / RATE_HZ);
  });
}

/** The band that is loudest at a time. */
function findLoudestRow({ spectrumDb: { values, rows, frames, hopSec } }: ReturnType<typeof draw>, timeSec: number) {
  const frame = Math.floor(timeSec / hopSec);
  const ofFrame = Array.from({ length: rows }, (_, row) => values[row * frames + frame] ?? NaN);
  return ofFrame.indexOf(Math.max(...ofFrame));
}

/** In bands of 187.5 Hz. */
const toRow = (frequencyHz: number): number => Math.floor(frequencyHz / (RATE_HZ / 2 / 128));

describe('the spectrum of a recording as it came', () => {
  it('reaches up to half its own rate, and lies where the sound is', () => {
    const drawn = draw([createTones([500, 20_000, 3_000])]);
    expect(drawn.spectrumDb.rows).toBe(128);
    expect([0.5, 1.5, 2.5].map((timeSec) => findLoudestRow(drawn, timeSec))).toEqual([500, 20_000, 3_000].map(toRow));
    expect(Math.max(...drawn.spectrumDb.values)).toBe(0);
    expect(Math.min(...drawn.spectrumDb.values)).toBe(-80);
    // A spectrum every quarter of a frame of 1024 samples.
    expect(drawn.spectrumDb.hopSec).toBeCloseTo(256 / RATE_HZ, 12);
  });

  it('stays of one size, and where the sound is, however long the recording', () => {
    // Amid the four bins of a band, which are centred on their multiples of 46.9 Hz.
    const frequenciesHz = Array.from({ length: 40 }, (_, second) => (2 + 3 * second + 0.375) * 187.5);
    const drawn = draw([createTones(frequenciesHz)]);
    expect(drawn.spectrumDb.frames).toBeLessThanOrEqual(1024);
    expect(drawn.spectrumDb.frames * drawn.spectrumDb.hopSec).toBeGreaterThanOrEqual(40);
    for (const [second, frequencyHz] of frequenciesHz.entries()) {
      expect(findLoudestRow(drawn, second + 0.5), `${second} s`).toBe(toRow(frequencyHz));
    }
  });

  it('shows a level that stays as one that stays, where columns hold many spectra and few', () => {
    const noise = Float32Array.from(lcgNoise(130 * RATE_HZ, 5), (value) => 0.3 * value);
    const { values, frames } = draw([noise]).spectrumDb;
    const measureDb = (from: number, to: number): number => {
      let sum = 0;
      for (let row = 10; row < 118; row++) {
        for (let frame = from; frame < to; frame++) sum += 10 ** ((values[row * frames + frame] ?? NaN) / 10);
      }
      return 10 * Math.log10(sum);
    };
    const third = Math.floor(frames / 3);
    // Some thousand means of exponentially distributed powers: a tenth of a decibel is several of their deviations.
    expect(measureDb(0, third) - measureDb(frames - third - 1, frames - 1)).toBeCloseTo(0, 0);
  });

  it('hears every channel, two by two', () => {
    const silence = new Float32Array(RATE_HZ);
    for (const channel of [0, 1, 2]) {
      const channels = [silence, silence, silence].with(channel, createTones([4_000]));
      expect(findLoudestRow(draw(channels), 0.5), `channel ${channel}`).toBe(toRow(4_000));
    }
    // Opposite phases do not cancel.
    const tone = createTones([4_000]);
    const opposite = draw([tone, tone.map((sample) => -sample)]);
    // Both end in sums of other roundings, 70 dB and more below the tone.
    expectAllClose(opposite.spectrumDb.values, draw([tone, tone]).spectrumDb.values, 1e-3);
  });
});

describe('the outline of a recording as it came', () => {
  it('holds the extremes of all channels, and their level', () => {
    const left = new Float32Array(64).fill(0.5);
    const right = new Float32Array(64);
    left[20] = 0.75;
    right[63] = -1;
    const { waveform, stretchSec, peak, rms, channelCount } = draw([left, right], 7);
    expect([...waveform.extremes]).toEqual([0, 0.5, 0, 0.75, 0, 0.5, -1, 0.5]);
    expect(stretchSec).toBe(16 / RATE_HZ);
    expect({ peak, channelCount }).toEqual({ peak: 1, channelCount: 2 });
    expect(rms).toBeCloseTo(Math.sqrt((63 * 0.25 + 0.5625 + 1) / 128), 6);
  });

  it('keeps every peak of a long recording in its place', () => {
    const samples = new Float32Array(1_000_003);
    const places = [0, 65_535, 65_536, 500_001, 1_000_002];
    for (const [index, place] of places.entries()) samples[place] = 0.1 * (index + 1);
    const { waveform, stretchSec } = draw([samples]);
    const stretches = waveform.extremes.length / 2;
    expect(stretches).toBeGreaterThan(2048);
    expect(stretches).toBeLessThanOrEqual(4096);
    const stretchSamples = stretchSec * RATE_HZ;
    expect(stretches).toBe(Math.ceil(samples.length / stretchSamples));
    const found = Array.from({ length: stretches }, (_, stretch) => waveform.extremes[2 * stretch + 1] ?? NaN);
    expect(found.flatMap((high, stretch) => (high > 0 ? [stretch] : []))).toEqual([
      ...new Set(places.map((place) => Math.floor(place / stretchSamples))),
    ]);
  });
});

it('is drawn the same, however it is cut into pieces', () => {
  const samples = Float32Array.from(lcgNoise(3 * RATE_HZ, 9), (value) => 0.4 * value);
  expect(draw([samples], 700)).toEqual(draw([samples], samples.length));
  // Rates down to the lowest that sound comes at have fewer bands.
  const low = draw([samples], 700, 2_000);
  expect(low.spectrumDb.rows).toBe(16);
  expect(low.spectrumDb.values.every((value) => value >= -80 && value <= 0)).toBe(true);
});
