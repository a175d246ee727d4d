import type { TimeSpan } from '../../contract/features';

/** More points than this would be a scribble at the size of a word. */
const MAX_COLUMNS = 120;

/** One descriptor while somebody speaks. */
export interface Trace {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** SVG path in the unit square, up is more; it breaks where nobody speaks. */
  readonly path: string;
}

/**
 * Sums up a descriptor over the spans of speech and draws it over the whole recording.
 *
 * @param values one for each moment `i · hopSec`
 * @param spans in time order by their starts and by their ends; they may overlap
 * @returns `null` when no moment falls into a span, as in hours of silence with one word
 */
export function traceDescriptor(
  values: Float32Array,
  hopSec: number,
  durationSec: number,
  spans: readonly TimeSpan[],
): Trace | null {
  const columns = Math.min(MAX_COLUMNS, values.length);
  const sums = new Float64Array(columns);
  const counts = new Uint32Array(columns);
  let next = 0;
  const spoken = values.filter((value, index) => {
    const timeSec = index * hopSec;
    while ((spans[next]?.endSec ?? Infinity) < timeSec) next++;
    if ((spans[next]?.startSec ?? Infinity) > timeSec) return false;
    const column = Math.min(columns - 1, Math.floor((timeSec / durationSec) * columns));
    sums[column] = (sums[column] ?? 0) + value;
    counts[column] = (counts[column] ?? 0) + 1;
    return true;
  });
  if (spoken.length === 0) return null;
  const means = sums.map((sum, column) => sum / (counts[column] ?? 0));
  const drawn = means.filter((mean) => !Number.isNaN(mean));
  const low = Math.min(...drawn);
  const high = Math.max(...drawn);
  let path = '';
  means.forEach((mean, column) => {
    if (Number.isNaN(mean)) return;
    const isContinued = !Number.isNaN(means[column - 1] ?? NaN);
    const up = high > low ? (mean - low) / (high - low) : 0.5;
    const [x, y] = [((column + 0.5) / columns).toFixed(4), (1 - up).toFixed(3)];
    // A line to its own start is a dot: a column alone is seen, too.
    path += isContinued ? `L${x} ${y}` : `M${x} ${y}L${x} ${y}`;
  });
  return { median: spoken.sort()[spoken.length >> 1] ?? NaN, low, high, path };
}
