import type { TimeSpan } from '../contract/features';
import type { Prediction, Timeline } from '../contract/prediction';
import { summarise, type Summary } from '../evaluation/summarise';
import { judgeWindows } from './judge-windows';
import type { RecognizerTools } from './recognizer-tools';

/**
 * Judges a part of a file as a recording of its own.
 *
 * @throws the signal's reason; UndertoneError `too-short`, `silent`, and as the clients' calls
 */
export async function analysePart(
  tools: Pick<RecognizerTools, 'features' | 'network'>,
  file: File,
  span: TimeSpan,
  signal: AbortSignal,
): Promise<Summary & { readonly timeline: Timeline }> {
  const spans = await tools.features.findWindows(file, span, signal);
  const timeline: Prediction[] = [];
  await judgeWindows(tools, {
    file,
    spans,
    signal,
    onJudged: (index, probabilities) => {
      const window = spans[index];
      if (window !== undefined) timeline[index] = { startSec: window.startSec, endSec: window.endSec, probabilities };
    },
  });
  return { timeline, ...summarise(timeline) };
}
