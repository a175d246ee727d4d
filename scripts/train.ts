/** `npm run train`: trains the network on labelled recordings and publishes the weights. `--help` explains itself. */
import { cp, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { matchPlainTwin } from '../src/network/plain-twin';
import { startNodeBackend } from '../src/training/node-backend';
import { DEFAULT_RUN, readRunConfig, type RunConfig } from '../src/training/run-config';
import { getModelFolder } from '../src/training/score';
import { describeModel } from './describe-model';
import { runCommand } from './run-command';
import { chooseExisting, RUNS_FOLDER, trainRun } from './train-run';

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
  --publish DIR     copy the model from .cache/runs/NAME/model to where it is loaded from (the page's is public/model);
                    its card is then completed as by "npm run model-card"

  --epochs N, --seed N, --every N (only one in N clips, to try things out), --batch N (examples per step),
  --processes N (threads that share every batch; of the run's outcome, like its seed) are short for --set epochs=N,
  seed=N, every=N, batchSize=N, ranks=N. --plain sets network.deformable=false and network.widths: ordinary convolutions
  in the last two blocks, widened to as many parameters (within 5 %). Defaults: ${DEFAULT_RUN.epochs} epochs, seed ${DEFAULT_RUN.seed}, batch ${DEFAULT_RUN.batchSize}, ${DEFAULT_RUN.ranks} processes.
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
  const text = options.config === undefined ? '{}' : await readFile(options.config, 'utf8');
  const readRun = (): RunConfig => readRunConfig(text, settings, options.config ?? 'The command line');
  if (options.plain) {
    await startNodeBackend();
    const { widths } = matchPlainTwin(readRun().network);
    settings.push('network.deformable=false', `network.widths=${JSON.stringify(widths)}`);
  }
  const run = readRun();
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
  const quoted = settings.map((setting) => ` --set '${setting}'`).join('');
  const file = options.config === undefined ? '' : ` --config ${options.config}`;
  const command = `npm run train -- --data DIR${file}${quoted}`;
  await startNodeBackend();
  await trainRun({ name, dataFolder: options.data, run, command, existing: chooseExisting(options) });
  if (options.publish === undefined) return;
  await cp(getModelFolder(join(RUNS_FOLDER, name)), options.publish, { recursive: true });
  await describeModel(options.publish, options.data);
});
