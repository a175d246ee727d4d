import { AudioSample, AudioSampleSource, BufferTarget, Output, WavOutputFormat } from 'mediabunny';
import type { PcmPiece } from '../contract/pcm';

/** Writes pieces of one rate and channel count as a WAV file of 16-bit samples, for an `<audio>` player; ±1 is full scale. */
export async function writeWav(pieces: readonly PcmPiece[]): Promise<Blob> {
  const output = new Output({ format: new WavOutputFormat(), target: new BufferTarget() });
  const source = new AudioSampleSource({ codec: 'pcm-s16' });
  output.addAudioTrack(source);
  await output.start();
  let startFrame = 0;
  for (const { channels, sampleRateHz } of pieces) {
    const frames = channels[0]?.length ?? 0;
    const planes = new Float32Array(frames * channels.length);
    for (const [index, samples] of channels.entries()) planes.set(samples, index * frames);
    const sample = new AudioSample({
      data: planes,
      format: 'f32-planar',
      numberOfChannels: channels.length,
      sampleRate: sampleRateHz,
      timestamp: startFrame / sampleRateHz,
    });
    await source.add(sample);
    sample.close();
    startFrame += frames;
  }
  await output.finalize();
  if (output.target.buffer === null) throw new Error('Expected a finished WAV file, got none.');
  return new Blob([output.target.buffer], { type: 'audio/wav' });
}
