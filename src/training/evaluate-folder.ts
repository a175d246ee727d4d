/**
 * A labelled folder through a network, recording by recording: at no time are more than a batch of recordings in memory,
 * so that a folder may be of any size. Node only.
 */
import { createHash } from 'node:crypto';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UndertoneError } from '../contract/errors';
import type { RobustnessCondition } from '../contract/report';
import type { LabelledClip, SkippedFile } from '../corpora/labelled-clip';
import { createRandom } from '../evaluation/random';
import { scoreCondition, type SpoiltVerdict } from '../evaluation/robustness';
import { extractWindowLevels, type WindowLevels } from '../features/extract-recording';
import { judgeClips, type ClipVerdict } from './judge';
import { readLabelledFolder, type LabelledRecording } from './labelled-folder';
import type { SpoilingCondition } from './robustness/conditions';

/** What to evaluate. */
export interface EvaluationOptions {
  /** Chooses clips by name; the others are not opened. All by default. */
  readonly wants?: (clip: LabelledClip) => boolean;
  /** Conditions under which every recording is judged once more. None by default. */
  readonly conditions?: readonly SpoilingCondition[];
  /** Called after each file. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What came of it. */
export interface FolderEvaluation {
  readonly verdicts: readonly ClipVerdict[];
  readonly skipped: readonly SkippedFile[];
  /** One entry per condition after the one as recorded; empty without conditions. */
  readonly robustness: readonly RobustnessCondition[];
}

/** Recordings that are read before the network runs: enough to fill its batches. */
const RECORDINGS_AT_ONCE = 16;
/** The first entry of the robustness table. */
const AS_RECORDED = 'as recorded';

/**
 * Judges every labelled recording below a folder as the page would.
 * @param model answers with logits
 * @throws Error as `listLabelledFolder`, and when none of the wanted recordings can be used
 */
export async function evaluateFolder(
  model: LayersModel,
  folder: string,
  { wants = () => true, conditions = [], onProgress = () => undefined }: EvaluationOptions = {},
): Promise<FolderEvaluation> {
  const verdicts: ClipVerdict[] = [];
  const skipped: SkippedFile[] = [];
  const spoilt = conditions.map((): (SpoiltVerdict | null)[] => []);
  let waiting: LabelledRecording[] = [];
  const judgeWaiting = async (): Promise<void> => {
    verdicts.push(...judgeClips(model, waiting.map(extractWindows)));
    for (const [index, condition] of conditions.entries()) {
      spoilt[index]?.push(...(await judgeSpoilt(model, waiting, condition)));
    }
    waiting = [];
  };
  for await (const entry of readLabelledFolder(folder, onProgress, wants)) {
    if ('reason' in entry) skipped.push(entry);
    else waiting.push(entry);
    if (waiting.length === RECORDINGS_AT_ONCE) await judgeWaiting();
  }
  await judgeWaiting();
  if (verdicts.length === 0) {
    const reasons = skipped.map(({ path, reason }) => `\n  ${path}: ${reason}`).join('');
    throw new Error(`Expected recordings that can be judged in ${folder}, found none.${reasons}`);
  }
  const asRecorded = verdicts.map((verdict) => ({ ...verdict, confidence: Math.max(...verdict.probabilities) }));
  const score = (name: string, judged: readonly (SpoiltVerdict | null)[]): RobustnessCondition =>
    scoreCondition(
      name,
      asRecorded.map((recorded, i) => ({ recorded, spoilt: judged[i] ?? null })),
    );
  const robustness = conditions.map(({ name }, index) => score(name, spoilt[index] ?? []));
  return {
    verdicts,
    skipped,
    robustness: conditions.length > 0 ? [score(AS_RECORDED, asRecorded), ...robustness] : [],
  };
}

function extractWindows({ clip, pcm }: LabelledRecording): { clip: LabelledClip; windows: WindowLevels[] } {
  return { clip, windows: extractWindowLevels(pcm) };
}

/** What is said of each recording once it is spoilt: null where no speech is found any more. */
async function judgeSpoilt(
  model: LayersModel,
  recordings: readonly LabelledRecording[],
  { name, spoil }: SpoilingCondition,
): Promise<(SpoiltVerdict | null)[]> {
  const judged: (SpoiltVerdict | null)[] = recordings.map(() => null);
  const heard: { readonly index: number; readonly clip: LabelledClip; readonly windows: WindowLevels[] }[] = [];
  for (const [index, { clip, pcm }] of recordings.entries()) {
    // The same recording is spoilt in the same way, whatever else is evaluated with it.
    const seed = createHash('sha256').update(`${name} ${clip.path}`).digest().readInt32LE();
    const samples = await spoil(pcm.samples, createRandom(seed));
    try {
      heard.push({ index, ...extractWindows({ clip, pcm: { ...pcm, samples } }) });
    } catch (thrown) {
      if (!(thrown instanceof UndertoneError && thrown.code === 'silent')) throw thrown;
    }
  }
  for (const [i, { predicted, probabilities }] of judgeClips(model, heard).entries()) {
    judged[heard[i]?.index ?? NaN] = { predicted, confidence: Math.max(...probabilities) };
  }
  return judged;
}
