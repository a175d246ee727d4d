import { UndertoneError } from '../contract/errors';

/**
 * Does work that needs a living worker, and does it once more, from the beginning, if the worker dies.
 *
 * @param mayRetry asked after a death: one that was disposed of may rest
 * @throws what the work throws; `worker-died` when it died twice.
 */
export async function surviveDeath<Result>(work: () => Promise<Result>, mayRetry = () => true): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof UndertoneError) || thrown.code !== 'worker-died' || !mayRetry()) throw thrown;
    return work();
  }
}
