/** `npm run evaluate`: judges published weights on a labelled folder. `--help` explains itself. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { assignSplitRole, isSplitSpeaker, type SplitRole } from '../src/corpora/speaker-split';
import { formatReport } from '../src/evaluation/format-report';
import { buildReport } from '../src/evaluation/report';
import { loadNetwork } from '../src/network/load-network';
import { loadCorpus } from '../src/training/clip-features';
import { judgeClips } from '../src/training/judge';
import { startNodeBackend } from '../src/training/node-backend';
import { ProgressBar } from '../src/training/progress-bar';
import { createModelFolderReader } from '../src/training/publish';
import { runCommand } from './run-command';

const ROLES: readonly (SplitRole | 'all')[] = ['training', 'validation', 'test', 'all'];

const HELP = `Usage: npm run evaluate -- --data DIR [options]

Judges the published weights on the labelled recordings below DIR (WAV; RAVDESS, TESS and CREMA-D in their official
layouts, or a folder per emotion) exactly as the page would. Prints accuracy, unweighted average recall, precision,
recall, F1 and the confusion matrix, over all and per corpus, with 95 % intervals by bootstrap over speakers.

  --data DIR      folder with the recordings
  --role ROLE     which speakers of the speaker-disjoint split: ${ROLES.join(', ')}.
                  Needed when DIR holds speakers that were set apart: test speakers are for the very end,
                  and figures that mix them with training speakers mean nothing
  --json FILE     also write the report there
  --model DIR     folder of the model (default: public/model)
  --help          this text`;

await runCommand(async () => {
  const { values: options } = parseArgs({
    options: {
      data: { type: 'string' },
      role: { type: 'string' },
      json: { type: 'string' },
      model: { type: 'string', default: 'public/model' },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help || options.data === undefined) {
    console.log(HELP);
    process.exitCode = options.help ? 0 : 2;
    return;
  }
  const role = ROLES.find((name) => name === options.role);
  if (options.role !== undefined && role === undefined) {
    throw new RangeError(`--role: expected ${ROLES.join(', ')}, got ${options.role}.`);
  }
  await startNodeBackend();
  const { model, card } = await loadNetwork(createModelFolderReader(options.model), () => undefined);
  const reading = new ProgressBar('reading');
  const corpus = await loadCorpus(options.data, '.cache/features', (done, total) => {
    reading.update(done, total);
  });
  for (const { path, reason } of corpus.skipped) console.log(`skipped ${path}: ${reason}`);
  if (role === undefined && corpus.clips.some(({ clip }) => isSplitSpeaker(clip))) {
    throw new Error(`${options.data} holds speakers that were set apart: say which with --role ${ROLES.join('|')}.`);
  }
  const clips = corpus.clips.filter(
    ({ clip }) => role === undefined || role === 'all' || assignSplitRole(clip) === role,
  );
  if (clips.length === 0) throw new Error(`No clip of a ${role ?? 'known'} speaker in ${options.data}.`);

  const judging = new ProgressBar('judging');
  const verdicts = judgeClips(model, clips, (done, total) => {
    judging.update(done, total);
  });
  const trainClips = card.data.reduce((sum, { clips: count }) => sum + count, 0);
  const report = buildReport(verdicts, trainClips);
  console.log(`${clips.length} clips${role ? ` of ${role} speakers` : ''}, ${corpus.skipped.length} files skipped`);
  console.log(formatReport(report));
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 1)}\n`);
});
