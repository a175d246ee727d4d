import { UndertoneError } from '../contract/errors';
import type { PcmPiece } from '../contract/pcm';
import type { ExtractedRecording, FeaturesCalls } from './protocol';
import type { StartedWorker } from './start-worker';
import { WorkerConnection } from './worker-connection';

/** What an extraction may be told and asked. */
export interface ExtractOptions {
  readonly signal: AbortSignal;
  /** Called once, when the last piece has been handed over: from here on the time goes into the features. */
  readonly onDecoded: () => void;
}

/** The page's end of the features worker. */
export interface FeaturesClient {
  /**
   * Resamples a recording and extracts its features, off the page's thread. The pieces' buffers are transferred.
   * One recording at a time. Aborting ends the worker, with its half-resampled recording; the next call starts another.
   *
   * @throws the signal's reason; what iterating the pieces throws; UndertoneError what the worker found: `too-short`,
   *   `silent`, `not-finite`, `decode-error` if there was no piece, `worker-died`, `page-incomplete`.
   */
  extract(pieces: AsyncIterable<PcmPiece>, options: ExtractOptions): Promise<ExtractedRecording>;
  /** Ends the worker. */
  dispose(): void;
}

/** Makes a client; its worker starts with the first recording. `start` starts a fresh worker. */
export function createFeaturesClient(start: () => StartedWorker): FeaturesClient {
  let connection: WorkerConnection<FeaturesCalls> | null = null;

  const connect = (): WorkerConnection<FeaturesCalls> => {
    if (connection?.isAlive !== true) connection = new WorkerConnection(start());
    return connection;
  };

  return {
    async extract(pieces, { signal, onDecoded }) {
      signal.throwIfAborted();
      const worker = connect();
      const stop = (): void => {
        worker.dispose();
      };
      signal.addEventListener('abort', stop);
      try {
        let hasBegun = false;
        for await (const piece of pieces) {
          signal.throwIfAborted();
          if (!hasBegun) {
            await worker.call('begin', { sampleRateHz: piece.sampleRateHz, channelCount: piece.channels.length });
            hasBegun = true;
          }
          // Waiting for each piece keeps a long file from piling up in the worker's queue.
          await worker.call('push', piece, { transfer: piece.channels.map((channel) => channel.buffer) });
        }
        if (!hasBegun) throw new UndertoneError('decode-error', 'Expected audio, the recording holds none.');
        signal.throwIfAborted();
        onDecoded();
        return await worker.call('finish', null);
      } catch (thrown) {
        // The worker's death by abort is the abort's doing: say so.
        signal.throwIfAborted();
        throw thrown;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    dispose() {
      connection?.dispose();
    },
  };
}
