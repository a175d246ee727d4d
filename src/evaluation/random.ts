/** Uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * A seeded generator (Mulberry32, T. Ettinger 2017, public domain): the same seed gives the same sequence everywhere.
 * @param seed any integer
 */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
