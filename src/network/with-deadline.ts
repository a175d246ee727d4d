/** What may cut a wait short. */
export interface WaitLimits {
  readonly deadlineMs: number;
  /** Aborted with the reason to reject with. */
  readonly signal: AbortSignal;
}

/**
 * Waits for work that may never settle. The work itself goes on; only the wait ends.
 * @throws the work's error; the signal's reason; Error when the deadline is missed
 */
export function withDeadline<Result>(work: Promise<Result>, { deadlineMs, signal }: WaitLimits): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stopWaiting = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      stopWaiting();
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      stopWaiting();
      reject(new Error(`Expected an answer within ${deadlineMs} ms, got none.`));
    }, deadlineMs);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    work.then(resolve, reject).finally(stopWaiting);
  });
}
