import type { PcmSource } from '../contract/pcm';
import { visitStretches } from './pcm-source';

/** Any two: what collides under one is apart under the other. */
const SEEDS = [0x811c9dc5, 0x9747b28c] as const;

/**
 * Tells a recording from all others whose samples differ, by its length and two hashes (MurmurHash3, 32 bits; A. Appleby,
 * public domain) of the bits of its samples: fast enough for thousands of recordings, in workers that may lack
 * `crypto.subtle`. It is no defence against who makes two recordings of one fingerprint on purpose.
 *
 * @param source mono, any rate
 */
export function fingerprintSource(source: PcmSource): string {
  const hashes = SEEDS.map((seed) => {
    let hash: number = seed;
    visitStretches(source, (samples) => {
      hash = addWords(hash, new Uint32Array(samples.buffer, samples.byteOffset, samples.length));
    });
    return finish(hash ^ (4 * source.length));
  });
  return [source.length, ...hashes].join('-');
}

function addWords(start: number, words: Uint32Array): number {
  let hash = start;
  for (let i = 0; i < words.length; i++) {
    const word = Math.imul(words[i] ?? 0, 0xcc9e2d51);
    hash ^= Math.imul((word << 15) | (word >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  return hash;
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
