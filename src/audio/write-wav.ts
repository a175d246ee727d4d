/**
 * Sound as a WAV file of 16-bit samples, for an `<audio>` player and to keep; ±1 is full scale.
 *
 * What is written goes into blobs of 1 MiB, which browsers may keep on disk: one minute takes 5.8 MB per channel at 48 kHz,
 * half of the samples' own float32, and never twice.
 */
import {
  AudioSample,
  AudioSampleSource,
  Output,
  StreamTarget,
  WavOutputFormat,
  type StreamTargetChunk,
} from 'mediabunny';
import type { PcmPiece } from '../contract/pcm';

/** A WAV file in the making; all of its pieces have one rate and channel count. */
export interface WavWriter {
  /** Adds a piece; its samples have been read when this returns, and may then be transferred. */
  add(piece: PcmPiece): void;
  /** Ends the file. @throws what went wrong while writing; an Error when nothing was added. */
  finish(): Promise<Blob>;
}

const BLOB_BYTES = 2 ** 20;

/** Begins a WAV file. */
export function createWavWriter(): WavWriter {
  const file = new BlobFile();
  const output = new Output({
    format: new WavOutputFormat(),
    target: new StreamTarget(
      new WritableStream({
        write: (chunk: StreamTargetChunk) => {
          file.write(chunk);
        },
      }),
    ),
  });
  const source = new AudioSampleSource({ codec: 'pcm-s16' });
  output.addAudioTrack(source);
  let startFrame = 0;
  /** Pieces are written one after another. A failure is `finish`'s to tell. */
  let written = output.start();
  written.catch(() => undefined);
  return {
    add({ channels, sampleRateHz }) {
      const frames = channels[0]?.length ?? 0;
      if (frames === 0) return;
      const planes = new Float32Array(frames * channels.length);
      for (const [index, samples] of channels.entries()) planes.set(samples, index * frames);
      const timestamp = startFrame / sampleRateHz;
      startFrame += frames;
      written = written.then(async () => {
        const sample = new AudioSample({
          data: planes,
          format: 'f32-planar',
          numberOfChannels: channels.length,
          sampleRate: sampleRateHz,
          timestamp,
        });
        await source.add(sample);
        sample.close();
      });
      written.catch(() => undefined);
    },
    async finish() {
      await written;
      await output.finalize();
      return file.close();
    },
  };
}

/** Writes pieces of one rate and channel count as a WAV file. */
export async function writeWav(pieces: readonly PcmPiece[]): Promise<Blob> {
  const writer = createWavWriter();
  for (const piece of pieces) writer.add(piece);
  return writer.finish();
}

/** A file that grows at its end and whose beginning, where sizes are filled in last, can be written over. */
class BlobFile {
  /** Bytes from 0 on, until there are `BLOB_BYTES`. */
  private head: Uint8Array<ArrayBuffer> | null = null;
  private blobs: Blob[] = [];
  private tail: Uint8Array<ArrayBuffer>[] = [];
  private tailBytes = 0;
  private bytes = 0;

  write({ data, position }: StreamTargetChunk): void {
    if (position < this.bytes) {
      if (this.head === null || position + data.length > this.head.length) {
        throw new Error(`Expected to write at the end or within the header, got a write at ${position}.`);
      }
      this.head.set(data, position);
      return;
    }
    this.bytes += data.length;
    if (this.head === null) {
      this.head = data.slice();
      return;
    }
    this.tail.push(data.slice());
    this.tailBytes += data.length;
    if (this.tailBytes >= BLOB_BYTES) this.sealTail();
  }

  close(): Blob {
    this.sealTail();
    if (this.head === null) throw new Error('Expected a finished WAV file, got none.');
    return new Blob([this.head, ...this.blobs], { type: 'audio/wav' });
  }

  private sealTail(): void {
    if (this.tailBytes > 0) this.blobs.push(new Blob(this.tail));
    this.tail = [];
    this.tailBytes = 0;
  }
}
