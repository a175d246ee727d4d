/**
 * Random streams that are named instead of passed on: whoever knows the name (the run's seed, what is drawn, the epoch, the
 * place in it) can draw the same numbers, in whatever order and on whichever thread.
 */
import { createRandom, type Random } from '../evaluation/random';

/** What a stream is for; part of its name, so that two purposes never share numbers. */
export const STREAM_PURPOSES = { order: 1, example: 2, mixup: 3, dropout: 4 } as const;

/** The purpose's key in `STREAM_PURPOSES`. */
export type StreamPurpose = keyof typeof STREAM_PURPOSES;

/**
 * A seed for a stream: 32 bits that differ wildly for neighbouring names.
 * @param place whole numbers, most general first
 */
export function deriveSeed(runSeed: number, purpose: StreamPurpose, ...place: readonly number[]): number {
  return [STREAM_PURPOSES[purpose], ...place].reduce(
    (hash, part) => mixBits(Math.imul(hash, 31) + part),
    mixBits(runSeed),
  );
}

/** The stream of that name, from its beginning. */
export function openStream(runSeed: number, purpose: StreamPurpose, ...place: readonly number[]): Random {
  return createRandom(deriveSeed(runSeed, purpose, ...place));
}

/** The finaliser of MurmurHash3 (A. Appleby, public domain): every bit of the input moves about half of the output's. */
function mixBits(value: number): number {
  let mixed = (value ^ 0x5bd1e995) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
