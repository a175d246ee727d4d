import { describe, expect, it, vi } from 'vitest';
import type { ErrorCode } from '../contract/errors';
import { UndertoneError } from '../contract/errors';
import { SAMPLE_RATE_HZ, type PcmPiece } from '../contract/pcm';
import { lcgNoise } from '../testing/synthetic-signals';
import { createPcmConverter } from './pcm-converter';
import { concatenate } from './resample';
import { collectPcm } from './to-pcm';

function makeStereo(length: number): readonly Float32Array[] {
  return [1, 2].map((seed) => Float32Array.from(lcgNoise(length, seed), (value) => 0.4 * value));
}

function cut(channels: readonly Float32Array[], sampleRateHz: number, pieceLength: number): PcmPiece[] {
  const pieces: PcmPiece[] = [];
  for (let start = 0; start < (channels[0]?.length ?? 0); start += pieceLength) {
    pieces.push({ channels: channels.map((samples) => samples.slice(start, start + pieceLength)), sampleRateHz });
  }
  return pieces;
}

async function* stream(pieces: readonly PcmPiece[]): AsyncGenerator<PcmPiece> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}

function hasCode(code: ErrorCode): (error: unknown) => boolean {
  return (error) => error instanceof UndertoneError && error.code === code;
}

describe('createPcmConverter', () => {
  it('converts stereo at 48 kHz alike however it is cut', async () => {
    const channels = makeStereo(48_000);
    const results = [];
    for (const pieceLength of [48_000, 5000, 333]) {
      const converter = await createPcmConverter(48_000, 2);
      const blocks = cut(channels, 48_000, pieceLength).map((piece) => converter.push(piece));
      blocks.push(converter.finish());
      converter.dispose();
      results.push(concatenate(blocks));
    }
    expect(results[0]).toHaveLength(SAMPLE_RATE_HZ);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it('names how many samples are not finite', async () => {
    const [left, right] = makeStereo(1000);
    if (left === undefined || right === undefined) throw new Error('two channels expected');
    left[10] = NaN;
    right[20] = Infinity;
    right[21] = -Infinity;
    const converter = await createPcmConverter(16_000, 2);
    expect(() => converter.push({ channels: [left, right], sampleRateHz: 16_000 })).toThrow(/got 3 NaN or infinite/);
    converter.dispose();
  });

  it('refuses a rate or a channel count that changes, and those that cannot be', async () => {
    const converter = await createPcmConverter(16_000, 2);
    const channels = makeStereo(10);
    expect(() => converter.push({ channels, sampleRateHz: 8000 })).toThrow(/2 channels at 16000 Hz.* 2 at 8000 Hz/);
    expect(() => converter.push({ channels: channels.slice(1), sampleRateHz: 16_000 })).toThrow(/got 1 at 16000 Hz/);
    converter.dispose();
    await expect(createPcmConverter(16_000, 0)).rejects.toSatisfy(hasCode('decode-error'));
    await expect(createPcmConverter(16_000, 65_535)).rejects.toSatisfy(hasCode('decode-error'));
    await expect(createPcmConverter(1, 1)).rejects.toSatisfy(hasCode('decode-error'));
  });

  it('converts two thousand streams one after the other without growing', async () => {
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow');
    for (let i = 0; i < 2000; i++) {
      const sampleRateHz = i % 2 === 0 ? 16_000 : 48_000;
      const converter = await createPcmConverter(sampleRateHz, 1);
      converter.push({ channels: [new Float32Array(16)], sampleRateHz });
      converter.dispose();
    }
    // The resampler's 16 MB hold about 300 streams at once.
    expect(grow).not.toHaveBeenCalled();
    grow.mockRestore();
  });
});

describe('collectPcm', () => {
  it('gives one mono recording at the model rate', async () => {
    const pcm = await collectPcm(stream(cut(makeStereo(24_000), 16_000, 1000)));
    expect(pcm.sampleRateHz).toBe(SAMPLE_RATE_HZ);
    expect(pcm.samples).toHaveLength(Math.round(1.5 * SAMPLE_RATE_HZ));
  });

  it('refuses what is too short, empty or not finite', async () => {
    await expect(collectPcm(stream(cut(makeStereo(3199), 16_000, 1000)))).rejects.toSatisfy(hasCode('too-short'));
    await expect(collectPcm(stream([]))).rejects.toSatisfy(hasCode('too-short'));
    const broken = [new Float32Array(16_000).fill(NaN)];
    await expect(collectPcm(stream(cut(broken, 16_000, 4000)))).rejects.toSatisfy(hasCode('not-finite'));
  });

  it('refuses finite samples so large that they overflow', async () => {
    const huge = [Float32Array.from({ length: 16_000 }, (_, n) => (n % 8 < 4 ? 3.4e38 : -3.4e38))];
    await expect(collectPcm(stream(cut(huge, 16_000, 4000)))).rejects.toSatisfy(hasCode('not-finite'));
  });
});
