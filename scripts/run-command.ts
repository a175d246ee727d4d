/** Runs a command's work; an error becomes one line, because a stack trace helps nobody who mistyped an option. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : String(thrown));
    process.exitCode = 2;
  }
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
