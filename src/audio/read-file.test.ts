import { describe, expect, it } from 'vitest';
import { UndertoneError } from '../contract/errors';
import type { PcmPiece } from '../contract/pcm';
import { hasSharedFolder, readSharedFile } from '../testing/shared-folder';
import { lcgNoise } from '../testing/synthetic-signals';
import { readAudioFileInfo, readPcmFile } from './read-file';
import { collectPcm } from './to-pcm';
import { writeWav } from './write-wav';

function isDecodeError(error: unknown): boolean {
  return error instanceof UndertoneError && error.code === 'decode-error';
}

async function readAll(file: Uint8Array | Blob): Promise<PcmPiece[]> {
  const pieces = [];
  for await (const piece of readPcmFile(file)) pieces.push(piece);
  return pieces;
}

/** A WAV file of 16-bit samples, with an unknown chunk before the data as some recorders write. */
function buildWav(values: readonly number[], channelCount: number, sampleRateHz: number): Uint8Array {
  const fillerBytes = 4044;
  const bytes = new Uint8Array(12 + 24 + 8 + fillerBytes + 8 + 2 * values.length);
  const view = new DataView(bytes.buffer);
  const writeText = (offset: number, text: string): void => {
    for (let i = 0; i < text.length; i++) view.setUint8(offset + i, text.charCodeAt(i));
  };
  writeText(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  writeText(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channelCount, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, 2 * channelCount * sampleRateHz, true);
  view.setUint16(32, 2 * channelCount, true);
  view.setUint16(34, 16, true);
  writeText(36, 'FLLR');
  view.setUint32(40, fillerBytes, true);
  writeText(44 + fillerBytes, 'data');
  view.setUint32(48 + fillerBytes, 2 * values.length, true);
  for (const [index, value] of values.entries()) view.setInt16(52 + fillerBytes + 2 * index, value, true);
  return bytes;
}

describe('readPcmFile', () => {
  it('divides 16-bit integers by 32768 and separates the channels', async () => {
    const pieces = await readAll(buildWav([-32768, 32767, 1, -1, 0, 16384], 2, 24_414));
    expect(pieces).toHaveLength(1);
    expect(pieces[0]?.sampleRateHz).toBe(24_414);
    expect(pieces[0]?.channels.map((samples) => [...samples])).toEqual([
      [-1, 1 / 32768, 0],
      [32767 / 32768, -1 / 32768, 0.5],
    ]);
  });

  it('reads bytes and blobs alike', async () => {
    const bytes = buildWav([1, 2, 3, 4], 1, 16_000);
    expect(await readAll(new Blob([new Uint8Array(bytes)]))).toEqual(await readAll(bytes));
  });

  it('hands a long file over in pieces', async () => {
    const values = Array.from(lcgNoise(200_000, 4), (value) => Math.round(30_000 * value) + 0);
    const pieces = await readAll(buildWav(values, 1, 96_000));
    expect(pieces.length).toBeGreaterThan(1);
    const samples = pieces.flatMap((piece) => [...(piece.channels[0] ?? [])]);
    expect(samples).toEqual(values.map((value) => value / 32768));
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['text', new TextEncoder().encode('this is not a recording at all')],
    ['a header without its end', buildWav([1, 2, 3], 1, 16_000).slice(0, 30)],
  ])('refuses %s', async (_, bytes) => {
    await expect(readAll(bytes)).rejects.toSatisfy(isDecodeError);
    await expect(readAudioFileInfo(bytes)).rejects.toSatisfy(isDecodeError);
  });
});

describe('readAudioFileInfo', () => {
  it('tells rate, channels and kind', async () => {
    expect(await readAudioFileInfo(buildWav([1, 2], 2, 44_100))).toEqual({
      sampleRateHz: 44_100,
      channelCount: 2,
      durationSec: 1 / 44_100,
      isReadable: true,
    });
  });
});

describe('writeWav', () => {
  it('is read back as it was written, to 16 bits', async () => {
    const channels = [1, 2].map((seed) => Float32Array.from(lcgNoise(10_000, seed), (value) => 0.9 * value));
    const halves = [0, 5000].map((start) => ({
      channels: channels.map((samples) => samples.slice(start, start + 5000)),
      sampleRateHz: 48_000,
    }));
    const blob = await writeWav(halves);
    expect(blob.type).toBe('audio/wav');
    const [piece] = await readAll(blob);
    expect(piece?.sampleRateHz).toBe(48_000);
    for (const [channel, samples] of channels.entries()) {
      const read = piece?.channels[channel] ?? new Float32Array(0);
      expect(read).toHaveLength(samples.length);
      const worst = samples.reduce((error, sample, n) => Math.max(error, Math.abs(sample - (read[n] ?? NaN))), 0);
      // One step of 16 bits: writers differ in rounding and in the scale of the positive half.
      expect(worst).toBeLessThan(1.01 / 32768);
    }
  });
});

describe.skipIf(!hasSharedFolder)('real WAV files in Node (skipped without ../shared)', () => {
  it.each([
    ['wav-original-fllr-48000-mono.wav', 3.8038],
    ['wav-original-48000-stereo.wav', 3.2699],
    ['wav-original-tess-24414-mono.wav', 1.9818],
    ['wav-original-tess-96000-mono.wav', 1.5122],
    ['wav-extensible-s16-48000-5.1.wav', 3.5702],
    ['wav-f64-22050-mono.wav', 3.5702],
    ['wav-mulaw-8000-mono.wav', 3.7705],
    ['wav-rf64-16000-mono.wav', 3.7371],
  ])('reads %s', async (name, seconds) => {
    const pcm = await collectPcm(readPcmFile(await readSharedFile(`samples/valid/${name}`)));
    expect(pcm.samples.length / pcm.sampleRateHz).toBeCloseTo(seconds, 3);
    const power = pcm.samples.reduce((sum, sample) => sum + sample * sample, 0) / pcm.samples.length;
    expect(10 * Math.log10(power)).toBeGreaterThan(-50);
  });
});
