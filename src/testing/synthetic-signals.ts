/** Signals defined by a formula on the sample index, for tests that must run anywhere. All at 11,025 Hz, 3.0 s. */
import { SAMPLE_RATE_HZ } from '../contract/pcm';

const SAMPLES = 3 * SAMPLE_RATE_HZ;

/** A linear congruential noise: x' = (1664525 x + 1013904223) mod 2³², value = x' / 2³¹ − 1, uniform in ±1. */
export function lcgNoise(length: number, seed: number): Float64Array {
  let state = seed >>> 0;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Evaluates a formula of (time in seconds, sample index). */
function render(formula: (timeSec: number, n: number) => number): Float32Array {
  return Float32Array.from({ length: SAMPLES }, (_, n) => formula(n / SAMPLE_RATE_HZ, n));
}

/** A buzz of 20 harmonics of 120 Hz whose loudness swings four times a second, over faint noise. */
function renderVoiceLike(): Float32Array {
  const noise = lcgNoise(SAMPLES, 2);
  return render((t, n) => {
    let buzz = 0;
    for (let k = 1; k <= 20; k++) buzz += Math.sin(2 * Math.PI * k * 120 * t) / k;
    return buzz * 0.1 * (0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * t)) + 0.001 * (noise[n] ?? 0);
  });
}

/** The named test signals. */
export const SYNTHETIC_SIGNALS: Readonly<Record<string, () => Float32Array>> = {
  'sine-440': () => render((t) => 0.5 * Math.sin(2 * Math.PI * 440 * t)),
  'chirp-50-5000': () => render((t) => 0.8 * Math.sin(2 * Math.PI * (50 * t + 825 * t * t))),
  noise: () => Float32Array.from(lcgNoise(SAMPLES, 1), (value) => 0.3 * value),
  impulse: () => render((_t, n) => (n === 16000 ? 1 : 0)),
  'voice-like': renderVoiceLike,
  'short-0.3s': () => renderVoiceLike().slice(0, 3308),
};
