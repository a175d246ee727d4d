/** Speech over a telephone line: 300 to 3,400 Hz, 8,000 samples a second of 8 bits each by µ-law. */
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import { limitAbove, limitBelow } from './band-limit';
import { resampleByFactor } from './resample-by-factor';

const TELEPHONE_RATE_HZ = 8000;
const LOWEST_HZ = 300;
const HIGHEST_HZ = 3400;
/** Of ITU-T G.711; the standard's straight pieces follow this curve to within a step of theirs. */
const MU = 255;
const STEPS = 127;

/**
 * Passes speech through a telephone line.
 * @param samples at the model's rate; what exceeds ±1 is clipped
 * @returns as many samples, at the model's rate
 */
export function passThroughTelephone(samples: Float32Array): Float32Array {
  const band = limitAbove(limitBelow(samples, LOWEST_HZ), HIGHEST_HZ);
  const line = resampleByFactor(band, SAMPLE_RATE_HZ / TELEPHONE_RATE_HZ);
  const received = resampleByFactor(line.map(quantiseByMuLaw), TELEPHONE_RATE_HZ / SAMPLE_RATE_HZ);
  // Rounding at both conversions may lose or gain a sample or two.
  const output = new Float32Array(samples.length);
  output.set(received.subarray(0, output.length));
  return output;
}

/** Rounds a sample to one of 255 values, close together where it is quiet: y = ln(1 + µ|x|) / ln(1 + µ) in equal steps. */
export function quantiseByMuLaw(sample: number): number {
  const compressed = Math.log1p(MU * Math.min(1, Math.abs(sample))) / Math.log1p(MU);
  return (Math.sign(sample) * Math.expm1((Math.round(STEPS * compressed) / STEPS) * Math.log1p(MU))) / MU;
}
