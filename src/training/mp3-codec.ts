/**
 * Speech as it comes back from an MP3 file. Wraps LAME (`wasm-media-encoders`, MIT; LAME itself is LGPL) and mpg123
 * (`mpg123-decoder`, MIT; mpg123 itself is LGPL), both as WebAssembly: development dependencies, nothing of them reaches
 * the page. Node only.
 */
import { MPEGDecoder } from 'mpg123-decoder';
import { createMp3Encoder } from 'wasm-media-encoders';
import { collectPcm } from '../audio/to-pcm';
import { SAMPLE_RATE_HZ, type PcmPiece } from '../contract/pcm';

/** What LAME takes for mono at this bit rate: most of the 32 kbit/s go to what the model hears, up to 5.5 kHz. */
const MP3_RATE_HZ = 22_050;
const BIT_RATE_KBPS = 32;
/** Samples at `MP3_RATE_HZ` by which LAME (576) and any decoder (529) delay the sound (LAME's technical FAQ). */
const DELAY_SAMPLES = 576 + 529;

/**
 * Encodes speech as MP3 of 32 kbit/s, mono at 22,050 Hz, and decodes it.
 * @param samples at the model's rate, within ±1, at least `MIN_RECORDING_SEC` of them
 * @returns as many samples at the model's rate, aligned with those that went in
 */
export async function passThroughMp3(samples: Float32Array): Promise<Float32Array> {
  const decoded = decodeMp3(await encodeMp3(samples));
  const { samples: received } = await collectPcm(decoded);
  const output = new Float32Array(samples.length);
  output.set(received.subarray(0, output.length));
  return output;
}

let encoder: ReturnType<typeof createMp3Encoder> | null = null;

async function encodeMp3(samples: Float32Array): Promise<Uint8Array> {
  const lame = await (encoder ??= createMp3Encoder());
  lame.configure({
    sampleRate: SAMPLE_RATE_HZ,
    outputSampleRate: MP3_RATE_HZ,
    channels: 1,
    bitrate: BIT_RATE_KBPS,
  });
  // Each call hands out the same memory anew.
  const body = lame.encode([samples]).slice();
  return Buffer.concat([body, lame.finalize()]);
}

async function* decodeMp3(file: Uint8Array): AsyncGenerator<PcmPiece> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const { channelData, sampleRate } = decoder.decode(file);
    yield {
      channels: channelData.slice(0, 1).map((channel) => channel.subarray(DELAY_SAMPLES)),
      sampleRateHz: sampleRate,
    };
  } finally {
    decoder.free();
  }
}
