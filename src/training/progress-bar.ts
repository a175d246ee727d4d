/** A line that says how far a long command is: rewritten in a terminal, every tenth in a log. */
export class ProgressBar {
  private lastTenth = -1;
  private readonly startMs = performance.now();

  /** @param label begins the line */
  constructor(private readonly label: string) {}

  /** Shows `done` of `total`, the time left and whatever else is worth saying. */
  update(done: number, total: number, note = ''): void {
    const elapsedSec = (performance.now() - this.startMs) / 1000;
    const left = formatDuration((elapsedSec * (total - done)) / Math.max(1, done));
    const width = 20;
    const bar = '█'.repeat(Math.floor((width * done) / total)).padEnd(width, '·');
    const line = `${this.label} ${bar} ${done}/${total}${note ? ` ${note}` : ''}, ${left} left`;
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\u001b[2K${line}${done >= total ? '\n' : ''}`);
      return;
    }
    const tenth = Math.floor((10 * done) / total);
    if (tenth !== this.lastTenth) process.stderr.write(`${line}\n`);
    this.lastTenth = tenth;
  }
}

/** Seconds as `1 h 02 min`, `3 min 04 s` or `5 s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const pad = (value: number): string => String(value).padStart(2, '0');
  if (whole >= 3600) return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`;
  if (whole >= 60) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  return `${whole} s`;
}
