/** `npm run ablation`: the deformable network against its plain twin. `--help` explains itself. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareSeries, hasFinished, planAblation, type AblationRun, type JudgedRun } from '../src/training/ablation';
import { formatComparison } from '../src/training/card-document/ablation-section';
import { startNodeBackend } from '../src/training/node-backend';
import { writeModelCard } from '../src/training/publish';
import { listDifferences, readRunConfig } from '../src/training/run-config';
import { predictRun, readRunCard } from '../src/training/score';
import { describeModel, readModelCard } from './describe-model';
import { ProgressStages } from './progress-stages';
import { parseCount, runCommand } from './run-command';
import { chooseExisting, RECORDINGS_FOLDER, RUNS_FOLDER, trainRun } from './train-run';

const HELP = `Usage: npm run ablation -- --data DIR [options]

Trains the deformable network and its plain twin in turns, alike in everything: seed, schedule, recordings, and, with
wider ordinary convolutions, the number of parameters (within 5 %). Then compares them by paired bootstrap over speakers:
over all clips, per corpus, and for short, medium and long speech.

The runs are .cache/runs/NAME-deformable-SEED and NAME-plain-SEED. What they say of each clip is kept beside them, so
that comparing again only computes.

  --data DIR        folder with the recordings, as for "npm run train"
  --config FILE, --set KEY=VALUE   the deformable network's run, as for "npm run train"
  --seeds LIST      (default: 1,2,3)
  --name NAME       begins the names of the runs (default: ablation)
  --resume          go on with an interrupted series: finished runs are kept, an unfinished one goes on where it was
  --restart         throw the runs of the series away and begin anew
  --card DIR        compare on the test speakers, and write it into the card of the model in DIR (the page's is
                    public/model); without it the validation speakers are compared and no card is written
  --help            this text`;

await runCommand(async () => {
  const { values: options } = parseArgs({
    options: {
      data: { type: 'string' },
      config: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      seeds: { type: 'string', default: '1,2,3' },
      name: { type: 'string', default: 'ablation' },
      resume: { type: 'boolean', default: false },
      restart: { type: 'boolean', default: false },
      card: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help || options.data === undefined) {
    console.log(HELP);
    process.exitCode = options.help ? 0 : 2;
    return;
  }
  const { data: dataFolder, config: file, card: modelFolder } = options;
  const base = readRunConfig(
    file === undefined ? '{}' : await readFile(file, 'utf8'),
    options.set,
    file ?? 'The command line',
  );
  const seeds = options.seeds.split(',').map((seed) => parseCount('seeds', seed));
  const card = modelFolder === undefined ? null : await readModelCard(modelFolder);
  await startNodeBackend();
  const series = planAblation(base, seeds, options.name);
  await trainSeries(series, dataFolder, chooseExisting(options));
  const judged: JudgedRun[] = [];
  for (const run of series) {
    const folder = join(RUNS_FOLDER, run.name);
    const { clips } = await predictRun(folder, {
      role: card ? 'test' : 'validation',
      dataFolder,
      cacheFolder: RECORDINGS_FOLDER,
      onProgress: new ProgressStages().update,
    });
    judged.push({ ...run, parameters: (await readRunCard(folder)).weights.parameters, clips });
  }
  const settings = options.set.map((setting) => ` --set '${setting}'`).join('');
  const source = file === undefined ? '' : ` --config ${file}`;
  const name = options.name === 'ablation' ? '' : ` --name ${options.name}`;
  const sections = compareSeries(
    judged,
    `npm run ablation -- --data DIR${source}${settings} --seeds ${seeds.join(',')}${name}`,
  );
  console.log(`\nThe ${card ? 'test' : 'validation'} speakers:\n\n${formatComparison(sections).join('\n')}`);
  if (!card || modelFolder === undefined) return;
  await writeModelCard({ ...card, ...sections }, modelFolder);
  console.log(`written: ${join(modelFolder, 'model-card.json')}`);
  await describeModel(modelFolder);
});

/** Trains what of the series has not finished yet. */
async function trainSeries(
  series: readonly AblationRun[],
  dataFolder: string,
  existing: ReturnType<typeof chooseExisting>,
): Promise<void> {
  if (existing === 'restart') {
    for (const { name } of series) await rm(join(RUNS_FOLDER, name), { recursive: true, force: true });
  }
  const finished = await Promise.all(series.map((run) => hasFinished(run, join(RUNS_FOLDER, run.name))));
  if (existing === 'refuse' && finished.includes(true) && finished.includes(false)) {
    throw new RangeError('A part of the series has finished: --resume goes on with it, --restart throws it away.');
  }
  for (const [index, { name, config }] of series.entries()) {
    if (finished[index]) {
      console.log(`${name}: finished`);
      continue;
    }
    console.log(`${name}: training`);
    const settings = listDifferences(config).map((setting) => ` --set '${setting}'`);
    const command = `npm run train -- --data DIR${settings.join('')}`;
    await trainRun({ name, dataFolder, run: config, command, existing });
  }
}
