/** What resampling must give wherever it runs, for `resample.test.ts` (Node) and `resample.browser.test.ts` (Chromium). */
import { lcgNoise } from '../testing/synthetic-signals';
import { concatenate, createResampler } from './resample';

/** The SHA-256 of a second of noise, resampled, by source rate in Hz. */
export const RESAMPLED_NOISE_SHA256: readonly (readonly [rateHz: number, sha256: string])[] = [
  [8000, '47c8f38ff85e6ae0ed83986a69d4564d358536cf12ed84977d7366c4430659f9'],
  [16_000, '3ed3cb88a53432dc4b1187850f45dec1d4783e9bc207abf5dfdf72c449cfc90e'],
  [44_100, '08a5aecd095c83848f89f509d4a4f4b1d6074092f40cbb94fabc0a1a8402135a'],
  [48_000, '97e301e29c6beffa6aed352615f4795fe9a06dd7f46013c09aae825a26a1a9af'],
];

/** Resamples a whole recording, handed over in pieces. */
export async function resample(samples: Float32Array, rateHz: number, pieceLength: number): Promise<Float32Array> {
  const resampler = await createResampler(rateHz);
  const blocks: Float32Array[] = [];
  for (let start = 0; start < samples.length; start += pieceLength) {
    blocks.push(resampler.push(samples.subarray(start, start + pieceLength)));
  }
  blocks.push(resampler.finish());
  resampler.dispose();
  return concatenate(blocks);
}

/** Resamples a second of noise. */
export function resampleNoise(rateHz: number): Promise<Float32Array> {
  return resample(Float32Array.from(lcgNoise(rateHz, 11)), rateHz, 4096);
}

/** Resamples a second of noise and returns the SHA-256 of the samples' bytes, in hexadecimal. */
export async function hashResampledNoise(rateHz: number): Promise<string> {
  const output = await resampleNoise(rateHz);
  const digest = await crypto.subtle.digest('SHA-256', new Float32Array(output));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
