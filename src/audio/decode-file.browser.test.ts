import { describe, expect, inject, it, vi } from 'vitest';
import { commands } from 'vitest/browser';
import { UndertoneError } from '../contract/errors';
import { SAMPLE_RATE_HZ, type Pcm, type PcmPiece } from '../contract/pcm';
import { hasSharedFolder, readSharedFile, readSharedJson } from '../testing/shared-folder';
import { lcgNoise } from '../testing/synthetic-signals';
import { expectStatedDuration, readFileInPieces } from './decode-file';
import { decodeOnPage } from './decode-on-page';
import { readPcmFile } from './read-file';
import { concatenate } from './resample';
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

/** Pieces of a file as the features worker gets them, and whether it could read them by itself. */
async function decode(file: File): Promise<{ readonly pieces: readonly PcmPiece[]; readonly isRead: boolean }> {
  const pieces: PcmPiece[] = [];
  const { isRead, sampleRateHz } = await readFileInPieces(file, (piece) => {
    pieces.push(piece);
  });
  return { pieces: isRead ? pieces : await gather(decodeOnPage(file, sampleRateHz)), isRead };
}

async function gather(pieces: AsyncIterable<PcmPiece>): Promise<PcmPiece[]> {
  const gathered = [];
  for await (const piece of pieces) gathered.push(piece);
  return gathered;
}

async function* iterate(pieces: readonly PcmPiece[]): AsyncGenerator<PcmPiece> {
  yield* pieces;
}

/** The recording, or the code of the error that its decoding ended in. */
async function tryDecode(file: File): Promise<Pcm | string> {
  try {
    const { pieces } = await decode(file);
    const frames = pieces.reduce((sum, { channels }) => sum + (channels[0]?.length ?? 0), 0);
    await expectStatedDuration(file, frames / (pieces[0]?.sampleRateHz ?? NaN));
    return await collectPcm(iterate(pieces));
  } catch (error) {
    if (error instanceof UndertoneError) return error.code;
    throw error;
  }
}

/** The first channel of a recording. */
function joinFirstChannel(pieces: readonly PcmPiece[]): Float32Array {
  return concatenate(pieces.map(({ channels }) => channels[0] ?? new Float32Array(0)));
}

/** The largest difference between two signals of which the second begins `lag` samples later. */
function measureDifference(one: Float32Array, other: Float32Array, lag: number): number {
  const length = Math.min(one.length - lag, other.length);
  return other
    .subarray(0, length)
    .reduce((max, sample, n) => Math.max(max, Math.abs(sample - (one[n + lag] ?? NaN))), 0);
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
    const { pieces } = await decode(new File([bytes], 'clip.wav'));
    expect(pieces).toEqual(await gather(readPcmFile(bytes)));
  });

  const compressedRows = validRows.filter(
    ({ codec, file }) => /^(mp3|aac|opus|vorbis|flac)/.test(codec ?? '') && !file.startsWith('long'),
  );
  it.each(compressedRows.map((row) => [row.file, row] as const))(
    'gives by WebCodecs what decodeAudioData gives: %s',
    async (_, row) => {
      const file = await openSample('valid', row);
      const { pieces, isRead } = await decode(file);
      expect(isRead).toBe(true);
      const rateHz = pieces[0]?.sampleRateHz ?? NaN;
      const inWorker = joinFirstChannel(pieces);
      const onPage = joinFirstChannel(await gather(decodeOnPage(file, rateHz)));
      // Matroska states the encoder's delay in whole milliseconds to decodeAudioData; the codec's header is exact.
      const isMatroska = row.file.endsWith('.webm');
      const maxLag = isMatroska ? rateHz / 1000 : 0;
      let difference = Infinity;
      for (let lag = 0; lag <= maxLag; lag++)
        difference = Math.min(difference, measureDifference(inWorker, onPage, lag));
      // The same decoder; of FLAC's integers, decodeAudioData divides the positive ones by one less: 3.1e-5 of them.
      expect(difference).toBeLessThan(3.2e-5);
      expect(inWorker.reduce((peak, sample) => Math.max(peak, sample), 0)).toBeGreaterThan(1e-3);
      // Time stamps of MP4 come in movie units, 1/600 or 1/1000 s; of Matroska, the padding of the last packet stays.
      const excessSec = (inWorker.length - onPage.length) / rateHz;
      expect(excessSec).toBeGreaterThanOrEqual(0);
      expect(excessSec).toBeLessThanOrEqual(isMatroska ? 0.02 : row.file.startsWith('m') ? 0.001 : 0);
    },
  );
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

