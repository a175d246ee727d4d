/**
 * Decoding off the page's thread: a file → pieces of PCM at the file's own rate, as long as this thread can. Where the
 * browser has no WebCodecs or no such decoder there, and for broken files, `decode-on-page.ts` is the second way.
 */
import { UndertoneError } from '../contract/errors';
import { MIN_RECORDING_SEC, type PcmPiece } from '../contract/pcm';
import { measureStatedDuration, readAudioFile, readAudioFileInfo, type AudioFileInfo } from './read-file';

/** Rates that sound is recorded at; a header that claims another is broken, and 1 Hz would unfold into gigabytes. */
const LOWEST_RATE_HZ = 2_000;
const HIGHEST_RATE_HZ = 768_000;

/** What became of a file. */
export interface FileReading {
  /** Whether the whole file was handed over; if not, what was handed over is to be forgotten. */
  readonly isRead: boolean;
  /** The file's own rate, to decode at elsewhere; `null` where the container is not known. */
  readonly sampleRateHz: number | null;
}

/** Gets a file's pieces, each in buffers of its own, and how long the file lasts by its container where it says so. */
export type TakePiece = (piece: PcmPiece, statedSec: number | null) => Promise<void> | void;

/**
 * Reads a file piece by piece. The next piece is decoded when `take` is done with the last.
 *
 * @param take - What it throws ends the reading and comes through.
 * @throws UndertoneError `decode-error` when no other way of decoding would help.
 */
export async function readFileInPieces(file: File, take: TakePiece): Promise<FileReading> {
  if (file.size === 0) throw new UndertoneError('decode-error', `Expected sound in "${file.name}", got an empty file.`);
  const info = await readInfo(file);
  if (info === null) return { isRead: false, sampleRateHz: null };
  const { sampleRateHz, durationSec, isReadable } = info;
  if (!(sampleRateHz >= LOWEST_RATE_HZ && sampleRateHz <= HIGHEST_RATE_HZ)) {
    throw new UndertoneError(
      'decode-error',
      `Expected a sample rate from ${LOWEST_RATE_HZ} Hz to ${HIGHEST_RATE_HZ} Hz in "${file.name}", got ${sampleRateHz} Hz.`,
    );
  }
  const isRead = isReadable && (await handOver(readAudioFile(file), (piece) => take(piece, durationSec)));
  return { isRead, sampleRateHz };
}

/**
 * Tells a recording that is short from one whose decoding broke off: decoders give up silently at the first broken frame.
 *
 * @throws UndertoneError `decode-error` when the file states a duration that can be judged, and `durationSec` cannot.
 */
export async function expectStatedDuration(file: File, durationSec: number): Promise<void> {
  if (durationSec >= MIN_RECORDING_SEC) return;
  const statedSec = await measureStatedDuration(file).catch(() => 0);
  if (statedSec < MIN_RECORDING_SEC) return;
  throw new UndertoneError(
    'decode-error',
    `Expected ${statedSec.toFixed(2)} s of sound in "${file.name}", got ${durationSec.toFixed(3)} s before it broke off.`,
  );
}

/** What the file says of itself, or null for containers that are not known here: the browser may still decode them. */
async function readInfo(file: File): Promise<AudioFileInfo | null> {
  try {
    return await readAudioFileInfo(file);
  } catch {
    return null;
  }
}

/** @returns whether there were pieces and all of them could be read */
async function handOver(
  pieces: AsyncGenerator<PcmPiece, void, undefined>,
  take: (piece: PcmPiece) => Promise<void> | void,
): Promise<boolean> {
  try {
    for (let count = 0; ; count++) {
      const next = await pieces.next().catch(() => null);
      if (next === null) return false;
      if (next.done === true) return count > 0;
      await take(next.value);
    }
  } finally {
    await pieces.return();
  }
}
