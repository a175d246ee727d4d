/** `npm run train`: trains the network on labelled recordings and publishes the weights. `--help` explains itself. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
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
import { startNodeBackend } from '../src/training/node-backend';
import { prepareRun, type PreparedRun } from '../src/training/prepare-run';
import { formatDuration, ProgressBar } from '../src/training/progress-bar';
import { createModelFolderReader, writeModel, writeModelCard } from '../src/training/publish';
import { DEFAULT_RUN, readRunConfig, type RunConfig } from '../src/training/run-config';
import { trainNetwork, type TrainedNetwork, type TrainingObserver } from '../src/training/train';
import { describeModel } from './describe-model';
import { runCommand } from './run-command';

const HELP = `Usage: npm run train -- --data DIR [options]

Trains on the training part of the labelled recordings below DIR, chooses the best epoch on the validation part and
writes the model. The test part is not touched. Run "npm run experiments" afterwards to note what came of it.

  --data DIR        folder with the recordings (WAV or FLAC; RAVDESS, TESS and CREMA-D in their official layouts)
  --config FILE     JSON that says what differs from the run of the weights that ship; see experiments/
  --set KEY=VALUE   change one setting, e.g. --set optimizer.learningRate=1e-3; may be given several times
  --show            print the run's complete configuration and end

  --run NAME        name of the run; checkpoints go to .cache/runs/NAME (default: name of FILE, or shipped)
  --resume          go on with the run's latest checkpoint: interrupted at any moment, it ends with the same weights
  --restart         throw the run's checkpoints away and begin anew
  --publish DIR     where the model goes (default: .cache/runs/NAME/model; the page's is public/model); its card is then
                    completed as by "npm run model-card"

  --epochs N, --seed N, --every N (only one in N clips, to try things out), --batch N (examples per step),
  --processes N (threads that share every batch; of the run's outcome, like its seed), --plain (ordinary convolutions
  instead of deformable ones) are short for --set epochs=N, seed=N, every=N, batchSize=N, ranks=N and
  network.deformable=false. Defaults: ${DEFAULT_RUN.epochs} epochs, seed ${DEFAULT_RUN.seed}, batch ${DEFAULT_RUN.batchSize}, ${DEFAULT_RUN.ranks} processes.
  --help            this text`;

/** Options that are short for a setting. */
const SHORTHANDS = { epochs: 'epochs', seed: 'seed', every: 'every', batch: 'batchSize', processes: 'ranks' } as const;

await runCommand(async () => {
  const { values: options } = parseArgs({
    options: {
      data: { type: 'string' },
      config: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      show: { type: 'boolean', default: false },
      run: { type: 'string' },
      resume: { type: 'boolean', default: false },
      restart: { type: 'boolean', default: false },
      epochs: { type: 'string' },
      batch: { type: 'string' },
      processes: { type: 'string' },
      seed: { type: 'string' },
      plain: { type: 'boolean', default: false },
      every: { type: 'string' },
      publish: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const settings = [...options.set];
  for (const [option, key] of Object.entries(SHORTHANDS)) {
    const value = options[option as keyof typeof SHORTHANDS];
    if (value !== undefined) settings.push(`${key}=${value}`);
  }
  if (options.plain) settings.push('network.deformable=false');
  const run = readRunConfig(
    options.config === undefined ? '{}' : await readFile(options.config, 'utf8'),
    settings,
    options.config ?? 'The command line',
  );
  if (options.show) {
    console.log(JSON.stringify(run, null, 2));
    return;
  }
  if (options.help || options.data === undefined) {
    console.log(HELP);
    process.exitCode = options.help ? 0 : 2;
    return;
  }
  if (options.publish !== undefined && run.protocol.name !== 'speaker-disjoint') {
    throw new RangeError(
      '--publish: expected a speaker-disjoint run, since its figures are the ones that are published.',
    );
  }
  const name = options.run ?? (options.config === undefined ? 'shipped' : basename(options.config, '.json'));
  const prepared = await prepare(options.data, run);
  const runFolder = join('.cache/runs', name);
  await startNodeBackend();
  const existing = options.resume ? 'resume' : options.restart ? 'restart' : 'refuse';
  const speeds: number[] = [];
  const { source, validation, config } = prepared;
  const trained = await trainNetwork(source, validation, config, runFolder, existing, observe(run.epochs, speeds));
  const quoted = settings.map((setting) => ` --set '${setting}'`).join('');
  const file = options.config === undefined ? '' : ` --config ${options.config}`;
  const command = `npm run train -- --data DIR${file}${quoted}`;
  const report = await publish(trained, command, prepared, options.publish ?? join(runFolder, 'model'));
  if (options.publish !== undefined) await describeModel(options.publish, options.data);
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
});

async function prepare(folder: string, run: RunConfig): Promise<PreparedRun> {
  const bar = new ProgressBar('reading');
  const prepared = await prepareRun(folder, '.cache/recordings', run, (done, total) => {
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