async function makeRecording(): Promise<File> {
  const samples = Float32Array.from(lcgNoise(10 * 16_000, 1), (value) => 0.5 * value);
  return new File([await writeWav([{ channels: [samples, samples], sampleRateHz: 16_000 }])], 'noise.wav');
}

/** Rate, channels' lengths and the number of buffers of pieces. */
function describePieces(pieces: readonly PcmPiece[]) {
  const channels = pieces.flatMap((piece) => piece.channels);
  return {
    rates: [...new Set(pieces.map(({ sampleRateHz }) => sampleRateHz))],
    lengths: channels.map((samples) => samples.length),
    buffers: new Set(channels.map((samples) => samples.buffer)).size,
  };
}

describe('readFileInPieces', () => {
  it('keeps the rate of the file and hands it over in pieces of their own', async () => {
    const { pieces, isRead } = await decode(await makeRecording());
    expect(isRead).toBe(true);
    expect(describePieces(pieces)).toEqual({
      rates: [16_000],
      lengths: [65_536, 65_536, 65_536, 65_536, 28_928, 28_928],
      buffers: 6,
    });
  });

  it('says what came instead of sound', async () => {
    const text = new File(['not a recording'], 'notes.wav');
    expect(await readFileInPieces(text, () => undefined)).toEqual({ isRead: false, sampleRateHz: null });
    await expect(readFileInPieces(new File([], 'empty.wav'), () => undefined)).rejects.toThrow(
      /"empty.wav", got an empty file/,
    );
  });

  it('ends with what the taker throws', async () => {
    let taken = 0;
    const reading = readFileInPieces(await makeRecording(), () => {
      taken++;
      throw new Error('enough');
    });
    await expect(reading).rejects.toThrow('enough');
    expect(taken).toBe(1);
  });

  it.skipIf(!hasSharedFolder)('leaves what WebCodecs cannot read, and its rate, to the page', async () => {
    const row = validRows.find(({ file }) => file === 'ogg-vorbis-44100-stereo.ogg');
    if (row === undefined) throw new Error('Expected a Vorbis file among the samples.');
    const file = await openSample('valid', row);
    vi.stubGlobal('AudioDecoder', undefined);
    expect(await readFileInPieces(file, () => undefined)).toEqual({ isRead: false, sampleRateHz: 44_100 });
    vi.unstubAllGlobals();

    vi.spyOn(AudioDecoder.prototype, 'flush').mockRejectedValue(new Error('broken by the test'));
    expect(await readFileInPieces(file, () => undefined)).toEqual({ isRead: false, sampleRateHz: 44_100 });
    vi.restoreAllMocks();
    expect(await readFileInPieces(file, () => undefined)).toEqual({ isRead: true, sampleRateHz: 44_100 });
  });

  it.skipIf(!hasSharedFolder)(
    'decodes no further ahead than seconds',
    async () => {
      const row = validRows.find(({ file }) => file === 'long-10min.opus');
      if (row === undefined) throw new Error('Expected ten minutes among the samples.');
      const decodePacket = vi.spyOn(AudioDecoder.prototype, 'decode');
      let pieces = 0;
      let mostAhead = 0;
      await readFileInPieces(await openSample('valid', row), async () => {
        pieces++;
        // Whoever takes a piece slowly, holds the decoder up.
        if (pieces % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 50));
        mostAhead = Math.max(mostAhead, decodePacket.mock.calls.length * 960 - pieces * 65_536);
      });
      vi.restoreAllMocks();
      expect(pieces).toBeGreaterThan(400);
      // One piece is held back, one is being filled, and the decoder is given what lies in one read of the file.
      expect(mostAhead).toBeLessThan(20 * 48_000);
    },
    120_000,
  );
});

describe('decodeOnPage', () => {
  it('hands a recording over in pieces of their own', async () => {
    const pieces = await gather(decodeOnPage(await makeRecording(), 16_000));
    expect(describePieces(pieces)).toEqual({
      rates: [16_000],
      lengths: [64_000, 64_000, 64_000, 64_000, 32_000, 32_000],
      buffers: 6,
    });
  });

  it('says what came instead of sound', async () => {
    const text = new File(['not a recording'], 'notes.wav');
    await expect(gather(decodeOnPage(text, null))).rejects.toThrow(/"notes.wav" \(15 bytes\)/);
  });

  it('stops at an abort', async () => {
    const controller = new AbortController();
    controller.abort(new Error('changed my mind'));
    const pieces = decodeOnPage(await makeRecording(), 16_000, controller.signal);
    await expect(pieces.next()).rejects.toThrow('changed my mind');

    const late = new AbortController();
    const running = decodeOnPage(await makeRecording(), 16_000, late.signal);
    await running.next();
    late.abort(new Error('enough'));
    await expect(running.next()).rejects.toThrow('enough');
  });
});
