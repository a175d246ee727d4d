/**
 * Band limits of microphones and channels: Butterworth filters of fourth order, two second-order sections each, made by
 * the bilinear transform (R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients").
 */
import { SAMPLE_RATE_HZ } from '../../contract/pcm';

/** Quality factors of the sections of a fourth-order Butterworth filter: 1 / (2 cos(π/8)), 1 / (2 cos(3π/8)). */
const SECTION_QUALITIES = [1 / (2 * Math.cos(Math.PI / 8)), 1 / (2 * Math.cos((3 * Math.PI) / 8))];

/** Takes off what lies above a frequency: −3 dB there, −24 dB an octave further up. */
export function limitAbove(samples: Float32Array, cutoffHz: number): Float32Array {
  return filterTwice(samples, cutoffHz, (cosine) => (1 - cosine) / 2, 1);
}

/** Takes off what lies below a frequency: −3 dB there, −24 dB an octave further down. */
export function limitBelow(samples: Float32Array, cutoffHz: number): Float32Array {
  return filterTwice(samples, cutoffHz, (cosine) => (1 + cosine) / 2, -1);
}

/** The numerator is `outer · (1 + 2 · sign · z⁻¹ + z⁻²)`: a double zero at the Nyquist frequency, or at 0 Hz. */
function filterTwice(
  samples: Float32Array,
  cutoffHz: number,
  computeOuter: (cosine: number) => number,
  sign: 1 | -1,
): Float32Array {
  if (!(cutoffHz > 0 && cutoffHz < SAMPLE_RATE_HZ / 2)) {
    throw new RangeError(`Expected a cutoff between 0 and ${SAMPLE_RATE_HZ / 2} Hz, got ${cutoffHz} Hz.`);
  }
  const angle = (2 * Math.PI * cutoffHz) / SAMPLE_RATE_HZ;
  const cosine = Math.cos(angle);
  const filtered = samples.slice();
  for (const quality of SECTION_QUALITIES) {
    const alpha = Math.sin(angle) / (2 * quality);
    const outer = computeOuter(cosine) / (1 + alpha);
    filterSection(filtered, outer, 2 * sign * outer, (-2 * cosine) / (1 + alpha), (1 - alpha) / (1 + alpha));
  }
  return filtered;
}

/** y[n] = b0·(x[n] + x[n−2]) + b1·x[n−1] − a1·y[n−1] − a2·y[n−2], in place. */
function filterSection(samples: Float32Array, b0: number, b1: number, a1: number, a2: number): void {
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let n = 0; n < samples.length; n++) {
    const x = samples[n] as number;
    const y = b0 * (x + x2) + b1 * x1 - a1 * y1 - a2 * y2;
    samples[n] = y;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
  }
}
