/**
 * Slower or faster speech at the same pitch: WSOLA (W. Verhelst, M. Roelands, "An overlap-add technique based on waveform
 * similarity for high quality time-scale modification of speech", ICASSP 1993). Frames are laid out at a new distance;
 * each is taken from the place near its own where it goes on best from the one before.
 */
import { SAMPLE_RATE_HZ } from '../../contract/pcm';

/** Distance of frames in the output, half their length: 20 ms. */
const HOP = Math.round(0.02 * SAMPLE_RATE_HZ);
const FRAME = 2 * HOP;
/** Largest deviation from a frame's own place: a pitch period of 80 Hz. */
const REACH = Math.round(SAMPLE_RATE_HZ / 80);
/** Likeness is judged on every third sample, first at every third place. */
const STRIDE = 3;

/** Periodic Hann: frames at half its length sum to one. */
const hannWindow = Float64Array.from({ length: FRAME }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / FRAME));

/**
 * Stretches a signal in time; pitch and formants stay.
 * @param factor above 0; 2 doubles the duration
 * @returns `round(samples.length · factor)` samples
 */
export function stretchTime(samples: Float32Array, factor: number): Float32Array {
  const output = new Float32Array(Math.round(samples.length * factor));
  const lastStart = samples.length - FRAME;
  // Shorter than a frame there is nothing to overlap.
  if (lastStart <= 0) return output.map((_, n) => samples[Math.min(samples.length - 1, Math.floor(n / factor))] ?? 0);
  addOpening(output, samples);
  let start = -HOP;
  for (let target = 0; target < output.length; target += HOP) {
    const natural = Math.min(lastStart, start + HOP);
    const own = Math.min(lastStart, Math.round(target / factor));
    start = findLikeliest(samples, natural, own, lastStart);
    addFrame(output, samples, target, start);
  }
  return output;
}

/** The falling half of a frame that begins a hop before the signal. */
function addOpening(output: Float32Array, samples: Float32Array): void {
  const end = Math.min(HOP, output.length);
  for (let n = 0; n < end; n++) output[n] = (hannWindow[HOP + n] as number) * (samples[n] as number);
}

function addFrame(output: Float32Array, samples: Float32Array, target: number, start: number): void {
  const end = Math.min(FRAME, output.length - target);
  for (let n = 0; n < end; n++) {
    output[target + n] = (output[target + n] as number) + (hannWindow[n] as number) * (samples[start + n] as number);
  }
}

/** The place near `own` where the signal is most like what follows naturally. */
function findLikeliest(samples: Float32Array, natural: number, own: number, lastStart: number): number {
  const lowest = Math.max(0, own - REACH);
  const highest = Math.min(lastStart, own + REACH);
  if (natural >= lowest && natural <= highest) return natural;
  let best = own;
  let least = Infinity;
  const tryStart = (start: number): void => {
    const difference = measureDifference(samples, natural, start, least);
    if (difference < least) [best, least] = [start, difference];
  };
  for (let start = lowest; start <= highest; start += STRIDE) tryStart(start);
  const coarse = best;
  for (let start = Math.max(lowest, coarse - STRIDE + 1); start < Math.min(highest, coarse + STRIDE); start++) {
    tryStart(start);
  }
  return best;
}

/** Sum of absolute differences of two frames, given up once it exceeds `limit`. */
function measureDifference(samples: Float32Array, first: number, second: number, limit: number): number {
  let sum = 0;
  for (let n = 0; n < FRAME && sum < limit; n += STRIDE) {
    sum += Math.abs((samples[first + n] as number) - (samples[second + n] as number));
  }
  return sum;
}
