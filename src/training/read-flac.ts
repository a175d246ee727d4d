/**
 * Reading FLAC files in Node, where no browser decodes them: mediabunny finds the frames, `@wasm-audio-decoders/flac`
 * (MIT, libFLAC as WebAssembly; its `codec-parser` is LGPL) decodes them. A development dependency, nothing of it reaches
 * the page. That package's own search for frames loses the last one of every twentieth file.
 */
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { readFlacFrames } from '../audio/read-file';
import { UndertoneError } from '../contract/errors';
import type { PcmPiece } from '../contract/pcm';

/** Frames that are decoded at once, of mostly 4,096 samples: a long file is never held decoded as a whole. */
const FRAMES_AT_ONCE = 32;

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
    let samples = 0;
    for await (const frames of groupFrames(file)) {
      const { channelData, samplesDecoded, sampleRate, bitDepth, errors } = await decoder.decodeFrames(frames);
      const [error] = errors;
      if (error) throw new UndertoneError('decode-error', `Expected a readable FLAC file: ${error.message}`);
      samples += samplesDecoded;
      yield { channels: channelData.map((channel) => rescale(channel, bitDepth)), sampleRateHz: sampleRate };
    }
    checkLength(file, samples);
  } finally {
    decoder.free();
  }
}

async function* groupFrames(file: Uint8Array): AsyncGenerator<Uint8Array[]> {
  let group: Uint8Array[] = [];
  for await (const frame of readFlacFrames(file)) {
    group.push(frame);
    if (group.length < FRAMES_AT_ONCE) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** The decoder divides by 2^(bits − 1) − 1. Adding 0 makes 0 of −0. */
function rescale(samples: Float32Array, bitDepth: number): Float32Array {
  const fullScale = 2 ** (bitDepth - 1);
  return samples.map((sample) => (Math.round(sample * (fullScale - 1)) + 0) / fullScale);
}

/** Damaged frames are left out in silence, so what came out is compared with what the file promises. */
function checkLength(file: Uint8Array, samples: number): void {
  if (samples === 0) throw new UndertoneError('decode-error', 'Expected a readable FLAC file, got no frame of sound.');
  const stated = readStatedSamples(file);
  if (stated !== 0 && stated !== samples) {
    throw new UndertoneError(
      'decode-error',
      `Expected ${stated} samples per channel in the FLAC file, got ${samples}.`,
    );
  }
}

/**
 * Samples per channel by the STREAMINFO block, the first of every file (RFC 9639, section 8.2): 36 bits from bit 108 of
 * the block on, which begins at byte 8. 0 where that is unknown, or the file begins otherwise (a tag, an Ogg page).
 */
function readStatedSamples(file: Uint8Array): number {
  if (new TextDecoder('latin1').decode(file.subarray(0, 4)) !== 'fLaC' || file.length < 42) return 0;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return (view.getUint8(21) & 0x0f) * 2 ** 32 + view.getUint32(22);
}
