/**
 * Decoding on the page's thread, by `decodeAudioData`: the way for what no worker can decode here.
 *
 * It resamples whatever it decodes to its context's rate, differently in every browser, so the context is made at the
 * file's own rate. `OfflineAudioContext` exists on no other thread. Limits: the browser decodes a file in one go, so hours
 * of sound need gigabytes for a moment, and it copies them on this thread: ten minutes take some 100 ms.
 */
import { UndertoneError } from '../contract/errors';
import type { PcmPiece } from '../contract/pcm';

/** The rate to decode at where the file's own is unknown. */
const FALLBACK_RATE_HZ = 48_000;
/** Length of the pieces that are handed over. */
const PIECE_SEC = 4;
/** Decoding an hour of speech (7 MB of Opus) takes seconds; the deadline only catches a decoder that is stuck. */
const DECODE_DEADLINE_MS = 30_000;
const DECODE_DEADLINE_MS_PER_MB = 20_000;

/**
 * Decodes a recording into pieces of about 4 s, one Float32Array per channel, each with a buffer of its own that can be
 * transferred to a worker.
 *
 * @param sampleRateHz - The file's own rate, `null` where it is unknown.
 * @param signal - Stops waiting and handing over; the iteration then throws the signal's reason.
 * @throws UndertoneError `decode-error` when the browser does not decode the file, or not in time.
 */
export async function* decodeOnPage(
  file: File,
  sampleRateHz: number | null,
  signal?: AbortSignal,
): AsyncGenerator<PcmPiece, void, undefined> {
  let buffer: AudioBuffer;
  try {
    buffer = await decodeInBrowser(file, sampleRateHz ?? FALLBACK_RATE_HZ, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UndertoneError(
      'decode-error',
      `Expected sound that this browser decodes in "${file.name}" (${file.size} bytes): ${reason}`,
      { cause },
    );
  }
  yield* cutBuffer(buffer, signal);
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
