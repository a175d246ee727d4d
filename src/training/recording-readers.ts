/**
 * Reading many recordings at once, on threads: decoding and resampling a clip of 48 kHz takes several times as long as
 * judging it. Node only.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Pcm } from '../contract/pcm';
import { readRecording } from './read-recording';

/** A recording as `readRecording` gives it, or why it gives none. */
export type RecordingReading = Pcm | { readonly reason: string };

/** Whoever reads recordings; its owner calls `stop`. */
export interface RecordingReaders {
  /**
   * Reads one recording; many may be asked for at once.
   * @throws Error when a thread has died
   */
  read(path: string): Promise<RecordingReading>;
  /** Ends the threads; what is being read is never answered. */
  stop(): Promise<void>;
}

/** What a thread is asked, and what it answers. */
export interface ReadingRequest {
  readonly id: number;
  readonly path: string;
}
export interface ReadingReply {
  readonly id: number;
  readonly reading: RecordingReading;
}

/** A thread takes about as long to start as it takes to read so many recordings. */
const FILES_WORTH_THREADS = 50;
/** More would wait for the disk and for whoever takes the recordings. */
const MAX_THREADS = 4;

/** Makes readers for a number of files: threads where that pays, else this very thread. */
export function startReaders(files: number): RecordingReaders {
  const threads = files < FILES_WORTH_THREADS ? 0 : Math.min(MAX_THREADS, availableParallelism());
  return threads > 1 ? new ThreadReaders(threads) : { read: tryReading, stop: () => Promise.resolve() };
}

/** Reads a recording on this thread; what it throws becomes the reason. */
export async function tryReading(path: string): Promise<RecordingReading> {
  try {
    return await readRecording(path);
  } catch (thrown) {
    return { reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

interface PendingReading {
  resolve(reading: RecordingReading): void;
  reject(reason: Error): void;
}

/** Threads that take turns. */
class ThreadReaders implements RecordingReaders {
  private readonly workers: readonly Worker[];
  private readonly pending = new Map<number, PendingReading>();
  private requests = 0;
  private failure: Error | null = null;

  constructor(threads: number) {
    this.workers = Array.from({ length: threads }, () => this.startWorker());
  }

  read(path: string): Promise<RecordingReading> {
    return new Promise((resolve, reject) => {
      if (this.failure) {
        reject(this.failure);
        return;
      }
      const id = this.requests++;
      this.pending.set(id, { resolve, reject });
      this.workers[id % this.workers.length]?.postMessage({ id, path } satisfies ReadingRequest);
    });
  }

  async stop(): Promise<void> {
    this.pending.clear();
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private startWorker(): Worker {
    const worker = new Worker(new URL('./recording-reader-thread.mjs', import.meta.url));
    worker.on('message', ({ id, reading }: ReadingReply) => {
      this.pending.get(id)?.resolve(reading);
      this.pending.delete(id);
    });
    worker.on('error', (error: Error) => {
      this.fail(error.message);
    });
    worker.on('exit', (code) => {
      this.fail(`it ended with code ${code}`);
    });
    return worker;
  }

  private fail(reason: string): void {
    this.failure ??= new Error(`Expected a thread that reads recordings, it died: ${reason}.`);
    for (const reading of this.pending.values()) reading.reject(this.failure);
    this.pending.clear();
  }
}
