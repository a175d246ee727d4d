/** What the same TypeScript says in Node, for comparison with the page. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Node's answer for one file. */
export interface NodeResult {
  readonly emotion: string;
  /** By emotion. */
  readonly probabilities: Readonly<Record<string, number>>;
}

const projectFolder = resolve(import.meta.dirname, '../..');

/** Runs `scripts/classify.ts` on WAV files with the weights that the page was built with; answers in their order. */
export function classifyInNode(paths: readonly string[]): NodeResult[] {
  const output = execFileSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/classify.ts', '--model', 'dist/model', ...paths],
    { cwd: projectFolder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return JSON.parse(output) as NodeResult[];
}
