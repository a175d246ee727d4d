/** Pseudo-random numbers that are the same in every run, for tests and benchmarks. */

/**
 * Creates a generator of uniform numbers in [0, 1).
 *
 * Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough for test data.
 */
export function createSeededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Uniform float32 values in [low, high). */
export function createUniformValues(length: number, low: number, high: number, seed: number): Float32Array {
  const random = createSeededRandom(seed);
  return Float32Array.from({ length }, () => low + (high - low) * random());
}
