/** WAV files for both sides of a comparison, and to hand over what no recorder writes. */

/** Sound as numbers: one array of equal length per channel, nominally within ±1. */
export interface Sound {
  readonly channels: readonly Float32Array[];
  readonly sampleRateHz: number;
}

/** 16-bit integers, or 32-bit floats, which keep every sample as it is and can also hold what is not a number. */
export type SampleFormat = 'int16' | 'float32';

const HEADER_BYTES = 44;

/** Writes sound as a WAV file, channels interleaved; as integers, what is beyond ±1 is clipped. */
export function encodeWav({ channels, sampleRateHz }: Sound, format: SampleFormat): Buffer {
  const sampleBytes = format === 'int16' ? 2 : 4;
  const frames = channels[0]?.length ?? 0;
  const frameBytes = sampleBytes * channels.length;
  const file = Buffer.alloc(HEADER_BYTES + frames * frameBytes);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(format === 'int16' ? 1 : 3, 20);
  file.writeUInt16LE(channels.length, 22);
  file.writeUInt32LE(sampleRateHz, 24);
  file.writeUInt32LE(sampleRateHz * frameBytes, 28);
  file.writeUInt16LE(frameBytes, 32);
  file.writeUInt16LE(8 * sampleBytes, 34);
  file.write('data', 36);
  file.writeUInt32LE(frames * frameBytes, 40);
  for (const [channel, samples] of channels.entries()) {
    for (const [frame, sample] of samples.entries()) {
      const place = HEADER_BYTES + frame * frameBytes + channel * sampleBytes;
      if (format === 'float32') file.writeFloatLE(sample, place);
      else file.writeInt16LE(Math.round(32_767 * Math.max(-1, Math.min(1, sample))), place);
    }
  }
  return file;
}
