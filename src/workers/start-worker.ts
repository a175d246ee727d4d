/**
 * Starts workers that the page's content security policy binds.
 *
 * A worker loaded from an ordinary address takes the policy of its own response headers, and plain static hosting sets
 * none: such a worker could send audio anywhere. A `blob:` worker inherits the policy of the page that made the blob
 * (HTML, "initialize a worker global scope's policy container"; the page's `<meta>` policy is part of it). So the
 * worker is started from a blob of one line that imports the real script, whose own imports and assets resolve against
 * its real address.
 */

/** A running worker and the address it was started from. */
export interface StartedWorker {
  readonly worker: Worker;
  /** Ends the worker at once and frees what its start needed. */
  readonly stop: () => void;
}

/**
 * Starts a module worker under the page's policy.
 *
 * @param scriptUrl address of the worker's script as `import url from './x.worker?worker&url'` gives it; relative ones
 *   are resolved against the page's address. The script must add its message listener before any `await` of its own.
 * @param name shown by the browser's tools.
 */
export function startWorker(scriptUrl: string, name: string): StartedWorker {
  const absoluteUrl = new URL(scriptUrl, document.baseURI).href;
  const bootstrap = new Blob([`import ${JSON.stringify(absoluteUrl)};`], { type: 'text/javascript' });
  const bootstrapUrl = URL.createObjectURL(bootstrap);
  const worker = new Worker(bootstrapUrl, { type: 'module', name });
  // Browsers fetch the blob after the constructor has returned; its first sign of life says that it was read.
  const revoke = (): void => {
    URL.revokeObjectURL(bootstrapUrl);
  };
  worker.addEventListener('message', revoke, { once: true });
  worker.addEventListener('error', revoke, { once: true });
  return {
    worker,
    stop: () => {
      worker.terminate();
      revoke();
    },
  };
}
