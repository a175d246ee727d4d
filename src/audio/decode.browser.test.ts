import { describe, expect, inject, it } from 'vitest';
import { commands } from 'vitest/browser';
import { UndertoneError } from '../contract/errors';
import { SAMPLE_RATE_HZ, type Pcm } from '../contract/pcm';
import { hasSharedFolder, readSharedFile, readSharedJson } from '../testing/shared-folder';
import { lcgNoise } from '../testing/synthetic-signals';
import { decodeRecording } from './decode';
import { readPcmFile } from './read-file';
import { collectPcm } from './to-pcm';
import { writeWav } from './write-wav';

interface SampleRow {
  readonly file: string;
  readonly name: string;
  readonly bytes: number;
  readonly seconds: number | null;
  readonly codec: string | null;
  readonly expect: string;
  readonly also_accept?: readonly string[];
}

/** Codecs that give back exactly the samples that went in. */
const LOSSLESS = /^(pcm|flac|alac)/;

async function readManifest(folder: 'valid' | 'invalid'): Promise<readonly SampleRow[]> {
  if (!hasSharedFolder) return [];
  return ((await readSharedJson(`samples/${folder}/manifest.json`)) as { files: SampleRow[] }).files;
}

async function openSample(folder: string, row: SampleRow): Promise<File> {
  const path = `samples/${folder}/${row.file}`;
  if (row.file.includes('.')) return new File([await readSharedFile(path)], row.name);
  // Vite's server takes an address without an extension for a script.
  const base64 = await commands.readFile(`${inject('sharedFolder') ?? ''}/${path}`, 'base64');
  return new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], row.name);
}

/** The recording, or the code of the error that its decoding ended in. */
async function tryDecode(file: File): Promise<Pcm | string> {
  try {
    return await collectPcm(decodeRecording(file, file.name));
  } catch (error) {
    if (error instanceof UndertoneError) return error.code;
    throw error;
  }
}

/** Largest deviation from the mean, in dB relative to full scale. */
function measurePeakDb(samples: Float32Array): number {
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  // The edges of an offset ring in the resampler's filter: half a second at either end is left out.
  const middle = samples.subarray(SAMPLE_RATE_HZ / 2, samples.length - SAMPLE_RATE_HZ / 2);
  return 20 * Math.log10(middle.reduce((peak, sample) => Math.max(peak, Math.abs(sample - mean)), 0));
}

const [validRows, invalidRows] = await Promise.all([readManifest('valid'), readManifest('invalid')]);

describe.skipIf(!hasSharedFolder)('valid recordings (skipped without ../shared)', () => {
  it.each(validRows.map((row) => [row.file, row] as const))(
    '%s',
    async (_, row) => {
      const pcm = await tryDecode(await openSample('valid', row));
      if (typeof pcm === 'string') {
        expect(pcm).toBe('decode-error');
        expect(row.expect).toBe('ok-or-decode-error');
        return;
      }
      expect(pcm.samples.every(Number.isFinite)).toBe(true);
      const excessSec = pcm.samples.length / SAMPLE_RATE_HZ - (row.seconds ?? NaN);
      // Lossy codecs fill their last frame and may leave their own delay in: an MP3 without a tag at 16 kHz is up to
      // 1105 + 576 samples longer than what was encoded, 0.105 s.
      const lossless = LOSSLESS.test(row.codec ?? '');
      expect(excessSec).toBeGreaterThan(lossless ? -0.001 : -0.05);
      expect(excessSec).toBeLessThan(lossless ? 0.001 : 0.106);
    },
    300_000,
  );

  it('decodes a 16-bit WAV to the very samples that Node reads', async () => {
    const bytes = await readSharedFile('samples/valid/wav-s16-16000-mono.wav');
    const onPage = await collectPcm(decodeRecording(new Blob([bytes]), 'clip.wav'));
    const inCode = await collectPcm(readPcmFile(bytes));
    expect(onPage.samples).toHaveLength(inCode.samples.length);
    expect(onPage.samples.every((sample, n) => sample === inCode.samples[n])).toBe(true);
  });
});

describe.skipIf(!hasSharedFolder)('broken and hostile recordings (skipped without ../shared)', () => {
  it.each(invalidRows.map((row) => [row.file, row] as const))(
    '%s',
    async (_, row) => {
      const accepted = [row.expect, ...(row.also_accept ?? [])].flatMap((answer) =>
        answer === 'ok-or-decode-error' ? ['ok', 'decode-error'] : [answer],
      );
      const outcome = await tryDecode(await openSample('invalid', row));
      if (typeof outcome === 'string') {
        expect(accepted).toContain(outcome);
        return;
      }
      expect(outcome.samples.every(Number.isFinite)).toBe(true);
      // Whether a recording is silent is judged by its features; here it must only be so.
      const silent = accepted.includes('silent') && measurePeakDb(outcome.samples) < -70;
      expect(silent || accepted.includes('ok')).toBe(true);
    },
    120_000,
  );
});

describe('decodeRecording', () => {
  async function makeRecording(): Promise<Blob> {
    const samples = Float32Array.from(lcgNoise(10 * 16_000, 1), (value) => 0.5 * value);
    return writeWav([{ channels: [samples, samples], sampleRateHz: 16_000 }]);
  }

  it('keeps the rate of the file and hands it over in pieces of their own', async () => {
    const lengths = [];
    const buffers = new Set<ArrayBufferLike>();
    for await (const piece of decodeRecording(await makeRecording(), 'noise.wav')) {
      expect(piece.sampleRateHz).toBe(16_000);
      lengths.push(piece.channels.map((samples) => samples.length));
      for (const samples of piece.channels) buffers.add(samples.buffer);
    }
    expect(lengths).toEqual([
      [65_536, 65_536],
      [65_536, 65_536],
      [28_928, 28_928],
    ]);
    expect(buffers.size).toBe(6);
  });

  it('says what came instead of sound', async () => {
    const text = new Blob(['not a recording']);
    await expect(collectPcm(decodeRecording(text, 'notes.wav'))).rejects.toThrow(/"notes.wav" \(15 bytes\)/);
    await expect(collectPcm(decodeRecording(new Blob(), 'empty.wav'))).rejects.toThrow(
      /"empty.wav", got an empty file/,
    );
  });

  it('stops at an abort', async () => {
    const controller = new AbortController();
    controller.abort(new Error('changed my mind'));
    const pieces = decodeRecording(await makeRecording(), 'noise.wav', controller.signal);
    await expect(pieces.next()).rejects.toThrow('changed my mind');

    const late = new AbortController();
    const running = decodeRecording(await makeRecording(), 'noise.wav', late.signal);
    await running.next();
    late.abort(new Error('enough'));
    await expect(running.next()).rejects.toThrow('enough');
  });
});
