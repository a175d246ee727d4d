/** `npm run train`: trains the network on the three corpora and publishes the weights. `--help` explains itself. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EMOTIONS } from '../src/contract/emotions';
import { FEATURE_CONFIG } from '../src/contract/features';
import { assignSplitRole } from '../src/corpora/speaker-split';
import { buildReport } from '../src/evaluation/report';
import { formatReport } from '../src/evaluation/format-report';
import { NETWORK_CONFIG } from '../src/network/build';
import { loadWeights } from '../src/network/load-network';
import { AUGMENTATION } from '../src/training/batches';
import { loadCorpus, type ClipFeatures } from '../src/training/clip-features';
import { summariseCorpora, summariseSplits } from '../src/training/card-sections';
import { measureDeformation } from '../src/training/deformation';
import { judgeClips } from '../src/training/judge';
import { startNodeBackend } from '../src/training/node-backend';
import { OPTIMIZER } from '../src/training/optimizer';
import { ProgressBar } from '../src/training/progress-bar';
import { createModelFolderReader, writeModel, writeModelCard } from '../src/training/publish';
import { trainNetwork, type BatchProgress, type TrainingConfig } from '../src/training/train';

const HELP = `Usage: npm run train -- --data DIR [options]

Trains on every training speaker of the labelled recordings below DIR (RAVDESS, TESS and CREMA-D in their official
layouts), chooses the best epoch on the validation speakers and writes the model. Test speakers are not touched.

  --data DIR        folder with the unpacked corpora (WAV)
  --run NAME        name of the run; checkpoints go to .cache/runs/NAME (default: shipped)
  --resume          go on with the run's latest checkpoint
  --epochs N        (default: 30)
  --batch N         examples per step (default: 32)
  --seed N          of weights, order and augmentation (default: 1)
  --plain           ordinary convolutions instead of deformable ones: the twin to compare with
  --limit N         only every N-th clip, to try things out
  --publish DIR     where the model goes (default: .cache/runs/NAME/model; the page's is public/model)
  --help            this text`;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    run: { type: 'string', default: 'shipped' },
    resume: { type: 'boolean', default: false },
    epochs: { type: 'string', default: '30' },
    batch: { type: 'string', default: '32' },
    seed: { type: 'string', default: '1' },
    plain: { type: 'boolean', default: false },
    limit: { type: 'string', default: '1' },
    publish: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (options.help || options.data === undefined) {
  console.log(HELP);
  process.exit(options.help ? 0 : 2);
}

const seed = parseCount('seed', options.seed);
const config: TrainingConfig = {
  network: { ...NETWORK_CONFIG, deformable: !options.plain, seed },
  augmentation: AUGMENTATION,
  optimizer: OPTIMIZER,
  epochs: parseCount('epochs', options.epochs),
  batchSize: parseCount('batch', options.batch),
  seed,
};
const runFolder = join('.cache/runs', options.run);

const reading = new ProgressBar('reading');
const corpus = await loadCorpus(options.data, '.cache/features', (done, total) => {
  reading.update(done, total);
});
for (const { path, reason } of corpus.skipped) console.log(`skipped ${path}: ${reason}`);
const limit = parseCount('limit', options.limit);
const clips = corpus.clips.filter((_, i) => i % limit === 0);
const withRole = (role: string): ClipFeatures[] => clips.filter(({ clip }) => assignSplitRole(clip) === role);
const training = withRole('training');
const validation = withRole('validation');
console.log(
  `${training.length} clips to train on, ${validation.length} to validate on, ${corpus.skipped.length} skipped`,
);

await startNodeBackend();
let bar = new ProgressBar(`epoch 1/${config.epochs}`);
const trained = await trainNetwork(training, validation, config, runFolder, options.resume, {
  onBatch: showBatch,
  onEpoch: ({ epoch, loss, accuracy, valLoss, valAccuracy }, { perCorpus }) => {
    const uars = Object.entries(perCorpus).map(([name, { uar }]) => `${name} UAR ${percent(uar)}`);
    const line = `loss ${loss.toFixed(3)} accuracy ${percent(accuracy)}, validation loss ${valLoss.toFixed(3)} accuracy ${percent(valAccuracy)}`;
    console.log(`epoch ${epoch}: ${line}, ${uars.join(', ')}`);
    bar = new ProgressBar(`epoch ${epoch + 1}/${config.epochs}`);
  },
});

const target = options.publish ?? join(runFolder, 'model');
const weights = await writeModel(trained.model, target);
// Every figure of the card is measured on the weights as published, halves and all.
const model = await loadWeights(createModelFolderReader(target), weights, () => undefined);
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
    splits: summariseSplits(seed),
    training: {
      command: `npm run train -- --data DIR --epochs ${config.epochs} --batch ${config.batchSize} --seed ${seed}${options.plain ? ' --plain' : ''}`,
      seed,
      epochs: config.epochs,
      bestEpoch: trained.state.bestEpoch,
      history: trained.state.history,
    },
    validation: report,
    deformation: layers,
    accuracyWithoutAnyOffsets,
  },
  target,
);
console.log(formatReport(report));
for (const { layer, meanOffset, maskDeviation, accuracyWithoutOffsets } of layers) {
  console.log(
    `${layer}: mean |offset| ${meanOffset.toFixed(2)} cells, mask deviation ${maskDeviation.toFixed(2)}, ` +
      `accuracy with its offsets at zero ${percent(accuracyWithoutOffsets)}`,
  );
}
console.log(`accuracy with all offsets at zero: ${percent(accuracyWithoutAnyOffsets)}`);
console.log(`written to ${target}: ${weights.parameters} parameters, ${weights.bytes} bytes`);

function showBatch({ done, total, loss, accuracy, samplesPerSec }: BatchProgress): void {
  bar.update(done, total, `loss ${loss.toFixed(3)} accuracy ${percent(accuracy)} ${samplesPerSec.toFixed(0)} clips/s`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function parseCount(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name}: expected a positive whole number, got ${text}.`);
  process.exit(2);
}
