/** `npm run evaluate`: judges published weights on a labelled folder. `--help` explains itself. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { assignSplitRole } from '../src/corpora/speaker-split';
import { formatReport } from '../src/evaluation/format-report';
import { buildReport } from '../src/evaluation/report';
import { loadNetwork } from '../src/network/load-network';
import { loadCorpus } from '../src/training/clip-features';
import { judgeClips } from '../src/training/judge';
import { startNodeBackend } from '../src/training/node-backend';
import { ProgressBar } from '../src/training/progress-bar';
import { createModelFolderReader } from '../src/training/publish';

const HELP = `Usage: npm run evaluate -- --data DIR [options]

Judges the published weights on the labelled recordings below DIR (WAV; RAVDESS, TESS and CREMA-D in their official
layouts, or a folder per emotion) exactly as the page would, and prints accuracy, unweighted average recall, precision,
recall, F1 and the confusion matrix, per corpus, with 95 % intervals by bootstrap over speakers.

  --data DIR      folder with the recordings
  --json FILE     also write the report there
  --role ROLE     only the speakers that were set apart for: training, validation or test (default: all)
  --model DIR     folder of the model (default: public/model)
  --help          this text`;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    json: { type: 'string' },
    role: { type: 'string' },
    model: { type: 'string', default: 'public/model' },
    help: { type: 'boolean', default: false },
  },
});

if (options.help || options.data === undefined) {
  console.log(HELP);
  process.exit(options.help ? 0 : 2);
}

const reading = new ProgressBar('reading');
const corpus = await loadCorpus(options.data, '.cache/features', (done, total) => {
  reading.update(done, total);
});
for (const { path, reason } of corpus.skipped) console.log(`skipped ${path}: ${reason}`);
const { role } = options;
const clips = role === undefined ? corpus.clips : corpus.clips.filter(({ clip }) => assignSplitRole(clip) === role);
if (clips.length === 0) {
  console.error(`No clip of role ${role ?? 'any'} in ${options.data}: expected training, validation or test.`);
  process.exit(2);
}

await startNodeBackend();
const { model, card } = await loadNetwork(createModelFolderReader(options.model), () => undefined);
const judging = new ProgressBar('judging');
const verdicts = judgeClips(model, clips, (done, total) => {
  judging.update(done, total);
});
const trainClips = card.data.reduce((sum, { clips: count }) => sum + count, 0);
const report = buildReport(verdicts, trainClips);
console.log(formatReport(report));
if (corpus.skipped.length > 0) console.log(`${corpus.skipped.length} files skipped`);
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 1)}\n`);
