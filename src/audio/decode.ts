/**
 * Decoding on the page's thread: a file of any kind the browser knows → pieces of PCM at the file's own rate.
 *
 * `decodeAudioData` resamples whatever it decodes to its context's rate, differently in every browser, so the file's rate
 * is read first and the context made at it. Files of plain samples (WAV, mostly) are read in code instead, piece by piece:
 * browsers scale integers differently (Chromium divides positive ones by 2^(bits − 1) − 1), and speech that ends at a
 * threshold may then end a frame earlier than in Node. Limit for all others: the browser decodes a file in one go, so hours of sound need gigabytes for a moment.
 */
import { loadPart, UndertoneError } from '../contract/errors';
import { MIN_RECORDING_SEC, type PcmPiece } from '../contract/pcm';
import type { AudioFileInfo } from './read-file';

/** The rate to decode at where the file's own is unknown. */
const FALLBACK_RATE_HZ = 48_000;
/** Rates that sound is recorded at; a header that claims another is broken, and 1 Hz would unfold into gigabytes. */
const LOWEST_RATE_HZ = 2_000;
const HIGHEST_RATE_HZ = 768_000;
/** Length of the pieces that are handed over. */
const PIECE_SEC = 4;
/** A container's headers are read within this time or not at all. */
const INFO_DEADLINE_MS = 5_000;
/** Decoding an hour of speech (7 MB of Opus) takes seconds; the deadline only catches a decoder that is stuck. */
const DECODE_DEADLINE_MS = 30_000;
const DECODE_DEADLINE_MS_PER_MB = 20_000;

/**
 * Decodes a recording into pieces of about 4 s, one Float32Array per channel, each with a buffer of its own that can be
 * transferred to a worker.
 *
 * @param fileName - For error messages; the kind of the file is told by its bytes alone.
 * @param signal - Stops waiting and handing over; the iteration then throws the signal's reason.
 * @throws UndertoneError `decode-error` when neither the browser nor the code reads the file, or not in time;
 * `page-incomplete` when the code did not arrive.
 */
