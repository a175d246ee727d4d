import type { FileReading } from '../audio/decode-file';
import { UndertoneError } from '../contract/errors';
import type { PcmPiece } from '../contract/pcm';
import type { RecordingFeatures } from '../features/extract-recording';
import type { FeaturesCalls } from './protocol';
import type { StartedWorker } from './start-worker';
import { surviveDeath } from './survive-death';
import { WorkerConnection } from './worker-connection';

/** What the time goes into. */
export type ExtractionStage = 'decoding' | 'extracting-features';

/** What an extraction may be told and asked. */
export interface ExtractOptions {
  readonly signal: AbortSignal;
  /** Called at the beginning of each stage; from the first again when a worker died and the file is read anew. */
  readonly onStage: (stage: ExtractionStage) => void;
}

/** The page's end of the features worker. */
export interface FeaturesClient {
  /**
   * Decodes a file, resamples it and extracts its features, off the page's thread wherever the browser can. A worker
   * that dies is replaced, and the file read once more; one that hangs leaves the decoding to the page.
   * One recording at a time. Aborting ends the worker, with its half-read recording; the next call starts another.
   *
   * @throws the signal's reason; UndertoneError: `decode-error`, `too-short`, `silent`, `not-finite`, `worker-died`,
   *   `page-incomplete`.
   */
  extract(file: File, options: ExtractOptions): Promise<RecordingFeatures>;
  /** Ends the worker. */
  dispose(): void;
}

/** What a client needs. */
export interface FeaturesClientParts {
  /** Starts a fresh worker. */
  readonly start: () => StartedWorker;
  /** Decodes a file on the page's thread, at its own rate where that is known. */
  readonly decodeOnPage: (file: File, sampleRateHz: number | null, signal: AbortSignal) => AsyncIterable<PcmPiece>;
  /** A worker that reads a file tells of every second or two of sound; silent for longer than this, it hangs. */
  readonly silenceDeadlineMs?: number;
}

/** Decoding a piece takes milliseconds. Reading one from a slow disk, or from the network, may take seconds. */
const SILENCE_DEADLINE_MS = 30_000;

/** Makes a client; its worker starts with the first recording. */
export function createFeaturesClient({
  start,
  decodeOnPage,
  silenceDeadlineMs = SILENCE_DEADLINE_MS,
}: FeaturesClientParts): FeaturesClient {
  let connection: WorkerConnection<FeaturesCalls> | null = null;
  let disposals = 0;

  const connect = (): WorkerConnection<FeaturesCalls> => {
    if (connection?.isAlive !== true) connection = new WorkerConnection(start());
    return connection;
  };

  return {
    async extract(file, { signal, onStage }) {
      signal.throwIfAborted();
      const stop = (): void => {
        connection?.dispose();
      };
      signal.addEventListener('abort', stop);
      const disposalsBefore = disposals;
      const extractOnce = async (): Promise<RecordingFeatures> => {
        signal.throwIfAborted();
        onStage('decoding');
        const { isRead, sampleRateHz } = await readInWorker(connect(), file, silenceDeadlineMs);
        signal.throwIfAborted();
        const worker = connect();
        if (!isRead) await sendPieces(worker, decodeOnPage(file, sampleRateHz, signal));
        signal.throwIfAborted();
        onStage('extracting-features');
        return worker.call('finish', file);
      };
      try {
        return await surviveDeath(extractOnce, () => disposals === disposalsBefore);
      } catch (thrown) {
        // The worker's death by abort is the abort's doing: say so.
        signal.throwIfAborted();
        throw thrown;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    dispose() {
      disposals++;
      connection?.dispose();
    },
  };
}

/** Lets the worker read the file; one that hangs is ended, and then nothing is known of the file. */
async function readInWorker(
  worker: WorkerConnection<FeaturesCalls>,
  file: File,
  silenceDeadlineMs: number,
): Promise<FileReading> {
  const silence = new AbortController();
  const watch = (): ReturnType<typeof setTimeout> =>
    setTimeout(() => {
      silence.abort();
      worker.dispose();
    }, silenceDeadlineMs);
  let timer = watch();
  const onProgress = (): void => {
    clearTimeout(timer);
    timer = watch();
  };
  try {
    return await worker.call('read', file, { onProgress });
  } catch (thrown) {
    if (silence.signal.aborted) return { isRead: false, sampleRateHz: null };
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}

async function sendPieces(worker: WorkerConnection<FeaturesCalls>, pieces: AsyncIterable<PcmPiece>): Promise<void> {
  let hasBegun = false;
  for await (const piece of pieces) {
    if (!hasBegun) {
      await worker.call('begin', { sampleRateHz: piece.sampleRateHz, channelCount: piece.channels.length });
      hasBegun = true;
    }
    // Waiting for each piece keeps a long file from piling up in the worker's queue.
    await worker.call('push', piece, { transfer: piece.channels.map((channel) => channel.buffer) });
  }
  if (!hasBegun) throw new UndertoneError('decode-error', 'Expected sound, the recording holds none.');
}
