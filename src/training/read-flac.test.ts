import { describe, expect, it } from 'vitest';
import type { PcmPiece } from '../contract/pcm';
import { createUniformValues } from '../testing/seeded-random';
import { readFlacFile } from './read-flac';
import { encodeFlac } from './test-recordings';

const RATE_HZ = 44_100;

/** Samples that 24 bits hold exactly, with both ends of their range. */
function createSamples(length: number, seed: number): Float32Array {
  const samples = createUniformValues(length, -1, 1, seed).map((value) => Math.floor(value * 2 ** 15) / 2 ** 15);
  samples.set([-1, 1 - 2 ** -15], 100);
  return samples;
}

async function readAll(file: Uint8Array): Promise<PcmPiece[]> {
  const pieces: PcmPiece[] = [];
  for await (const piece of readFlacFile(file)) pieces.push(piece);
  return pieces;
}

describe('readFlacFile', () => {
  it('gives the very samples of every channel, a long file in pieces', async () => {
    const channels = [createSamples(3 * RATE_HZ, 1), createSamples(3 * RATE_HZ, 2)];
    const pieces = await readAll(new Uint8Array(await encodeFlac(channels, RATE_HZ)));
    expect(pieces.length).toBeGreaterThan(1);
    for (const [index, samples] of channels.entries()) {
      const read = pieces.flatMap((piece) => Array.from(piece.channels[index] ?? []));
      expect(Float32Array.from(read)).toEqual(samples);
    }
    expect(new Set(pieces.map(({ sampleRateHz }) => sampleRateHz))).toEqual(new Set([RATE_HZ]));
  });

  it('gives the last frame, however short and silent it is', async () => {
    // Frames of 4,096 samples, and one of 1 to 600 samples; silence takes no more than 13 bytes.
    for (const length of [1, 2, 15, 16, 17, 47, 100, 232, 600]) {
      for (const isSilent of [true, false]) {
        const samples = createSamples(4096 + length, length);
        if (isSilent) samples.fill(0, 4096);
        const pieces = await readAll(new Uint8Array(await encodeFlac([samples], RATE_HZ)));
        expect(Float32Array.from(pieces.flatMap(({ channels }) => Array.from(channels[0] ?? [])))).toEqual(samples);
      }
    }
  });

  it('refuses what ends early, is damaged or is no FLAC file', async () => {
    const file = new Uint8Array(await encodeFlac([createSamples(2 * RATE_HZ, 3)], RATE_HZ));
    const damaged = file.slice();
    damaged.fill(0, file.length / 2, file.length / 2 + 2000);
    for (const broken of [file.subarray(0, file.length / 2), damaged]) {
      await expect(readAll(broken)).rejects.toMatchObject({
        code: 'decode-error',
        message: expect.stringMatching(
          /Expected (88200 samples per channel|a readable FLAC file: .*LOST_SYNC)/,
        ) as string,
      });
    }
    for (const other of [new Uint8Array(0), new Uint8Array(5000), file.subarray(0, 100)]) {
      await expect(readAll(other)).rejects.toMatchObject({ code: 'decode-error' });
    }
  });
});
