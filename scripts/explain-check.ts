/** `npm run explain-check`: whether the page's maps of what carried a decision hold up. `--help` explains itself. */
import { parseArgs } from 'node:util';
import { assignSplitRole } from '../src/corpora/speaker-split';
import { comparePairedFalls } from '../src/evaluation/paired-falls';
import { createRandom } from '../src/evaluation/random';
import { checkOcclusion, CONTROLS, type ProbabilityFalls } from '../src/explain/faithfulness';
import type { FillName } from '../src/explain/hide-cells';
import { extractClip } from '../src/training/clip-features';
import { listLabelledFolder, readLabelledFolder } from '../src/training/labelled-folder';
import { ProgressBar } from '../src/training/progress-bar';
import { openClassifier } from './open-classifier';
import { parseCount, runCommand } from './run-command';

/** Fillings that the map is not made with. */
const FILLS: readonly FillName[] = ['shuffled', 'quiet'];

const HELP = `Usage: npm run explain-check -- --data DIR [options]

Makes the page's map of what carried the decision for clips of the validation speakers, spread evenly over the folder,
and hides the tiles that it marks with fillings that it was not made with: the band's own levels in another order, and
the level that a tenth of the band lies below. Prints how far the probability of the emotion that was heard falls, and
how far it falls when as many other tiles are hidden: drawn at random, the marked ones moved in time, the loudest ones.
Differences have 95 % intervals by bootstrap over speakers. Test speakers are never opened.

  --data DIR      folder with the recordings, in their official layouts
  --clips N       at most so many clips (default: 120)
  --share PERCENT of the tiles that are hidden (default: 10)
  --draws N       draws of each random control per clip (default: 3)
  --seed N        of the draws (default: 1)
  --model DIR     folder of the model (default: public/model)
  --help          this text

Exit code: 0 when the marked tiles matter more than random ones with every filling, the whole interval above zero;
1 when not, or failed; 2 asked wrongly.`;

/** What came of one clip. */
interface CheckedClip {
  readonly speaker: string | null;
  /** One per filling. */
  readonly falls: readonly ProbabilityFalls[];
}

await runCommand(async () => {
  const { values: options } = parseArgs({
    options: {
      data: { type: 'string' },
      clips: { type: 'string', default: '120' },
      share: { type: 'string', default: '10' },
      draws: { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
      model: { type: 'string', default: 'public/model' },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help || options.data === undefined) {
    console.log(HELP);
    process.exitCode = options.help ? 0 : 2;
    return;
  }
  const [most, draws, seed] = [
    parseCount('clips', options.clips),
    parseCount('draws', options.draws),
    parseCount('seed', options.seed),
  ];
  const share = parseCount('share', options.share) / 100;
  const wanted = await chooseClips(options.data, most);
  const classifier = await openClassifier(options.model);
  const bar = new ProgressBar('checking');
  const checked: CheckedClip[] = [];
  const leftOut: string[] = [];
  for await (const entry of readLabelledFolder(options.data, undefined, ({ path }) => wanted.has(path))) {
    const path = 'reason' in entry ? entry.path : entry.clip.path;
    if (!wanted.has(path)) continue;
    const [window] = 'reason' in entry ? [] : extractClip(entry).windows;
    const falls =
      window === undefined
        ? null
        : await checkOcclusion(window, (windows) => classifier.classify(windows), {
            fills: FILLS,
            share,
            draws,
            // Each clip has a stream of its own: which other clips are read changes nothing.
            random: createRandom(seed * 1_000_003 + [...wanted].indexOf(path)),
          });
    if (falls === null || 'reason' in entry) leftOut.push(path);
    else checked.push({ speaker: entry.clip.speaker, falls });
    bar.update(checked.length + leftOut.length, wanted.size, path);
  }
  classifier.dispose();
  const speakers = new Set(checked.map(({ speaker }) => speaker)).size;
  console.log(
    `\n${checked.length} clips of ${speakers} validation speakers, ${leftOut.length} left out; ` +
      `${options.share} % of the tiles hidden, ${draws} draws, seed ${seed}, weights ${classifier.model.version}\n`,
  );
  for (const path of leftOut) console.log(`  left out: ${path}`);
  if (!printFigures(checked)) process.exitCode = 1;
});

/** Paths of clips of validation speakers, spread evenly over the sorted list. */
async function chooseClips(folder: string, most: number): Promise<Set<string>> {
  const files = await listLabelledFolder(folder);
  const clips = files.filter((file) => 'emotion' in file).filter((clip) => assignSplitRole(clip) === 'validation');
  if (clips.length === 0) throw new RangeError(`Expected clips of validation speakers in ${folder}, got none.`);
  const count = Math.min(most, clips.length);
  return new Set(
    Array.from({ length: count }, (_, i) => clips[Math.floor(((i + 0.5) * clips.length) / count)]?.path ?? ''),
  );
}

/** Prints the table; whether the marked tiles matter more than random ones with every filling. */
function printFigures(checked: readonly CheckedClip[]): boolean {
  let holds = true;
  const points = (value: number): string => (100 * value).toFixed(1).padStart(6);
  console.log('falls of the probability in points   marked  others  difference (95 %)       marked falls more');
  for (const [index, fill] of FILLS.entries()) {
    for (const control of CONTROLS) {
      const {
        marked,
        control: other,
        difference,
        interval,
        shareAhead,
      } = comparePairedFalls(
        checked.flatMap(({ speaker, falls }) => {
          const ofFill = falls[index];
          return ofFill ? [{ speaker, marked: ofFill.marked, control: ofFill.controls[control] }] : [];
        }),
      );
      const range = `${points(difference)} (${interval.map((end) => points(end).trim()).join(' to ')})`;
      console.log(
        `${`filled ${fill}, against ${control}`.padEnd(36)} ${points(marked)}  ${points(other)}  ${range.padEnd(24)} ` +
          `${(100 * shareAhead).toFixed(0)} % of clips`,
      );
      if (control === 'random' && interval[0] <= 0) holds = false;
    }
  }
  return holds;
}