export async function* decodeRecording(
  file: Blob,
  fileName: string,
  signal?: AbortSignal,
): AsyncGenerator<PcmPiece, void, undefined> {
  if (file.size === 0) throw new UndertoneError('decode-error', `Expected sound in "${fileName}", got an empty file.`);
  const info = await readInfo(file, signal);
  if (info !== null && !(info.sampleRateHz >= LOWEST_RATE_HZ && info.sampleRateHz <= HIGHEST_RATE_HZ)) {
    throw new UndertoneError(
      'decode-error',
      `Expected a sample rate from ${LOWEST_RATE_HZ} Hz to ${HIGHEST_RATE_HZ} Hz in "${fileName}", ` +
        `got ${info.sampleRateHz} Hz.`,
    );
  }

  if (info?.isPcm === true && (yield* readSamples(file, signal))) return;

  let buffer: AudioBuffer;
  try {
    buffer = await decodeInBrowser(file, info?.sampleRateHz ?? FALLBACK_RATE_HZ, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UndertoneError(
      'decode-error',
      `Expected sound that this browser decodes in "${fileName}" (${file.size} bytes): ${reason}`,
      { cause },
    );
  }
  if (info !== null && buffer.duration < MIN_RECORDING_SEC) await expectStatedDuration(file, fileName, buffer, signal);
  yield* cutBuffer(buffer, signal);
}

/**
 * Hands over the samples of an uncompressed file.
 * @returns false when not even a first piece could be read: the browser may still make something of the file
 */
async function* readSamples(file: Blob, signal: AbortSignal | undefined): AsyncGenerator<PcmPiece, boolean, undefined> {
  const { readPcmFile } = await loadReader();
  let hasBegun = false;
  try {
    for await (const piece of readPcmFile(file)) {
      signal?.throwIfAborted();
      hasBegun = true;
      yield piece;
    }
    return true;
  } catch (thrown) {
    if (hasBegun) throw thrown;
    signal?.throwIfAborted();
    return false;
  }
}

/** Browsers give up silently at the first broken frame: almost no sound where the file states more is a failure. */
async function expectStatedDuration(
  file: Blob,
  fileName: string,
  buffer: AudioBuffer,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { measureStatedDuration } = await loadReader();
  const statedSec = await withDeadline(measureStatedDuration(file), INFO_DEADLINE_MS, signal).catch(() => 0);
  signal?.throwIfAborted();
  if (statedSec < MIN_RECORDING_SEC) return;
  throw new UndertoneError(
    'decode-error',
    `Expected ${statedSec.toFixed(2)} s of sound in "${fileName}", got ${buffer.duration.toFixed(3)} s before it broke off.`,
  );
}

/** Copies a decoded buffer out piece by piece, so that no second copy of the whole ever exists here. */
function* cutBuffer(buffer: AudioBuffer, signal: AbortSignal | undefined): Generator<PcmPiece, void, undefined> {
  const pieceLength = Math.ceil(PIECE_SEC * buffer.sampleRate);
  for (let start = 0; start < buffer.length; start += pieceLength) {
    signal?.throwIfAborted();
    const length = Math.min(pieceLength, buffer.length - start);
    const channels = Array.from({ length: buffer.numberOfChannels }, (_, channel) => {
      const samples = new Float32Array(length);
      buffer.copyFromChannel(samples, channel, start);
      return samples;
    });
    yield { channels, sampleRateHz: buffer.sampleRate };
  }
}

/** The reader of containers is most of this room's code: it is fetched with the first recording. */
function loadReader() {
  return loadPart(() => import('./read-file'));
}

/** What the file says of itself, or null for containers that are not known here: the browser may still decode them. */
async function readInfo(file: Blob, signal: AbortSignal | undefined): Promise<AudioFileInfo | null> {
  const { readAudioFileInfo } = await loadReader();
  try {
    return await withDeadline(readAudioFileInfo(file), INFO_DEADLINE_MS, signal);
  } catch {
    signal?.throwIfAborted();
    return null;
  }
}

async function decodeInBrowser(
  file: Blob,
  sampleRateHz: number,
  signal: AbortSignal | undefined,
): Promise<AudioBuffer> {
  const context = openDecodingContext(sampleRateHz);
  const deadlineMs = DECODE_DEADLINE_MS + (DECODE_DEADLINE_MS_PER_MB * file.size) / 1e6;
  return withDeadline(context.decodeAudioData(await file.arrayBuffer()), deadlineMs, signal);
}

function openDecodingContext(sampleRateHz: number): OfflineAudioContext {
  try {
    return new OfflineAudioContext(1, 1, sampleRateHz);
  } catch {
    // Browsers need only support 8 to 96 kHz; beyond that, the fallback rate loses nothing that is listened to.
    return new OfflineAudioContext(1, 1, FALLBACK_RATE_HZ);
  }
}

/** Waits for `work`, but no longer than `deadlineMs` and not after an abort. */
async function withDeadline<Result>(
  work: Promise<Result>,
  deadlineMs: number,
  signal: AbortSignal | undefined,
): Promise<Result> {
  signal?.throwIfAborted();
  const { promise: interrupted, reject } = deferRejection();
  const timer = setTimeout(() => {
    reject(new Error(`no answer within ${Math.round(deadlineMs / 1000)} s`));
  }, deadlineMs);
  const abort = (): void => {
    reject(new Error('aborted'));
  };
  signal?.addEventListener('abort', abort);
  try {
    return await Promise.race([work, interrupted]);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

function deferRejection(): { promise: Promise<never>; reject: (reason: Error) => void } {
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<never>((_, rejectPromise) => {
    reject = rejectPromise;
  });
  return { promise, reject };
}
