/** `npm run score`: finished runs on the clips that their protocol keeps for the end. `--help` explains itself. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ModelCard } from '../src/contract/model-card';
import { formatReport } from '../src/evaluation/format-report';
import { startNodeBackend } from '../src/training/node-backend';
import { writeModelCard } from '../src/training/publish';
import { addProtocolRun, haveSameWeights, predictRun, readRunCard, scorePredictions } from '../src/training/score';
import { describeModel, readModelCard } from './describe-model';
import { runCommand } from './run-command';
import { ProgressStages } from './progress-stages';
import { RECORDINGS_FOLDER, RUNS_FOLDER } from './train-run';

const HELP = `Usage: npm run score -- --data DIR --run NAME [--run NAME ...] [--card DIR]

Scores finished runs, each on the test part of the protocol that it was trained by, and writes the figures into a model
card: accuracy, unweighted average recall (UAR) and macro-F1 with 95 % intervals, per corpus, and what the probabilities
are worth. Speakers are drawn for the intervals; in the stratified protocol, whose speakers are known, clips are. What a
run says of each clip is kept in .cache/runs/NAME/predictions.json: the network judges the test clips once, and scoring
the run again only computes.

Without --card it is a rehearsal: the runs are scored on the validation part, and nothing is written into any card.

  --data DIR    the recordings that the runs were trained on
  --run NAME    a finished run of "npm run train", below .cache/runs; may be given several times
  --card DIR    score on the test part, and write it into the card of the model in DIR (the page's is public/model). A
                speaker-disjoint run must be of that model's own weights, and its probabilities are the card's; those of
                other runs are calibrated on their own validation part
  --help        this text`;

await runCommand(async () => {
  const { values: options } = parseArgs({
    options: {
      data: { type: 'string' },
      run: { type: 'string', multiple: true, default: [] },
      card: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help || options.data === undefined || options.run.length === 0) {
    console.log(HELP);
    process.exitCode = options.help ? 0 : 2;
    return;
  }
  const { data: dataFolder, card: modelFolder } = options;
  const runs = await Promise.all(
    options.run.map(async (name) => {
      const folder = join(RUNS_FOLDER, name);
      return { name, folder, card: await readRunCard(folder) };
    }),
  );
  let card = modelFolder === undefined ? null : await readModelCard(modelFolder);
  const shipped = card;
  if (shipped) for (const run of runs) checkPlace(shipped, run.card, run.name);
  await startNodeBackend();
  for (const { name, folder, card: runCard } of runs) {
    const calibration = shipped && haveSameWeights(shipped, runCard) ? shipped.calibration : undefined;
    const predictions = await predictRun(folder, {
      role: shipped ? 'test' : 'validation',
      dataFolder,
      cacheFolder: RECORDINGS_FOLDER,
      temperature: calibration?.temperature,
      onProgress: new ProgressStages().update,
    });
    const run = scorePredictions(runCard, predictions, calibration?.uncertainBelow);
    const { protocol, role, temperature } = predictions;
    console.log(`\n${name}: ${protocol.name}, ${role} part, temperature ${temperature.toFixed(3)}`);
    console.log(formatReport(run));
    if (card) card = addProtocolRun(card, run);
  }
  if (!card || modelFolder === undefined) return;
  await writeModelCard(card, modelFolder);
  console.log(`\nwritten: ${join(modelFolder, 'model-card.json')}`);
  await describeModel(modelFolder);
});

/** @throws RangeError when the figures of a run would be taken for those of other weights */
function checkPlace(card: ModelCard, runCard: ModelCard, name: string): void {
  const protocol = runCard.training.split?.protocol.name;
  if (protocol !== 'speaker-disjoint' || haveSameWeights(card, runCard)) return;
  throw new RangeError(`${name} is speaker-disjoint, but its weights are not those of the card: publish them first.`);
}
