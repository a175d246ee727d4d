import { UndertoneError } from '../contract/errors';
import type { TimeSpan } from '../contract/features';
import type { BackendDecision } from '../contract/prediction';
import type { FeaturesClient } from '../workers/features-client';
import type { NetworkClient } from '../workers/network-client';

/**
 * Windows that are drawn and judged together. The next ones are drawn while these are judged, and no more: of hours of
 * speech, the page holds two batches, 2 MB.
 */
const WINDOWS_AT_ONCE = 16;

/** Who draws, and who judges. */
export interface JudgingTools {
  readonly features: Pick<FeaturesClient, 'drawWindows'>;
  readonly network: Pick<NetworkClient, 'classify'>;
}

/** What is to be judged, and who is told. */
export interface JudgeWindowsOptions {
  readonly file: File;
  /** In time order, at least one. */
  readonly spans: readonly TimeSpan[];
  readonly signal: AbortSignal;
  /** Told of each window as soon as it is judged; of some of them twice, when a worker died. */
  readonly onJudged: (index: number, probabilities: readonly number[]) => void;
}

/**
 * Has the network judge windows of a file, some at a time.
 *
 * @returns where the last window was judged
 * @throws the signal's reason; UndertoneError as the clients' calls
 */
export async function judgeWindows(
  { features, network }: JudgingTools,
  { file, spans, signal, onJudged }: JudgeWindowsOptions,
): Promise<BackendDecision> {
  let spare: readonly Float32Array[] = [];
  const draw = (first: number) =>
    features.drawWindows(file, spans.slice(first, first + WINDOWS_AT_ONCE), signal, spare);
  let drawn = draw(0);
  for (let first = 0; ; first += WINDOWS_AT_ONCE) {
    const windows = await drawn;
    const next = first + WINDOWS_AT_ONCE;
    const isLast = next >= spans.length;
    if (!isLast) {
      drawn = draw(next);
      spare = [];
      // A failure is told when it is these windows' turn; until then it is nobody's.
      drawn.catch(() => undefined);
    }
    const { probabilities, backend, reason } = await network.classify(windows, {
      signal,
      onProgress: ({ done, probabilities: ofLast }) => {
        onJudged(first + done - 1, ofLast);
      },
    });
    signal.throwIfAborted();
    if (probabilities.length !== windows.length) {
      throw new UndertoneError(
        'inference-failed',
        `Expected ${windows.length} predictions, got ${probabilities.length}.`,
      );
    }
    for (const [index, ofWindow] of probabilities.entries()) onJudged(first + index, ofWindow);
    if (isLast) return { backend, reason };
    spare = windows.map(({ values }) => values);
  }
}
