import { describe, expect, it } from 'vitest';
import type { PcmPiece } from '../contract/pcm';
import { hasSharedFolder, readSharedFile } from '../testing/shared-folder';
import { encodeFlac } from './test-recordings';
import { readOpusFile } from './read-opus';

/** A packet, which may stay at the end. */
const PACKET_SEC = 0.02;

async function readAll(file: Uint8Array): Promise<PcmPiece[]> {
  const pieces: PcmPiece[] = [];
  for await (const piece of readOpusFile(file)) pieces.push(piece);
  return pieces;
}

describe.skipIf(!hasSharedFolder)('readOpusFile (skipped without ../shared)', () => {
  it.each([
    ['ogg-opus-24000-mono.opus', 1, 3.2032],
    ['ogg-opus-48000-stereo.ogg', 2, 3.7371],
  ])('reads %s: %d channels, %d s, in pieces', async (name, channelCount, durationSec) => {
    const pieces = await readAll(await readSharedFile(`samples/valid/${name}`));
    expect(pieces.length).toBeGreaterThan(1);
    expect(new Set(pieces.map(({ sampleRateHz }) => sampleRateHz))).toEqual(new Set([48_000]));
    const lengths = Array.from({ length: channelCount }, (_, channel) =>
      pieces.reduce((sum, { channels }) => sum + (channels[channel]?.length ?? NaN), 0),
    );
    for (const length of lengths) {
      expect(length / 48_000).toBeGreaterThan(durationSec - 1e-4);
      expect(length / 48_000).toBeLessThan(durationSec + 2 * PACKET_SEC);
    }
    const samples = pieces.flatMap(({ channels }) => channels.map((channel) => Array.from(channel))).flat();
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // Speech, not noise from the wrong end of a packet: between −50 and −10 dBFS.
    expect(power).toBeGreaterThan(1e-5);
    expect(power).toBeLessThan(0.1);
  });

  it('refuses a damaged file', async () => {
    const file = await readSharedFile('samples/valid/ogg-opus-24000-mono.opus');
    file.fill(0xff, file.length / 2, file.length / 2 + 1000);
    await expect(readAll(file)).rejects.toMatchObject({ code: 'decode-error' });
  });
});

describe('readOpusFile', () => {
  it('refuses what is no Opus file', async () => {
    for (const other of [
      new Uint8Array(0),
      new Uint8Array(5000),
      new Uint8Array(await encodeFlac([new Float32Array(5000)], 44_100)),
    ]) {
      await expect(readAll(other)).rejects.toMatchObject({ code: 'decode-error' });
    }
  });
});
