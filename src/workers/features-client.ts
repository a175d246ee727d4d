import type { FileReading } from '../audio/decode-file';
import { UndertoneError } from '../contract/errors';
import type { FeatureMap, TimeSpan } from '../contract/features';
import type { PcmPiece } from '../contract/pcm';
import type { SpanPictures } from '../contract/prediction';
import type { ScannedRecording, SurveyedRecording, WindowLevels } from '../features/extract-recording';
import type { FeaturesCalls, ReadProgress } from './protocol';
import type { StartedWorker } from './start-worker';
import { surviveDeath } from './survive-death';
import { WorkerConnection } from './worker-connection';

/** What the time goes into, and how much of it is done. */
export type SurveyProgress =
  | ({ readonly stage: 'decoding' } & ReadProgress)
  /** `share` of the recording that is drawn, 0…1. */
  | { readonly stage: 'extracting-features'; readonly share: number };

/** What a survey may be told and asked. */
export interface SurveyOptions {
  readonly signal: AbortSignal;
  /** Called at the beginning of each stage and within; from the first again when a worker died and the file is read anew. */
  readonly onProgress: (progress: SurveyProgress) => void;
}

/**
 * The page's end of the features worker, which keeps the samples of the recording last surveyed. A worker that dies is
 * replaced, and the file read once more.
 */
