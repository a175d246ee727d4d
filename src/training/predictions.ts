/**
 * What a finished run says of clips, kept beside it: figures are computed from this file, again where need be, and the
 * network judges the clips once. Node only.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { indexOfEmotion, indexOfHighest } from '../contract/emotions';
import type { SplitProtocol } from '../contract/model-card';
import type { LabelledClip } from '../corpora/labelled-clip';
import type { SplitRole } from '../corpora/speaker-split';
import type { JudgedClip } from '../evaluation/confusion';

/** A clip and what is said of it. */
export interface ClipPrediction extends LabelledClip {
  /** In the order of `EMOTIONS`, summing to 1. */
  readonly probabilities: readonly number[];
  /** Of its speech: what the windows cover. */
  readonly spokenSec: number;
}

/** The parts of a split that are judged. */
export type JudgedRole = Exclude<SplitRole, 'training'>;

/** What one run says of one part of its split. */
export interface RunPredictions {
  readonly protocol: SplitProtocol;
  readonly role: JudgedRole;
  /** SHA-256 of the published files, to tell whose predictions these are. */
  readonly weights: readonly string[];
  /** The logits were divided by it. */
  readonly temperature: number;
  readonly clips: readonly ClipPrediction[];
}

const FILES: Readonly<Record<JudgedRole, string>> = {
  test: 'predictions.json',
  validation: 'predictions-validation.json',
};

/** What a run has said of a part of its split; null when it was not asked yet. */
export async function readPredictions(runFolder: string, role: JudgedRole): Promise<RunPredictions | null> {
  const path = join(runFolder, FILES[role]);
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as RunPredictions) : null;
}

/** Keeps what a run has said, one clip a line. */
export async function writePredictions(runFolder: string, { clips, ...head }: RunPredictions): Promise<void> {
  const lines = clips.map((clip) => JSON.stringify(clip)).join(',\n');
  const text = `${JSON.stringify(head).slice(0, -1)},"clips":[\n${lines}\n]}\n`;
  await writeFile(join(runFolder, FILES[head.role]), text);
}

/** Predictions as evaluation takes them: the highest probability decides. */
export function judgePredictions(
  clips: readonly ClipPrediction[],
): (JudgedClip & Pick<ClipPrediction, 'probabilities'>)[] {
  return clips.map(({ corpus, speaker, emotion, probabilities }) => ({
    corpus,
    speaker,
    truth: indexOfEmotion(emotion),
    predicted: indexOfHighest(probabilities),
    probabilities,
  }));
}
