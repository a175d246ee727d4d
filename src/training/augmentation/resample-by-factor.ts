/**
 * Reading a signal faster or slower than it was recorded: tempo and pitch change together, as with a tape.
 *
 * Interpolation by a windowed sinc from a table (J. O. Smith, "Digital Audio Resampling", CCRMA): 32 taps, Hann-windowed,
 * the nearest of 512 phases. The resampler of `src/audio` is far more exact and takes ten times as long, for which
 * random variation has no use.
 */

/** Taps on either side. */
const HALF_WIDTH = 16;
const TAPS = 2 * HALF_WIDTH;
const PHASES = 512;
/** Below the Nyquist frequency by what the window needs. */
const PASS_BAND = 0.95;
/** Cutoffs are rounded down to one of these many steps, so that there are few tables. */
const CUTOFF_STEPS = 32;

/** `[PHASES + 1, TAPS]` by cutoff step. */
const tables = new Map<number, Float32Array>();

/**
 * Plays a signal `factor` times as fast.
 * @param factor above 0; 2 halves the duration and doubles every frequency
 * @returns `round(samples.length / factor)` samples
 */
export function resampleByFactor(samples: Float32Array, factor: number): Float32Array {
  const table = getTable(Math.floor(CUTOFF_STEPS * PASS_BAND * Math.min(1, 1 / factor)));
  const output = new Float32Array(Math.round(samples.length / factor));
  for (let n = 0; n < output.length; n++) {
    const position = n * factor;
    const whole = Math.floor(position);
    const row = Math.round((position - whole) * PHASES) * TAPS;
    const first = whole - HALF_WIDTH + 1;
    const from = Math.max(0, -first);
    const to = Math.min(TAPS, samples.length - first);
    let sum = 0;
    for (let tap = from; tap < to; tap++) sum += (samples[first + tap] as number) * (table[row + tap] as number);
    output[n] = sum;
  }
  return output;
}

function getTable(step: number): Float32Array {
  const known = tables.get(step);
  if (known) return known;
  const cutoff = Math.max(1, step) / CUTOFF_STEPS;
  const table = new Float32Array((PHASES + 1) * TAPS);
  for (let phase = 0; phase <= PHASES; phase++) {
    const row = table.subarray(phase * TAPS, (phase + 1) * TAPS);
    for (let tap = 0; tap < TAPS; tap++) {
      const distance = tap - HALF_WIDTH + 1 - phase / PHASES;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / HALF_WIDTH);
      const x = Math.PI * cutoff * distance;
      row[tap] = cutoff * window * (x === 0 ? 1 : Math.sin(x) / x);
    }
    // A constant stays what it is, whatever the phase.
    const sum = row.reduce((total, value) => total + value, 0);
    for (let tap = 0; tap < TAPS; tap++) row[tap] = (row[tap] as number) / sum;
  }
  tables.set(step, table);
  return table;
}