export interface FeaturesClient {
  /**
   * Decodes a file, resamples it, finds its speech and draws it for the eye, off the page's thread wherever the browser
   * can. A worker that hangs leaves the decoding to the page. One recording at a time. Aborting ends the worker at once,
   * with its half-read recording; the next call starts another.
   *
   * @throws the signal's reason; UndertoneError: `decode-error`, `too-short`, `silent`, `not-finite`, `worker-died`,
   *   `page-incomplete`.
   */
  survey(file: File, options: SurveyOptions): Promise<SurveyedRecording>;
  /**
   * Reads a file as `survey` does, but draws nothing for the eye: for recordings that only the network will see.
   *
   * @throws as `survey`
   */
  scan(file: File, signal: AbortSignal): Promise<ScannedRecording>;
  /**
   * Where the network's windows lie in a part of a file, which counts as a recording of its own. The file is read again
   * when it is not the one last surveyed, or its samples are gone.
   *
   * @throws as `survey`
   */
  findWindows(file: File, part: TimeSpan, signal: AbortSignal): Promise<readonly TimeSpan[]>;
  /**
   * Draws windows of a file for the network, 55 kB each: of a long recording, some at a time. Reads the file again where
   * `findWindows` does.
   *
   * @param spare arrays of windows that nobody needs any more, to be written over: hours of new ones would be hundreds of
   *   megabytes of garbage before it is collected
   * @throws as `survey`
   */
  drawWindows(
    file: File,
    spans: readonly TimeSpan[],
    signal: AbortSignal,
    spare?: readonly Float32Array[],
  ): Promise<readonly FeatureMap[]>;
  /**
   * Draws a part of a file for the eye, as finely as a screen shows it.
   *
   * @returns `null` when it is not the file last surveyed, or its samples are gone: it is not read again for that
   * @throws UndertoneError `worker-died`
   */
  drawSpan(file: File, span: TimeSpan): Promise<SpanPictures | null>;
  /**
   * Mel levels of one window of a file, 28 kB at most, before they are standardised. Reads the file again where
   * `findWindows` does.
   *
   * @throws as `survey`
   */
  readLevels(file: File, span: TimeSpan, signal: AbortSignal): Promise<WindowLevels>;
  /** Gives the memory of the samples back. */
  forget(): void;
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

type Connection = WorkerConnection<FeaturesCalls>;

/** Makes a client; its worker starts with the first recording. */
export function createFeaturesClient({
  start,
  decodeOnPage,
  silenceDeadlineMs = SILENCE_DEADLINE_MS,
}: FeaturesClientParts): FeaturesClient {
  let connection: Connection | null = null;
  /** The file whose samples the worker has, while it lives. */
  let heldFile: File | null = null;
  let disposals = 0;

  const connect = (): Connection => {
    if (connection?.isAlive !== true) {
      heldFile = null;
      connection = new WorkerConnection(start());
    }
    return connection;
  };

  /** Reads a file into the worker, which then ends the recording as it is told to. */
  const read = async <Result>(
    file: File,
    isDrawn: boolean,
    { signal, onProgress }: SurveyOptions,
    end: (worker: Connection) => Promise<Result>,
  ): Promise<Result> => {
    signal.throwIfAborted();
    const stop = (): void => {
      connection?.dispose();
    };
    signal.addEventListener('abort', stop);
    try {
      const tellDecoded = (progress: ReadProgress): void => {
        onProgress({ stage: 'decoding', ...progress });
      };
      tellDecoded({ doneSec: 0, totalSec: null });
      heldFile = null;
      const { isRead, sampleRateHz } = await readInWorker(connect(), { file, isDrawn }, silenceDeadlineMs, tellDecoded);
      signal.throwIfAborted();
      const worker = connect();
      if (!isRead) await sendPieces(worker, decodeOnPage(file, sampleRateHz, signal), isDrawn, tellDecoded);
      signal.throwIfAborted();
      const result = await end(worker);
      heldFile = file;
      return result;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };

  const survey = (file: File, options: SurveyOptions): Promise<SurveyedRecording> =>
    read(file, true, options, (worker) => {
      const tellShare = (share: number): void => {
        options.onProgress({ stage: 'extracting-features', share });
      };
      tellShare(0);
      return worker.call('finish', file, { onProgress: tellShare });
    });

  const scan = (file: File, signal: AbortSignal): Promise<ScannedRecording> =>
    read(file, false, { signal, onProgress: () => undefined }, (worker) => worker.call('finishUndrawn', file));

  /** Does what a living worker is needed for, twice if it must; an abort is told by its own reason. */
  const attempt = async <Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> => {
    const disposalsBefore = disposals;
    try {
      const result = await surviveDeath(work, () => disposals === disposalsBefore);
      signal.throwIfAborted();
      return result;
    } catch (thrown) {
      // The worker's death by abort is the abort's doing: say so.
      signal.throwIfAborted();
      throw thrown;
    }
  };

  /** Does what the samples of a file are needed for. */
  const attemptWith = <Result>(file: File, signal: AbortSignal, work: (worker: Connection) => Promise<Result>) =>
    attempt(signal, async () => {
      signal.throwIfAborted();
      connect();
      if (heldFile !== file) await survey(file, { signal, onProgress: () => undefined });
      return work(connect());
    });

  return {
    survey: (file, options) => attempt(options.signal, () => survey(file, options)),
    scan: (file, signal) => attempt(signal, () => scan(file, signal)),
    findWindows: (file, part, signal) => attemptWith(file, signal, (worker) => worker.call('findWindows', part)),
    drawWindows: (file, spans, signal, given = []) =>
      attemptWith(file, signal, (worker) => {
        // What went with a worker that died is empty.
        const spare = given.filter(({ length }) => length > 0);
        return worker.call('drawWindows', { spans, spare }, { transfer: spare.map(({ buffer }) => buffer) });
      }),
    async drawSpan(file, span) {
      if (heldFile !== file || connection?.isAlive !== true) return null;
      return connection.call('drawSpan', span);
    },
    readLevels: (file, span, signal) => attemptWith(file, signal, (worker) => worker.call('readLevels', span)),
    forget() {
      heldFile = null;
      // A worker that is dead has forgotten.
      if (connection?.isAlive === true) connection.call('forget', null).catch(() => undefined);
    },
    dispose() {
      disposals++;
      connection?.dispose();
    },
  };
}

/** Lets the worker read the file; one that hangs is ended, and then nothing is known of the file. */
async function readInWorker(
  worker: Connection,
  reading: FeaturesCalls['read']['argument'],
  silenceDeadlineMs: number,
  tellDecoded: (progress: ReadProgress) => void,
): Promise<FileReading> {
  const silence = new AbortController();
  const watch = (): ReturnType<typeof setTimeout> =>
    setTimeout(() => {
      silence.abort();
      worker.dispose();
    }, silenceDeadlineMs);
  let timer = watch();
  const onProgress = (progress: ReadProgress): void => {
    clearTimeout(timer);
    timer = watch();
    tellDecoded(progress);
  };
  try {
    return await worker.call('read', reading, { onProgress });
  } catch (thrown) {
    if (silence.signal.aborted) return { isRead: false, sampleRateHz: null };
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}

async function sendPieces(
  worker: Connection,
  pieces: AsyncIterable<PcmPiece>,
  isDrawn: boolean,
  tellDecoded: (progress: ReadProgress) => void,
): Promise<void> {
  let hasBegun = false;
  let doneSec = 0;
  for await (const piece of pieces) {
    if (!hasBegun) {
      const { sampleRateHz, channels } = piece;
      await worker.call('begin', { sampleRateHz, channelCount: channels.length, isDrawn });
      hasBegun = true;
    }
    doneSec += (piece.channels[0]?.length ?? 0) / piece.sampleRateHz;
    // Waiting for each piece keeps a long file from piling up in the worker's queue.
    await worker.call('push', piece, { transfer: piece.channels.map((channel) => channel.buffer) });
    tellDecoded({ doneSec, totalSec: null });
  }
  if (!hasBegun) throw new UndertoneError('decode-error', 'Expected sound, the recording holds none.');
}
