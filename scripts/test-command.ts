/** Running the commands as processes, in a folder of their own, for the tests of this folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What became of a command: null for a code when it was killed; all that it said. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs a command of this folder.
 * @param script its file's name
 * @param folder that it runs in
 * @param watch sees every piece of its output, with all that came before
 */
export function runScript(
  script: string,
  folder: string,
  args: readonly string[],
  watch: (output: string, child: ChildProcess) => void = () => undefined,
): Promise<Outcome> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), path, ...args], { cwd: folder });
  let output = '';
  const listen = (piece: Buffer): void => {
    output += piece.toString();
    watch(output, child);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, output });
    });
  });
}
