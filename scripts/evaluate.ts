/** `npm run evaluate`: judges published weights on a labelled folder. `--help` explains itself. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Report } from '../src/contract/report';
import { KNOWN_LAYOUTS } from '../src/corpora/describe-clip';
import type { LabelledClip } from '../src/corpora/labelled-clip';
import { assignSplitRole, isSplitSpeaker, type SplitRole } from '../src/corpora/speaker-split';
import { formatReport } from '../src/evaluation/format-report';
import { reportEvaluation } from '../src/evaluation/report';
import { foldBatchNorm } from '../src/network/fold-batch-norm';
import { loadNetwork } from '../src/network/load-network';
import { evaluateFolder } from '../src/training/evaluate-folder';
import { listLabelledFolder } from '../src/training/labelled-folder';
import { startNodeBackend } from '../src/training/node-backend';
import { ProgressBar } from '../src/training/progress-bar';
import { createModelFolderReader } from '../src/training/publish';
import { CONDITIONS } from '../src/training/robustness/conditions';
import { runCommand } from './run-command';

const ROLES: readonly (SplitRole | 'all')[] = ['training', 'validation', 'test', 'all'];

const HELP = `Usage: npm run evaluate -- --data DIR [options]

Judges the published weights on the labelled recordings below DIR (WAV or FLAC) exactly as the page would. Prints
accuracy, unweighted average recall (UAR), precision, recall, F1 and the confusion matrix, over all and per corpus, with
95 % intervals by bootstrap over speakers, and how far the probabilities can be taken at their word. Files that cannot
be used are named with the reason and left out. Label and speaker are read off the path:

${KNOWN_LAYOUTS}

  --data DIR      folder with the recordings
  --role ROLE     which speakers of the speaker-disjoint split: ${ROLES.join(', ')}.
                  Needed when DIR holds speakers that were set apart: test speakers are for the very end,
                  and figures that mix them with training speakers mean nothing
  --robustness    also judge every recording spoilt in ${CONDITIONS.length} ways: noise, telephone, MP3, room and more
  --json FILE     also write the report there
  --model DIR     folder of the model (default: public/model)
  --help          this text

Exit code: 0 done, 1 failed, 2 asked wrongly.`;

await runCommand(async () => {
  const { values: options } = parseArgs({
    options: {
      data: { type: 'string' },
      role: { type: 'string' },
      robustness: { type: 'boolean', default: false },
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
  const wants = await chooseClips(options.data, options.role);
  await startNodeBackend();
  const { model, card } = await loadNetwork(createModelFolderReader(options.model), () => undefined);
  const bar = new ProgressBar('judging');
  const startMs = performance.now();
  const { verdicts, skipped, robustness } = await evaluateFolder(await foldBatchNorm(model), options.data, {
    wants,
    conditions: options.robustness ? CONDITIONS : [],
    onProgress: (done, total) => {
      bar.update(done, total, `${((1000 * done) / (performance.now() - startMs)).toFixed(0)} clips/s`);
    },
  });
  const report: Report = { ...reportEvaluation(verdicts, card), ...(options.robustness ? { robustness } : {}) };
  const files = skipped.length === 1 ? 'file' : 'files';
  console.log(`${verdicts.length} clips judged, ${skipped.length} ${files} skipped${skipped.length > 0 ? ':' : ''}`);
  for (const { path, reason } of skipped) console.log(`  ${path}: ${reason}`);
  console.log(`\n${formatReport(report)}`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 1)}\n`);
});

/**
 * Which clips of the folder are wanted.
 * @throws RangeError when the role is none, is needed and missing, or nobody in the folder has it
 */
async function chooseClips(folder: string, roleText: string | undefined): Promise<(clip: LabelledClip) => boolean> {
  const role = ROLES.find((name) => name === roleText);
  if (roleText !== undefined && role === undefined) {
    throw new RangeError(`--role: expected ${ROLES.join(', ')}, got ${roleText}.`);
  }
  const clips = (await listLabelledFolder(folder)).filter((file) => 'emotion' in file);
  if (role === undefined && clips.some(isSplitSpeaker)) {
    throw new RangeError(`${folder} holds speakers that were set apart: say which with --role ${ROLES.join('|')}.`);
  }
  const wants = (clip: LabelledClip): boolean => role === undefined || role === 'all' || assignSplitRole(clip) === role;
  if (!clips.some(wants)) throw new RangeError(`Expected clips of ${role ?? 'any'} speakers in ${folder}, got none.`);
  return wants;
}
