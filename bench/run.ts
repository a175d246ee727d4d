/** `npm run bench`: everything whose speed is claimed, measured in turns and printed as ratios. `--help` explains itself. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../scripts/run-command';
import { PROJECT_FOLDER } from './bench-browser';
import { formatColdStart, measureColdStart } from './cold-start';
import { formatFeatures, measureFeatures } from './features';
import { formatSection, replaceTables, type SectionTable } from './last-tables';
import { describeMachine } from './machine';
import { tidyMarkdown } from './markdown';
import { formatNetwork, measureNetwork } from './network';
import { formatOperation, measureOperation } from './operation';
import { defineSection, selectSections } from './section';
import { formatTraining, measureTraining } from './training';

/** All sections in the order of their tables. How often each measures: in full, and quickly. */
const SECTIONS = [
  defineSection('operation', 'The operation', ({ quick }) => measureOperation(quick ? 3 : 15), formatOperation),
  defineSection('network', 'The whole network', ({ quick }) => measureNetwork(quick ? 1 : 9), formatNetwork),
  defineSection('features', 'The features', ({ quick }) => measureFeatures(quick ? 10 : 100), formatFeatures),
  defineSection(
    'training',
    'Training',
    ({ quick, dataFolder }) => measureTraining(quick ? 3 : 20, dataFolder),
    formatTraining,
  ),
  defineSection('cold-start', 'Cold start', ({ quick }) => measureColdStart(quick ? 1 : 5), formatColdStart),
];

const HELP = `Usage: npm run bench -- [options]

Measures, in turns and as ratios: the deformable convolution against what else one could use, the whole network per
backend and batch size, the features against Meyda's, training on one thread and on two, and the built page from its
opening to the first result.
bench/README.md says how to read it.

  --only NAME     a section alone (${SECTIONS.map(({ name }) => name).join(', ')}); may be given more than once
  --quick         few turns: checks that it works, measures little
  --data DIR      folder with training recordings, for sections that train
  --json FILE     also write the figures there
  --readme        also write the tables into bench/README.md; sections that were left out keep theirs
  --help          this text`;

await runCommand(async () => {
  const { values: options } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      data: { type: 'string' },
      json: { type: 'string' },
      readme: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help) {
    console.log(HELP);
    return;
  }
  if (options.quick && options.readme) throw new RangeError('--readme: expected figures of a full run, got --quick.');
  const selected = selectSections(SECTIONS, options.only);
  const machine = await describeMachine();
  console.log(`${machine}\n`);
  const figures: Record<string, unknown> = {};
  const sections: SectionTable[] = [];
  for (const { name, title, run } of selected) {
    const result = await run({ quick: options.quick, dataFolder: options.data });
    figures[name] = result.figures;
    const section = { title, markdown: result.markdown };
    sections.push(section);
    console.log(await tidyMarkdown(formatSection(section)));
  }
  if (options.json !== undefined) {
    await writeFile(options.json, `${JSON.stringify({ machine, quick: options.quick, ...figures }, null, 2)}\n`);
  }
  if (options.readme) {
    const path = join(PROJECT_FOLDER, 'bench', 'README.md');
    const titles = SECTIONS.map(({ title }) => title);
    const readme = replaceTables(await readFile(path, 'utf8'), { machine, sections }, titles);
    await writeFile(path, await tidyMarkdown(readme));
  }
});
