import { fromPlainError, UndertoneError, type ErrorCode } from '../contract/errors';
import type { CallTable, Reply } from './protocol';
import type { StartedWorker } from './start-worker';

/** What a caller may add to a call. */
export interface CallOptions<Progress> {
  /** Buffers of the argument that move to the worker instead of being copied. */
  readonly transfer?: readonly Transferable[];
  readonly onProgress?: (progress: Progress) => void;
}

interface PendingCall {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((progress: unknown) => void) | undefined;
}

/**
 * The page's end of a worker: turns calls into messages and replies into settled promises.
 * When the worker dies or is disposed of, every call in flight, and every later one, rejects with `worker-died`; with
 * `page-incomplete` when its script never arrived.
 */
export class WorkerConnection<Calls extends CallTable<Calls>> {
  readonly #started: StartedWorker;
  readonly #pending = new Map<number, PendingCall>();
  #lastId = 0;
  #death: UndertoneError | null = null;
  #hasAnswered = false;

  /** Takes the worker over: `dispose` stops it. */
  constructor(started: StartedWorker) {
    this.#started = started;
    const { worker } = started;
    worker.addEventListener('message', (event: MessageEvent<Reply<Calls>>) => {
      this.#receive(event.data);
    });
    worker.addEventListener('error', (event) => {
      // A script that cannot be fetched gives a plain `Event`, which has no message, before the worker ever spoke.
      const message = event.message as string | undefined;
      if (!message && !this.#hasAnswered) this.#die('page-incomplete', "The worker's script did not arrive.");
      else this.#die('worker-died', `The worker stopped: ${message || 'the browser does not say why'}.`);
    });
    worker.addEventListener('messageerror', () => {
      this.#die('worker-died', 'The worker sent a message that cannot be read.');
    });
  }

  /** Whether calls can still be answered. */
  get isAlive(): boolean {
    return this.#death === null;
  }

  /**
   * Calls the worker.
   *
   * @throws UndertoneError what the worker threw, `worker-died` or `page-incomplete`.
   */
  call<Kind extends keyof Calls>(
    kind: Kind,
    argument: Calls[Kind]['argument'],
    { transfer = [], onProgress }: CallOptions<Calls[Kind]['progress']> = {},
  ): Promise<Calls[Kind]['result']> {
    if (this.#death !== null) return Promise.reject(this.#death);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onProgress });
      try {
        this.#started.worker.postMessage({ id, kind, argument }, [...transfer]);
      } catch (thrown) {
        this.#pending.delete(id);
        reject(new UndertoneError('unexpected', `The message ${String(kind)} could not be sent.`, { cause: thrown }));
      }
    });
  }

  /** Ends the worker; calls in flight reject with `worker-died`. */
  dispose(): void {
    this.#die('worker-died', 'The worker was stopped.');
  }

  #receive(reply: Reply<Calls>): void {
    this.#hasAnswered = true;
    const pending = this.#pending.get(reply.id);
    if (pending === undefined) return;
    if (reply.kind === 'progress') {
      pending.onProgress?.(reply.progress);
      return;
    }
    this.#pending.delete(reply.id);
    if (reply.kind === 'result') pending.resolve(reply.result);
    else pending.reject(fromPlainError(reply.error));
  }

  #die(code: ErrorCode, message: string): void {
    if (this.#death !== null) return;
    const death = new UndertoneError(code, message);
    this.#death = death;
    this.#started.stop();
    for (const pending of this.#pending.values()) pending.reject(death);
    this.#pending.clear();
  }
}
