/** The leader's hold on a rank that runs on another thread. Node only. */
import { Worker } from 'node:worker_threads';
import type { PartResult, RankTask, StepPlace } from './rank';

/** What waits for the end of a step. */
interface PendingStep {
  resolve(result: PartResult): void;
  reject(reason: Error): void;
}

/** A rank on a thread of its own; its numbers come and go through the shared arrays of its task. */
export class RemoteRank {
  private readonly worker: Worker;
  private pending: PendingStep | null = null;
  /** Why no further step can be run. */
  private failure: Error | null = null;

  constructor(task: RankTask) {
    this.worker = new Worker(new URL('./rank-thread.mjs', import.meta.url), { workerData: task });
    this.worker.on('message', (result: PartResult) => {
      this.pending?.resolve(result);
      this.pending = null;
    });
    this.worker.on('error', (error: Error) => {
      this.fail(task.rank, error.message);
    });
    this.worker.on('exit', (code) => {
      this.fail(task.rank, `its thread ended with code ${code}`);
    });
  }

  /**
   * Runs one step; one at a time.
   * @throws Error when the rank dies or has died
   */
  runStep(place: StepPlace): Promise<PartResult> {
    return new Promise((resolve, reject) => {
      if (this.failure) {
        reject(this.failure);
        return;
      }
      this.pending = { resolve, reject };
      this.worker.postMessage(place);
    });
  }

  /** Ends the thread at once; a step that runs is never answered. */
  async stop(): Promise<void> {
    this.pending = null;
    await this.worker.terminate();
  }

  private fail(rank: number, reason: string): void {
    this.failure ??= new Error(
      `Rank ${rank} of the training died: ${reason}. --resume goes on with the last checkpoint.`,
    );
    this.pending?.reject(this.failure);
    this.pending = null;
  }
}
