/** The recording as the network gets it: its speech alone, what lies far below it masked, the level taken out. Pure. */
import { FEATURE_CONFIG, type Spectrogram, type TimeSpan } from '../../contract/features';
import type { SpanPictures } from '../../contract/prediction';

/** As the network's own pictures do, so that a constant stretch stays finite. */
const DEVIATION_EPSILON = 1e-5;

const MASKING_POWER = 10 ** (FEATURE_CONFIG.maskingFloorDb / 10);

/** Joins spans that overlap or touch, given in order of their start: windows slide over speech without a pause. */
export function joinSpans(spans: readonly TimeSpan[]): TimeSpan[] {
  const joined: TimeSpan[] = [];
  for (const { startSec, endSec } of spans) {
    const last = joined.at(-1);
    if (last !== undefined && startSec <= last.endSec) {
      joined[joined.length - 1] = { startSec: last.startSec, endSec: Math.max(last.endSec, endSec) };
    } else {
      joined.push({ startSec, endSec });
    }
  }
  return joined;
}

/** A stretch of speech: its loudest level, and the mean and the deviation of its levels once masked, in dB. */
export interface MeasuredStretch extends TimeSpan {
  readonly loudest: number;
  readonly mean: number;
  readonly deviation: number;
}

/** Measures the levels of stretches in the pictures of a whole recording. */
export function measureStretches(
  { values, rows, frames, hopSec }: Spectrogram,
  stretches: readonly TimeSpan[],
): MeasuredStretch[] {
  return stretches.map(({ startSec, endSec }) => {
    const first = Math.min(frames - 1, Math.round(startSec / hopSec));
    const last = Math.min(frames - 1, Math.max(first, Math.round(endSec / hopSec)));
    let loudest = -Infinity;
    for (let row = 0; row < rows; row++) {
      for (let frame = first; frame <= last; frame++) loudest = Math.max(loudest, values[row * frames + frame] ?? 0);
    }
    let sum = 0;
    let squares = 0;
    for (let row = 0; row < rows; row++) {
      for (let frame = first; frame <= last; frame++) {
        const value = mask(values[row * frames + frame] ?? 0, loudest);
        sum += value;
        squares += value * value;
      }
    }
    const count = rows * (last - first + 1);
    const mean = sum / count;
    return { startSec, endSec, loudest, mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
  });
}

/** A level with the masking floor's power added to it, both in dB. */
function mask(level: number, loudest: number): number {
  return loudest + 10 * Math.log10(10 ** ((level - loudest) / 10) + MASKING_POWER);
}

/**
 * Log-mel levels, masked, in deviations from the mean of their stretch of speech; NaN where nobody speaks.
 *
 * @param pictures of the whole recording or of a part
 * @param stretches in time order, not overlapping
 */
export function standardiseSpeech(
  { startSec, logMelDb }: Pick<SpanPictures, 'startSec' | 'logMelDb'>,
  stretches: readonly MeasuredStretch[],
): Spectrogram {
  const { values, rows, frames, hopSec } = logMelDb;
  const standardised = new Float32Array(values.length).fill(NaN);
  let next = 0;
  for (let frame = 0; frame < frames; frame++) {
    // A column stands for half a hop to either side: speech shorter than that is not lost.
    const timeSec = startSec + frame * hopSec;
    while ((stretches[next]?.endSec ?? Infinity) < timeSec - hopSec / 2) next++;
    const stretch = stretches[next];
    if (stretch === undefined || stretch.startSec > timeSec + hopSec / 2) continue;
    const scale = 1 / (stretch.deviation + DEVIATION_EPSILON);
    for (let row = 0; row < rows; row++) {
      const cell = row * frames + frame;
      standardised[cell] = (mask(values[cell] ?? 0, stretch.loudest) - stretch.mean) * scale;
    }
  }
  return { values: standardised, rows, frames, hopSec };
}
