/** Recordings on disk, for the tests of this room. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { registerFlacEncoder } from '@mediabunny/flac-encoder';
import { AudioSample, AudioSampleSource, BufferTarget, FlacOutputFormat, Output } from 'mediabunny';
import { writeWav } from '../audio/write-wav';
import { SAMPLE_RATE_HZ } from '../contract/pcm';

/** Writes a file and the folders above it. */
export async function writeFileBelow(folder: string, path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

/** Writes a recording, as FLAC of 24 bits or as WAV of 16 by the path's end; ±1 is full scale. */
export async function writeRecording(
  folder: string,
  path: string,
  channels: Float32Array | readonly Float32Array[],
  sampleRateHz = SAMPLE_RATE_HZ,
): Promise<void> {
  const planes = channels instanceof Float32Array ? [channels] : channels;
  const isFlac = /\.flac$/i.test(path);
  const content = isFlac
    ? await encodeFlac(planes, sampleRateHz)
    : await (await writeWav([{ channels: planes, sampleRateHz }])).arrayBuffer();
  await writeFileBelow(folder, path, new Uint8Array(content));
}

/** A FLAC file of 24 bits, at one of the rates that the encoder knows (22,050 or 44,100 Hz, not the model's). */
export async function encodeFlac(channels: readonly Float32Array[], sampleRateHz: number): Promise<ArrayBuffer> {
  registerFlacEncoder();
  const output = new Output({ format: new FlacOutputFormat(), target: new BufferTarget() });
  const source = new AudioSampleSource({ codec: 'flac' });
  output.addAudioTrack(source);
  await output.start();
  const frames = channels[0]?.length ?? 0;
  const data = new Float32Array(frames * channels.length);
  for (const [index, samples] of channels.entries()) data.set(samples, index * frames);
  const numberOfChannels = channels.length;
  const sample = new AudioSample({
    data,
    format: 'f32-planar',
    numberOfChannels,
    sampleRate: sampleRateHz,
    timestamp: 0,
  });
  await source.add(sample);
  sample.close();
  await output.finalize();
  if (output.target.buffer === null) throw new Error('Expected a finished FLAC file, got none.');
  return output.target.buffer;
}
