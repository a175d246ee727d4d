import { UndertoneError } from '../contract/errors';
import type { TimeSpan } from '../contract/features';
import type { Prediction, Timeline } from '../contract/prediction';
import { summarise, type Summary } from '../evaluation/summarise';
import { judgeWindows } from './judge-windows';
import type { RecognizerTools } from './recognizer-tools';

/** Which part of which recording. */
export interface PartToAnalyse {
  readonly file: File;
  readonly span: TimeSpan;
  /** Where somebody speaks in the whole recording; `null` where that is not known to its end. */
  readonly speech: readonly TimeSpan[] | null;
}

/**
 * Judges a part of a file as a recording of its own. What is silence in the whole recording stays silence, though by
 * itself a pause would be taken for speech: its loudest noise would be the loudest sound.
 *
 * @throws the signal's reason; UndertoneError `too-short`, `silent`, and as the clients' calls
 */
export async function analysePart(
  tools: Pick<RecognizerTools, 'features' | 'network'>,
  { file, span, speech }: PartToAnalyse,
  signal: AbortSignal,
): Promise<Summary & { readonly timeline: Timeline }> {
  const found = await tools.features.findWindows(file, span, signal);
  const spans = speech === null ? found : found.filter((window) => speech.some((other) => overlap(window, other)));
  if (spans.length === 0) throw new UndertoneError('silent', 'Expected speech, the whole recording pauses there.');
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

function overlap(one: TimeSpan, other: TimeSpan): boolean {
  return one.startSec < other.endSec && other.startSec < one.endSec;
}
