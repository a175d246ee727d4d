import type { FeatureConfig } from '../../contract/features';

/** A mark on an axis: where, as a share 0…1 of the axis from its start (left or bottom), and what it says. */
export interface Tick {
  readonly position: number;
  readonly label: string;
}

/** Steps between time marks that people read easily, in seconds. */
const TIME_STEPS_SEC = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** Frequencies worth a mark, in Hz. */
const FREQUENCY_MARKS_HZ = [250, 500, 1000, 2000, 4000];

/**
 * Marks for an axis of time that starts at 0.
 *
 * @param durationSec length of the axis
 * @param mostTicks upper limit of marks, the one at 0 included
 */
export function buildTimeTicks(durationSec: number, mostTicks: number): readonly Tick[] {
  if (!(durationSec > 0)) return [];
  const stepSec =
    TIME_STEPS_SEC.find((candidateSec) => durationSec / candidateSec < mostTicks) ?? durationSec / (mostTicks - 1);
  // A hair of tolerance, so that 3 s in steps of 0.1 s are not cut short by rounding.
  const count = Math.floor(durationSec / stepSec + 1e-6) + 1;
  return Array.from({ length: count }, (_, index) => {
    const timeSec = index * stepSec;
    return { position: Math.min(1, timeSec / durationSec), label: formatTimeMark(timeSec, durationSec, stepSec) };
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

function formatTimeMark(timeSec: number, durationSec: number, stepSec: number): string {
  if (durationSec < 60) return stepSec < 1 ? timeSec.toFixed(1) : String(Math.round(timeSec));
  const wholeSec = Math.round(timeSec);
  return `${Math.floor(wholeSec / 60)}:${String(wholeSec % 60).padStart(2, '0')}`;
}
