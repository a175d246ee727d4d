/** `npm run train`: trains the network on the three corpora and publishes the weights. `--help` explains itself. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EMOTIONS } from '../src/contract/emotions';
import { FEATURE_CONFIG } from '../src/contract/features';
import type { EpochRecord } from '../src/contract/model-card';
import type { Report } from '../src/contract/report';
import { assignSplitRole, type SplitRole } from '../src/corpora/speaker-split';
import { formatReport } from '../src/evaluation/format-report';
import { buildReport } from '../src/evaluation/report';
import { NETWORK_CONFIG } from '../src/network/build';
import { loadWeights } from '../src/network/load-network';
import { AUGMENTATION } from '../src/training/batches';
import { summariseCorpora, summariseSplits } from '../src/training/card-sections';
import { loadCorpus, type ClipFeatures } from '../src/training/clip-features';
import { measureDeformation } from '../src/training/deformation';
import { judgeClips } from '../src/training/judge';
import { startNodeBackend } from '../src/training/node-backend';
import { OPTIMIZER } from '../src/training/optimizer';
import { ProgressBar } from '../src/training/progress-bar';
import { createModelFolderReader, writeModel, writeModelCard } from '../src/training/publish';
import { trainNetwork, type TrainedNetwork, type TrainingConfig } from '../src/training/train';
import { parseCount, runCommand } from './run-command';

const HELP = `Usage: npm run train -- --data DIR [options]

Trains on every training speaker of the labelled recordings below DIR (RAVDESS, TESS and CREMA-D in their official
layouts), chooses the best epoch on the validation speakers and writes the model. Test speakers are not touched.

  --data DIR        folder with the unpacked corpora (WAV)
  --run NAME        name of the run; checkpoints go to .cache/runs/NAME (default: shipped)
  --resume          go on with the run's latest checkpoint
  --restart         throw the run's checkpoints away and begin anew
  --epochs N        (default: 13)
  --batch N         examples per step (default: 32)
  --processes N     threads that share every batch (default: 2, or 1 on one core); of the run's outcome, like its seed
  --seed N          of weights, order and augmentation (default: 1)
  --plain           ordinary convolutions instead of deformable ones: the twin to compare with
  --every N         only every N-th clip, to try things out (default: 1)
  --publish DIR     where the model goes (default: .cache/runs/NAME/model; the page's is public/model)
  --help            this text`;

await runCommand(async () => {
  const { values: options } = parseArgs({
    options: {
      data: { type: 'string' },
      run: { type: 'string', default: 'shipped' },
      resume: { type: 'boolean', default: false },
      restart: { type: 'boolean', default: false },
      epochs: { type: 'string', default: '13' },
      batch: { type: 'string', default: '32' },
      processes: { type: 'string', default: String(Math.min(2, availableParallelism())) },
      seed: { type: 'string', default: '1' },
      plain: { type: 'boolean', default: false },
      every: { type: 'string', default: '1' },
      publish: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help || options.data === undefined) {
    console.log(HELP);
    process.exitCode = options.help ? 0 : 2;
    return;
  }
  const seed = parseCount('seed', options.seed);
  const every = parseCount('every', options.every);
  const { training, validation } = await readClips(options.data, every);
  const config: TrainingConfig = {
    network: { ...NETWORK_CONFIG, deformable: !options.plain, seed },
    augmentation: AUGMENTATION,
    optimizer: OPTIMIZER,
    epochs: parseCount('epochs', options.epochs),
    batchSize: parseCount('batch', options.batch),
    ranks: parseCount('processes', options.processes),
    seed,
    clips: { training: training.length, validation: validation.length },
  };
  const runFolder = join('.cache/runs', options.run);
  await startNodeBackend();
  const existing = options.resume ? 'resume' : options.restart ? 'restart' : 'refuse';
  const trained = await trainNetwork(training, validation, config, runFolder, existing, observe(config.epochs));
  const flags = `${options.plain ? ' --plain' : ''}${every > 1 ? ` --every ${every}` : ''}`;
  const sizes = `--epochs ${config.epochs} --batch ${config.batchSize} --processes ${config.ranks}`;
  const command = `npm run train -- --data DIR ${sizes} --seed ${seed}${flags}`;
  await publish(trained, command, training, validation, options.publish ?? join(runFolder, 'model'));
});

async function readClips(folder: string, every: number): Promise<Record<'training' | 'validation', ClipFeatures[]>> {
  const bar = new ProgressBar('reading');
  const corpus = await loadCorpus(folder, '.cache/features', (done, total) => {
    bar.update(done, total);
  });
  for (const { path, reason } of corpus.skipped) console.log(`skipped ${path}: ${reason}`);
  const clips = corpus.clips.filter((_, i) => i % every === 0);
  const withRole = (role: SplitRole): ClipFeatures[] => clips.filter(({ clip }) => assignSplitRole(clip) === role);
  const [training, validation] = [withRole('training'), withRole('validation')];
  const counts = `${training.length} clips to train on, ${validation.length} to validate on`;
  console.log(`${counts}, ${corpus.skipped.length} files skipped`);
  return { training, validation };
}

function observe(epochs: number): Parameters<typeof trainNetwork>[5] {
  let bar: ProgressBar | null = null;
  return {
    onBatch: ({ epoch, done, total, loss, accuracy, samplesPerSec }) => {
      bar ??= new ProgressBar(`epoch ${epoch}/${epochs}`);
      bar.update(
        done,
        total,
        `loss ${loss.toFixed(3)} accuracy ${percent(accuracy)} ${samplesPerSec.toFixed(0)} clips/s`,
      );
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
  training: readonly ClipFeatures[],
  validation: readonly ClipFeatures[],
  folder: string,
): Promise<void> {
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
      data: summariseCorpora(training),
      splits: summariseSplits(),
      training: {
        command,
        seed: state.config.seed,
        epochs: state.config.epochs,
        bestEpoch: state.bestEpoch,
        history: state.history,
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
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
