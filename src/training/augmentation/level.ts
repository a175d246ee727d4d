/** How loud a signal is, and making it louder or quieter. */

/** Root mean square of samples, 0 for none. */
export function measureRms(samples: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < samples.length; i++) squares += (samples[i] as number) * (samples[i] as number);
  return Math.sqrt(squares / Math.max(1, samples.length));
}

/** The factor on amplitudes that a change in decibels means. */
export function decibelsToAmplitude(decibels: number): number {
  return 10 ** (decibels / 20);
}

/** A copy, `gainDb` louder; nothing is clipped. */
export function changeGain(samples: Float32Array, gainDb: number): Float32Array {
  const factor = decibelsToAmplitude(gainDb);
  return samples.map((sample) => factor * sample);
}
