/** Mean of samples, 0 for none. Summed in float64. */
export function computeMean(samples: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i] ?? 0;
  return sum / Math.max(1, samples.length);
}
