/**
 * Finished runs, scored on a part of the split that they were trained by: the published weights, the page's own path.
 * The test figures of the card come from here and nowhere else. Node only.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { EMOTIONS } from '../contract/emotions';
import type { TimeSpan } from '../contract/features';
import type { ModelCard, ProtocolRun } from '../contract/model-card';
import { applyTemperature, describeCertainty, fitTemperature } from '../evaluation/calibration';
import { buildReport } from '../evaluation/report';
import { foldBatchNorm } from '../network/fold-batch-norm';
import { loadWeights } from '../network/load-network';
import { loadBestCheckpoint } from './checkpoint';
import { evaluateFolder } from './evaluate-folder';
import type { ClipVerdict } from './judge';
import {
  judgePredictions,
  readPredictions,
  writePredictions,
  type JudgedRole,
  type RunPredictions,
} from './predictions';
import { dealRecordings } from './prepare-run';
import { createModelFolderReader } from './publish';
import type { TrainingConfig } from './train';

/** What to judge, and with what. */
export interface ScoringTask {
  /** `test` at the end, once; `validation` until then. */
  readonly role: JudgedRole;
  readonly dataFolder: string;
  /** Where recordings are stored. */
  readonly cacheFolder: string;
  /** That the logits are divided by; fitted on the run's validation clips where none is given. */
  readonly temperature?: number | undefined;
  /** Called after each file. */
  readonly onProgress: (stage: 'reading' | 'calibrating' | 'judging', done: number, total: number) => void;
}

/** The folder of a run's published model. */
export function getModelFolder(runFolder: string): string {
  return join(runFolder, 'model');
}

/**
 * The card that a run's model was published with.
 * @throws RangeError when the run has not finished
 */
export async function readRunCard(runFolder: string): Promise<ModelCard> {
  const path = join(getModelFolder(runFolder), 'model-card.json');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new RangeError(`Expected a finished run in ${runFolder}, there is no ${path}.`, { cause });
  });
  return JSON.parse(text) as ModelCard;
}

/**
 * What a finished run says of a part of its split: as it was kept, or judged now and kept. Needs a backend to be set.
 * @throws RangeError when the run has not finished or was trained on other recordings than those in the folder
 * @throws UndertoneError as `loadWeights`; Error as `evaluateFolder`
 */
export async function predictRun(runFolder: string, task: ScoringTask): Promise<RunPredictions> {
  const { role, dataFolder, temperature } = task;
  const card = await readRunCard(runFolder);
  const weights = card.weights.files.map(({ sha256 }) => sha256);
  const kept = await readPredictions(runFolder, role);
  const isKept = kept?.weights.join() === weights.join() && (temperature ?? kept.temperature) === kept.temperature;
  if (kept && isKept) return kept;
  const { config } = (await loadBestCheckpoint<TrainingConfig>(runFolder)).state;
  const { roles, clips } = await dealRecordings(dataFolder, task.cacheFolder, config, (done, total) => {
    task.onProgress('reading', done, total);
  });
  if (clips.fingerprint !== config.clips.fingerprint) {
    throw new RangeError(
      `Expected the recordings that the run in ${runFolder} was trained on, ${dataFolder} holds others: who is for the ` +
        'test is not certain then.',
    );
  }
  const loaded = await loadWeights(createModelFolderReader(getModelFolder(runFolder)), card.weights, () => undefined);
  const model = await foldBatchNorm(loaded);
  loaded.dispose();
  try {
    const judge = (part: JudgedRole, stage: 'calibrating' | 'judging'): Promise<readonly ClipVerdict[]> =>
      judgePart(
        model,
        dataFolder,
        (path) => roles.get(path) === part,
        (done, total) => {
          task.onProgress(stage, done, total);
        },
      );
    const scale = temperature ?? fitTemperature(await judge('validation', 'calibrating'));
    const verdicts = await judge(role, 'judging');
    const predictions: RunPredictions = {
      protocol: config.protocol,
      role,
      weights,
      temperature: scale,
      clips: verdicts.map((verdict) => {
        const { path, corpus, speaker, truth, windows } = verdict;
        const emotion = EMOTIONS[truth];
        if (!emotion) throw new RangeError(`No emotion has index ${truth}.`);
        const { probabilities } = applyTemperature(verdict, scale);
        return { path, corpus, speaker, emotion, spokenSec: measureCovered(windows), probabilities };
      }),
    };
    await writePredictions(runFolder, predictions);
    return predictions;
  } finally {
    model.dispose();
  }
}

async function judgePart(
  model: LayersModel,
  dataFolder: string,
  isWanted: (path: string) => boolean,
  onProgress: (done: number, total: number) => void,
): Promise<readonly ClipVerdict[]> {
  return (await evaluateFolder(model, dataFolder, { wants: ({ path }) => isWanted(path), onProgress })).verdicts;
}

/** Seconds that windows in the order of time cover, those that overlap counted once. */
function measureCovered(windows: readonly TimeSpan[]): number {
  let coveredSec = 0;
  let untilSec = 0;
  for (const { startSec, endSec } of windows) {
    coveredSec += endSec - Math.max(startSec, Math.min(untilSec, endSec));
    untilSec = Math.max(untilSec, endSec);
  }
  return coveredSec;
}

/**
 * The figures of what a run said. Where the speakers are the same in training and test, the bootstrap draws clips.
 * @param card that the run's model was published with
 * @param uncertainBelow as `Calibration` has it; the usual threshold where none is given
 * @throws RangeError when the card does not say how the clips were split
 */
export function scorePredictions(
  card: ModelCard,
  { protocol, clips }: RunPredictions,
  uncertainBelow?: number,
): ProtocolRun {
  const { split } = card.training;
  if (!split) throw new RangeError('Expected a run whose card says how its clips were split.');
  const verdicts = judgePredictions(clips);
  return {
    ...buildReport(verdicts, card.validation.trainClips, protocol.name === 'stratified' ? 'clips' : 'speakers'),
    certainty: describeCertainty(verdicts, uncertainBelow),
    ...card.training,
    split,
  };
}

/** Whether two cards are of the same weights. */
export function haveSameWeights(a: ModelCard, b: ModelCard): boolean {
  const describe = ({ weights }: ModelCard): string => weights.files.map(({ sha256 }) => sha256).join();
  return describe(a) === describe(b);
}

/** A card with a protocol carried out; what it held of the same protocol, and the same actress, is replaced. */
export function addProtocolRun(card: ModelCard, run: ProtocolRun): ModelCard {
  const { protocols = {} } = card;
  const { protocol } = run.split;
  if (protocol.name === 'stratified') return { ...card, protocols: { ...protocols, stratified: run } };
  if (protocol.name === 'speaker-disjoint') return { ...card, protocols: { ...protocols, speakerDisjoint: run } };
  const actressOf = ({ split }: ProtocolRun): string =>
    split.protocol.name === 'tess-leave-one-out' ? split.protocol.actress : '';
  const others = (protocols.tessLeaveOneOut ?? []).filter((other) => actressOf(other) !== protocol.actress);
  const tessLeaveOneOut = [...others, run].sort((a, b) => (actressOf(a) < actressOf(b) ? -1 : 1));
  return { ...card, protocols: { ...protocols, tessLeaveOneOut } };
}
