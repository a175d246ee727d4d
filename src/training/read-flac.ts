/**
 * Reading FLAC files in Node, where no browser decodes them. Wraps `@wasm-audio-decoders/flac` (MIT, libFLAC as
 * WebAssembly; its `codec-parser` is LGPL): a development dependency, nothing of it reaches the page.
 */
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { UndertoneError } from '../contract/errors';
import type { PcmPiece } from '../contract/pcm';

/** Bytes that are handed to the decoder at once: a long file is never held decoded as a whole. */
const CHUNK_BYTES = 1 << 18;

/**
 * Reads a FLAC file in pieces. Integers become floats by division by 2^(bits − 1), as in `readPcmFile`, so that a
 * WAV file and its FLAC copy give the same samples.
 *
 * @throws UndertoneError `decode-error` when the file is none, is damaged or ends early
 */
export async function* readFlacFile(file: Uint8Array): AsyncGenerator<PcmPiece, void, undefined> {
  const decoder = new FLACDecoder();
  await decoder.ready;
  try {
    let frames = 0;
    for (let start = 0; start < file.length + CHUNK_BYTES; start += CHUNK_BYTES) {
      const { channelData, samplesDecoded, sampleRate, bitDepth, errors } =
        start < file.length ? await decoder.decode(file.subarray(start, start + CHUNK_BYTES)) : await decoder.flush();
      const [error] = errors;
      if (error) throw new UndertoneError('decode-error', `Expected a readable FLAC file: ${error.message}`);
      if (samplesDecoded === 0) continue;
      frames += samplesDecoded;
      yield { channels: channelData.map((samples) => rescale(samples, bitDepth)), sampleRateHz: sampleRate };
    }
    checkLength(file, frames);
  } catch (cause) {
    if (cause instanceof UndertoneError) throw cause;
    throw new UndertoneError('decode-error', `Expected a readable FLAC file: ${String(cause)}`, { cause });
  } finally {
    decoder.free();
  }
}

/** The decoder divides by 2^(bits − 1) − 1. Adding 0 makes 0 of −0. */
function rescale(samples: Float32Array, bitDepth: number): Float32Array {
  const fullScale = 2 ** (bitDepth - 1);
  return samples.map((sample) => (Math.round(sample * (fullScale - 1)) + 0) / fullScale);
}

/** Damaged frames are left out in silence, so what came out is compared with what the file promises. */
function checkLength(file: Uint8Array, frames: number): void {
  if (frames === 0) throw new UndertoneError('decode-error', 'Expected a readable FLAC file, got no frame of sound.');
  const stated = readStatedFrames(file);
  if (stated !== 0 && stated !== frames) {
    throw new UndertoneError('decode-error', `Expected ${stated} samples per channel in the FLAC file, got ${frames}.`);
  }
}

/**
 * Samples per channel by the STREAMINFO block, the first of every file (RFC 9639, section 8.2): 36 bits from bit 108 of
 * the block on, which begins at byte 8. 0 where that is unknown, or the file begins otherwise (a tag, an Ogg page).
 */
function readStatedFrames(file: Uint8Array): number {
  if (new TextDecoder('latin1').decode(file.subarray(0, 4)) !== 'fLaC' || file.length < 42) return 0;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return (view.getUint8(21) & 0x0f) * 2 ** 32 + view.getUint32(22);
}
