/** Carrying out a training run from the command line: `npm run train` does one, `npm run ablation` a series. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EMOTIONS } from '../src/contract/emotions';
import { FEATURE_CONFIG } from '../src/contract/features';
import type { EpochRecord } from '../src/contract/model-card';
import type { Report } from '../src/contract/report';
import { formatReport } from '../src/evaluation/format-report';
import { buildReport } from '../src/evaluation/report';
import { loadWeights } from '../src/network/load-network';
import { summariseCorpora, summariseSplits } from '../src/training/card-sections';
import { measureDeformation } from '../src/training/deformation';
import { summariseValidation, type RunSummary } from '../src/training/experiments';
import { judgeClips } from '../src/training/judge';
import { prepareRun, type PreparedRun } from '../src/training/prepare-run';
import { formatDuration, ProgressBar } from '../src/training/progress-bar';
import { createModelFolderReader, writeModel, writeModelCard } from '../src/training/publish';
import type { RunConfig } from '../src/training/run-config';
import { getModelFolder } from '../src/training/score';
import { trainNetwork, type ExistingRun, type TrainedNetwork, type TrainingObserver } from '../src/training/train';

/** Where runs are kept. */
export const RUNS_FOLDER = '.cache/runs';
/** Where recordings are stored. */
export const RECORDINGS_FOLDER = '.cache/recordings';

/** A run to carry out. */
export interface RunTask {
  readonly name: string;
  readonly dataFolder: string;
  readonly run: RunConfig;
  /** Repeats the run; noted in the card. */
  readonly command: string;
  readonly existing: ExistingRun;
}

/** What to do with checkpoints that are already there, by the command's options. */
export function chooseExisting(options: { readonly resume: boolean; readonly restart: boolean }): ExistingRun {
  return options.resume ? 'resume' : options.restart ? 'restart' : 'refuse';
}

/**
 * Trains, writes the model and its card below the run's folder, and last a summary: a run that has one is finished. Needs
 * the wasm backend to be set.
 * @throws RangeError as `trainNetwork`
 */
export async function trainRun({ name, dataFolder, run, command, existing }: RunTask): Promise<void> {
  const prepared = await prepare(dataFolder, run);
  const runFolder = join(RUNS_FOLDER, name);
  const speeds: number[] = [];
  const { source, validation, config } = prepared;
  const trained = await trainNetwork(source, validation, config, runFolder, existing, observe(run.epochs, speeds));
  const report = await publish(trained, command, prepared, getModelFolder(runFolder));
  trained.model.dispose();
  const { bestEpoch, epochsDone, history } = trained.state;
  const summary: RunSummary = {
    name,
    finishedAt: new Date().toISOString(),
    config: run,
    clips: { training: config.clips.training, validation: config.clips.validation },
    epochs: epochsDone,
    bestEpoch,
    validation: summariseValidation(report, history[bestEpoch - 1]?.valLoss ?? NaN),
    samplesPerSec: speeds.sort((a, b) => a - b)[Math.floor(speeds.length / 2)] ?? null,
  };
  await writeFile(join(runFolder, 'summary.json'), `${JSON.stringify(summary, null, 1)}\n`);
}

async function prepare(folder: string, run: RunConfig): Promise<PreparedRun> {
  const bar = new ProgressBar('reading');
  const prepared = await prepareRun(folder, RECORDINGS_FOLDER, run, (done, total) => {
    bar.update(done, total);
  });
  for (const { path, reason } of prepared.skipped) console.log(`skipped ${path}: ${reason}`);
  const counts = `${prepared.training.length} clips to train on, ${prepared.validation.length} to validate on`;
  console.log(`${counts}, ${prepared.skipped.length} files skipped`);
  return prepared;
}

/** @param speeds receives the clips per second of every epoch */
function observe(epochs: number, speeds: number[]): TrainingObserver {
  let bar: ProgressBar | null = null;
  return {
    onBatch: ({ epoch, done, total, loss, accuracy, samplesPerSec }) => {
      bar ??= new ProgressBar(`epoch ${epoch}/${epochs}`);
      const runLeft = formatDuration(((epochs - epoch) * total + total - done) / samplesPerSec);
      const figures = `loss ${loss.toFixed(3)} accuracy ${percent(accuracy)} ${samplesPerSec.toFixed(0)} clips/s`;
      bar.update(done, total, `${figures}, run ${runLeft}`);
      if (done === total) speeds.push(samplesPerSec);
    },
    onEpoch: (record: EpochRecord, { perCorpus }: Report) => {
      bar = null;
      const { epoch, loss, accuracy, valLoss, valAccuracy } = record;
      const uars = Object.entries(perCorpus).map(([name, { uar }]) => `${name} UAR ${percent(uar)}`);
      const training = `loss ${loss.toFixed(3)} accuracy ${percent(accuracy)}`;
      const validation = `validation loss ${valLoss.toFixed(3)} accuracy ${percent(valAccuracy)}`;
      console.log(`epoch ${epoch}: ${training}, ${validation}, ${uars.join(', ')}`);
    },
  };
}

/** Writes the model and its card; every figure is measured on the weights as published, halves and all. */
async function publish(
  { model: trained, state }: TrainedNetwork,
  command: string,
  { training, validation, split }: PreparedRun,
  folder: string,
): Promise<Report> {
  const weights = await writeModel(trained, folder);
  const model = await loadWeights(createModelFolderReader(folder), weights, () => undefined);
  const report = buildReport(judgeClips(model, validation), training.length);
  const { layers, accuracyWithoutAnyOffsets } = measureDeformation(model, validation);
  model.dispose();
  const createdAt = new Date().toISOString();
  await writeModelCard(
    {
      version: createdAt.slice(0, 10),
      createdAt,
      emotions: EMOTIONS,
      features: FEATURE_CONFIG,
      weights,
      data: summariseCorpora(training.map((clip) => ({ clip }))),
      splits: summariseSplits(),
      training: {
        command,
        seed: state.config.seed,
        epochs: state.config.epochs,
        bestEpoch: state.bestEpoch,
        history: state.history,
        split,
      },
      validation: report,
      deformation: layers,
      accuracyWithoutAnyOffsets,
    },
    folder,
  );
  console.log(formatReport(report));
  for (const { layer, meanOffset, maskDeviation, accuracyWithoutOffsets } of layers) {
    const look = `mean |offset| ${meanOffset.toFixed(2)} cells, mask deviation ${maskDeviation.toFixed(2)}`;
    console.log(`${layer}: ${look}, accuracy with its offsets at zero ${percent(accuracyWithoutOffsets)}`);
  }
  console.log(`accuracy with all offsets at zero: ${percent(accuracyWithoutAnyOffsets)}`);
  console.log(`written to ${folder}: ${weights.parameters} parameters, ${weights.bytes} bytes`);
  return report;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
