import type { FeatureConfig, TimeSpan } from '../../contract/features';

/** A mark on an axis: where, as a share 0…1 of the axis from its start (left or bottom), and what it says. */
export interface Tick {
  readonly position: number;
  readonly label: string;
}

/** Steps between time marks that people read easily, in seconds. */
const TIME_STEPS_SEC = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** Steps between marks of frequency on a linear scale, in Hz. */
const FREQUENCY_STEPS_HZ = [200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];

/** Frequencies worth a mark, in Hz. */
const FREQUENCY_MARKS_HZ = [250, 500, 1000, 2000, 4000];

/** What the marks of an axis of time are in: minutes and seconds where it goes beyond a minute. */
export function findTimeUnit({ endSec }: TimeSpan): 's' | 'min' {
  return endSec < 60 ? 's' : 'min';
}

/**
 * Marks for an axis of time, at round times.
 *
 * @param span what the axis shows
 * @param mostTicks upper limit of marks
 */
export function buildTimeTicks(span: TimeSpan, mostTicks: number): readonly Tick[] {
  const durationSec = span.endSec - span.startSec;
  if (!(durationSec > 0)) return [];
  const stepSec =
    TIME_STEPS_SEC.find((candidateSec) => durationSec / candidateSec < mostTicks) ?? durationSec / (mostTicks - 1);
  // A hair of tolerance at both ends, so that 3 s in steps of 0.1 s are not cut short by rounding.
  const first = Math.ceil(span.startSec / stepSec - 1e-6);
  const last = Math.floor(span.endSec / stepSec + 1e-6);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const timeSec = (first + index) * stepSec;
    const position = Math.min(1, Math.max(0, (timeSec - span.startSec) / durationSec));
    return { position, label: formatTimeMark(timeSec, findTimeUnit(span), stepSec) };
  });
}

/**
 * Marks for the axis of a picture whose rows are mel bands, each row equally high, band 0 at the bottom.
 *
 * Band `m` is centred on the `m + 1`-th of `nMels + 2` points spread evenly in mel from `fMinHz` to `fMaxHz`
 * (the convention of Slaney's Auditory Toolbox and librosa), and row `m` is centred at `(m + 0.5) / nMels`.
 */
export function buildMelTicks(config: Pick<FeatureConfig, 'nMels' | 'fMinHz' | 'fMaxHz'>): readonly Tick[] {
  return FREQUENCY_MARKS_HZ.map((frequencyHz) => ({
    position: findMelPosition(frequencyHz, config),
    label: String(frequencyHz),
  })).filter(({ position }) => position >= 0 && position <= 1);
}

/** Where a frequency lies on the axis of mel bands, as a share 0…1 from the bottom; see `buildMelTicks`. */
export function findMelPosition(
  frequencyHz: number,
  { nMels, fMinHz, fMaxHz }: Pick<FeatureConfig, 'nMels' | 'fMinHz' | 'fMaxHz'>,
): number {
  const lowMel = hertzToMel(fMinHz);
  const band = ((hertzToMel(frequencyHz) - lowMel) / (hertzToMel(fMaxHz) - lowMel)) * (nMels + 1) - 1;
  return (band + 0.5) / nMels;
}

/** Marks for an axis of frequencies on a linear scale from 0 Hz: at most five of them, at round ones. */
export function buildHertzTicks(highestHz: number): readonly Tick[] {
  const stepHz = FREQUENCY_STEPS_HZ.find((candidateHz) => highestHz / candidateHz < 5) ?? highestHz;
  return Array.from({ length: Math.floor(highestHz / stepHz) + 1 }, (_, index) => ({
    position: (index * stepHz) / highestHz,
    label: String(index * stepHz),
  }));
}

/** Marks for an axis of row indices, each row equally high, row 0 at the bottom: every tenth row and the last. */
export function buildIndexTicks(rows: number): readonly Tick[] {
  return Array.from({ length: rows }, (_, row) => row)
    .filter((row) => row % 10 === 0 || row === rows - 1)
    .map((row) => ({ position: (row + 0.5) / rows, label: String(row) }));
}

/** Slaney's mel scale: linear below 1 kHz (200/3 Hz a mel), logarithmic above (27 mels for each factor of 6.4). */
function hertzToMel(frequencyHz: number): number {
  return frequencyHz < 1000 ? (3 * frequencyHz) / 200 : 15 + (27 * Math.log(frequencyHz / 1000)) / Math.log(6.4);
}

function formatTimeMark(timeSec: number, unit: 's' | 'min', stepSec: number): string {
  const digits = stepSec < 0.1 ? 2 : stepSec < 1 ? 1 : 0;
  if (unit === 's') return timeSec.toFixed(digits);
  // Rounded as a whole first: 59.96 s are no 0:60.0.
  const scale = 10 ** digits;
  const units = Math.round(timeSec * scale);
  const seconds = ((units % (60 * scale)) / scale).toFixed(digits);
  return `${Math.floor(units / (60 * scale))}:${seconds.padStart(digits === 0 ? 2 : 3 + digits, '0')}`;
}
