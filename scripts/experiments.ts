/** `npm run experiments`: puts the runs below .cache/runs into the table of docs/experiments.md. `--help` explains itself. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { updateTable, type RunSummary } from '../src/training/experiments';
import { runCommand } from './run-command';

const HELP = `Usage: npm run experiments [-- options]

Writes one row for every finished run into the table of docs/experiments.md: what it changed, its validation figures,
its seed. A run that is there already is replaced; rows of runs that are not on this disk stay.

  --runs DIR      (default: .cache/runs)
  --table FILE    (default: docs/experiments.md)
  --help          this text`;

await runCommand(async () => {
  const { values: options } = parseArgs({
    options: {
      runs: { type: 'string', default: '.cache/runs' },
      table: { type: 'string', default: 'docs/experiments.md' },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help) {
    console.log(HELP);
    return;
  }
  const entries = await readdir(options.runs, { recursive: true });
  const paths = entries.filter((entry) => entry.endsWith('summary.json')).sort();
  const summaries = await Promise.all(
    paths.map(async (path) => JSON.parse(await readFile(join(options.runs, path), 'utf8')) as RunSummary),
  );
  const text = updateTable(await readFile(options.table, 'utf8'), summaries);
  const style = await resolveConfig(options.table);
  await writeFile(options.table, await format(text, { ...style, parser: 'markdown' }));
  console.log(`Finished runs written to ${options.table}: ${summaries.length}`);
});
