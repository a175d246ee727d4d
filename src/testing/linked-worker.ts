/**
 * A worker without a thread, for tests: messages are cloned and transferred as between real threads and arrive in a
 * later task, and the test plays the worker's side.
 */

/** The worker's own global scope, as far as messages go. */
export class LinkedScope {
  readonly #listeners: ((event: MessageEvent) => void)[] = [];
  readonly #sendToPage: (data: unknown) => void;

  constructor(sendToPage: (data: unknown) => void) {
    this.#sendToPage = sendToPage;
  }

  addEventListener(_type: 'message', listener: (event: MessageEvent) => void): void {
    this.#listeners.push(listener);
  }

  postMessage(message: unknown, { transfer }: { transfer: Transferable[] }): void {
    this.#sendToPage(structuredClone(message, { transfer }));
  }

  /** Delivers a message of the page. */
  receive(data: unknown): void {
    const event = new MessageEvent('message', { data });
    for (const listener of this.#listeners) listener(event);
  }
}

/** The page's side: a `Worker` whose scope the test holds. */
export class LinkedWorker extends EventTarget implements Worker {
  readonly scope = new LinkedScope((data) => {
    setTimeout(() => {
      if (!this.isTerminated) this.dispatchEvent(new MessageEvent('message', { data }));
    });
  });
  isTerminated = false;
  onmessage = null;
  onmessageerror = null;
  onerror = null;

  postMessage(message: unknown, transfer: Transferable[] | StructuredSerializeOptions = []): void {
    const data: unknown = structuredClone(message, Array.isArray(transfer) ? { transfer } : transfer);
    setTimeout(() => {
      if (!this.isTerminated) this.scope.receive(data);
    });
  }

  terminate(): void {
    this.isTerminated = true;
  }

  /** What a browser does when the worker's script throws. Node has no `ErrorEvent`. */
  crash(): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message: 'Uncaught Error: crashed by the test' }));
  }

  /** What a browser does when the worker's script cannot be loaded. */
  failToLoad(): void {
    this.dispatchEvent(new Event('error'));
  }
}
