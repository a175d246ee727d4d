import type { LabelledClip } from '../corpora/labelled-clip';
import { extractWindowLevels, type WindowLevels } from '../features/extract-recording';
import type { LabelledRecording } from './labelled-folder';

/** One clip, ready to be judged. */
export interface ClipFeatures {
  readonly clip: LabelledClip;
  /** What the page would hand to the network. */
  readonly windows: readonly WindowLevels[];
}

/**
 * Features of one recording, as the page computes them.
 * @throws UndertoneError `too-short`, `silent`
 */
export function extractClip({ clip, pcm }: LabelledRecording): ClipFeatures {
  return { clip, windows: extractWindowLevels(pcm) };
}
