/**
 * Runs a command's work; an error becomes one line, because a stack trace helps nobody who mistyped an option. The exit
 * code is then 2 for what was asked wrongly and 1 for what went wrong.
 */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : String(thrown));
    process.exitCode = isUsageError(thrown) ? 2 : 1;
  }
}

/** What `parseArgs` and the readers of options throw. */
function isUsageError(thrown: unknown): boolean {
  if (thrown instanceof RangeError) return true;
  return thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('ERR_PARSE_ARGS');
}

/**
 * Reads a positive whole number from the command line.
 * @throws RangeError naming the option
 */
export function parseCount(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`--${option}: expected a positive whole number, got ${text}.`);
}
