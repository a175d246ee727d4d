import { describe, expect, it } from 'vitest';
import type { PcmPiece } from '../contract/pcm';
import { createSoundMeter, OUTLINE_SEC } from './sound-meter';

const RATE_HZ = 48_000;

function makePiece(durationSec: number, ...amplitudes: number[]): PcmPiece {
  const frames = Math.round(durationSec * RATE_HZ);
  const channels = amplitudes.map((amplitude) =>
    Float32Array.from({ length: frames }, (_, n) => amplitude * Math.sin((2 * Math.PI * 440 * n) / RATE_HZ)),
  );
  return { channels, sampleRateHz: RATE_HZ };
}

describe('sound meter', () => {
  it('has heard nothing at first', () => {
    const meter = createSoundMeter();
    expect(meter.readLevel()).toEqual({ recordedSec: 0, peakDbfs: -100, rmsDbfs: -100, isClipping: false });
    expect(meter.readOutline().extremes).toHaveLength(0);
  });

  it('measures peak and mean level of the loudest channel', () => {
    const meter = createSoundMeter();
    meter.push(makePiece(0.5, 0.1, 0.5));
    const { recordedSec, peakDbfs, rmsDbfs, isClipping } = meter.readLevel();
    expect(recordedSec).toBeCloseTo(0.5, 6);
    expect(peakDbfs).toBeCloseTo(20 * Math.log10(0.5), 2);
    // A column does not hold whole periods: some hundredths of a dB.
    expect(rmsDbfs).toBeCloseTo(20 * Math.log10(0.5 / Math.SQRT2), 1);
    expect(isClipping).toBe(false);
  });

  it('forgets a loud moment: the mean after 0.3 s, the peak after a second', () => {
    const meter = createSoundMeter();
    meter.push(makePiece(0.5, 0.8));
    meter.push(makePiece(0.4, 0.01));
    expect(meter.readLevel().rmsDbfs).toBeLessThan(-40);
    expect(meter.readLevel().peakDbfs).toBeGreaterThan(-3);
    meter.push(makePiece(0.7, 0.01));
    expect(meter.readLevel().peakDbfs).toBeLessThan(-39);
  });

  it('marks peaks that are cut off, also across pieces, for two seconds; not a single sample at full scale', () => {
    const meter = createSoundMeter();
    const single = new Float32Array(2000);
    single[10] = 1;
    meter.push({ channels: [single], sampleRateHz: RATE_HZ });
    expect(meter.readLevel().isClipping).toBe(false);
    meter.push({ channels: [Float32Array.of(0, 1, 1)], sampleRateHz: RATE_HZ });
    meter.push({ channels: [Float32Array.of(1, 0)], sampleRateHz: RATE_HZ });
    meter.push(makePiece(0.1, 0.1));
    expect(meter.readLevel().isClipping).toBe(true);
    meter.push(makePiece(2.1, 0.1));
    expect(meter.readLevel().isClipping).toBe(false);
  });

  it('draws the last seconds, oldest first, however the sound is cut', () => {
    const ramp = Float32Array.from({ length: 20 * RATE_HZ }, (_, n) => n / (20 * RATE_HZ));
    const outlines = [2048, 777].map((length) => {
      const meter = createSoundMeter();
      for (let start = 0; start < ramp.length; start += length) {
        meter.push({ channels: [ramp.subarray(start, start + length)], sampleRateHz: RATE_HZ });
      }
      return meter.readOutline();
    });
    const [outline, other] = outlines;
    expect(outline).toEqual(other);
    expect(outline?.extremes).toHaveLength(2 * (outline?.columns ?? 0));
    expect(outline?.extremes[0]).toBeCloseTo(1 - OUTLINE_SEC / 20, 5);
    expect(outline?.extremes.at(-1)).toBeCloseTo(1, 5);
  });
});
