/** What `npm run evaluate` says of a folder, for comparison with the page. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const projectFolder = resolve(import.meta.dirname, '../..');

/** A report as far as it is compared. */
export interface NodeReport {
  readonly certainty: { readonly calibrationError: number; readonly coverage: number };
}

/** Runs the command on all speakers of a folder, with the weights that the page was built with. @param jsonPath is written */
export function evaluateInNode(folder: string, jsonPath: string): NodeReport {
  const options = ['--data', folder, '--role', 'all', '--model', 'dist/model', '--json', jsonPath];
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/evaluate.ts', ...options], {
    cwd: projectFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return JSON.parse(readFileSync(jsonPath, 'utf8')) as NodeReport;
}
