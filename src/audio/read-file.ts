/**
 * Reading audio files with mediabunny: the properties of a file, and the samples of uncompressed ones (PCM of 8 to 64 bits,
 * float, A-law, µ-law) in plain code. It runs in Node, where training reads its clips with it, and on the page, where it
 * tells the rate to decode at and is the second way for what the browser cannot decode.
 */
import {
  ADTS,
  AudioSampleSink,
  BlobSource,
  BufferSource,
  FLAC,
  Input,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  WAVE,
  WEBM,
  type AudioSample,
  type InputAudioTrack,
} from 'mediabunny';
import { UndertoneError } from '../contract/errors';
import type { PcmPiece } from '../contract/pcm';
import { concatenate } from './resample';

/** The containers that carry recordings; playlists, which would fetch further files, are left out on purpose. */
const FORMATS = [WAVE, MP4, QTFF, WEBM, MATROSKA, OGG, MP3, FLAC, ADTS];
/** Pieces hold at least this many samples per channel, but for the last: mediabunny's own packets are small. */
const PIECE_SAMPLES = 65_536;

/** What a file says about its sound, before anything is decoded. */
export interface AudioFileInfo {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** True when the samples are stored uncompressed or as A-law or µ-law, so that `readPcmFile` can read them. */
  readonly isPcm: boolean;
}

/**
 * Reads the rate, channels and kind of a file's first sound track.
 *
 * @throws UndertoneError `decode-error` when the file is in no known container or has no sound.
 */
export async function readAudioFileInfo(file: Uint8Array | Blob): Promise<AudioFileInfo> {
  const input = openInput(file);
  try {
    return await explainFailure(async () => {
      const track = await findAudioTrack(input);
      return {
        sampleRateHz: await track.getSampleRate(),
        channelCount: await track.getNumberOfChannels(),
        isPcm: await holdsPcm(track),
      };
    });
  } finally {
    input.dispose();
  }
}

/**
 * Adds up how long a file's first sound track lasts by its container, in seconds; this walks through the whole file.
 *
 * @throws UndertoneError `decode-error` when the file is in no known container or has no sound.
 */
export async function measureStatedDuration(file: Blob): Promise<number> {
  const input = openInput(file);
  try {
    return await explainFailure(async () => (await findAudioTrack(input)).computeDuration());
  } finally {
    input.dispose();
  }
}

/**
 * Reads the samples of an uncompressed file (WAV, RF64, and PCM in the other containers that mediabunny reads).
 * Integers become floats by division by 2^(bits − 1); Chromium divides positive samples by 2^(bits − 1) − 1, 3.1e-5 of
 * the signal at 16 bits.
 *
 * @throws UndertoneError `decode-error` when the file cannot be read, has no sound or is compressed.
 */
export async function* readPcmFile(file: Uint8Array | Blob): AsyncGenerator<PcmPiece, void, undefined> {
  const input = openInput(file);
  try {
    const track = await explainFailure(() => findPcmTrack(input));
    let waiting: PcmPiece[] = [];
    let waitingLength = 0;
    const samples = new AudioSampleSink(track).samples();
    for (;;) {
      const next = await explainFailure(() => samples.next());
      if (next.done === true) break;
      waiting.push(copySample(next.value));
      waitingLength += next.value.numberOfFrames;
      next.value.close();
      if (waitingLength >= PIECE_SAMPLES) {
        yield joinPieces(waiting);
        waiting = [];
        waitingLength = 0;
      }
    }
    if (waitingLength > 0) yield joinPieces(waiting);
  } finally {
    input.dispose();
  }
}

function openInput(file: Uint8Array | Blob): Input {
  const source = file instanceof Uint8Array ? new BufferSource(file) : new BlobSource(file);
  return new Input({ source, formats: FORMATS });
}

async function findAudioTrack(input: Input): Promise<InputAudioTrack> {
  const track = await input.getPrimaryAudioTrack();
  if (track === null) throw new UndertoneError('decode-error', 'Expected a sound track, got a file without one.');
  return track;
}

async function findPcmTrack(input: Input): Promise<InputAudioTrack> {
  const track = await findAudioTrack(input);
  if (await holdsPcm(track)) return track;
  const codec = (await track.getCodec()) ?? 'unknown';
  throw new UndertoneError('decode-error', `Expected uncompressed sound, got the codec ${codec}.`);
}

async function holdsPcm(track: InputAudioTrack): Promise<boolean> {
  const codec = await track.getCodec();
  return codec !== null && (codec.startsWith('pcm-') || codec === 'ulaw' || codec === 'alaw');
}

/** Runs a step of reading; whatever the reader throws becomes a `decode-error`. */
async function explainFailure<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof UndertoneError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UndertoneError('decode-error', `Expected a readable audio file: ${reason}`, { cause });
  }
}

function copySample(sample: AudioSample): PcmPiece {
  const channels = Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(sample.numberOfFrames);
    sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
    return plane;
  });
  return { channels, sampleRateHz: sample.sampleRate };
}

function joinPieces(pieces: readonly PcmPiece[]): PcmPiece {
  const [first] = pieces;
  if (first === undefined) throw new RangeError('Expected at least one piece.');
  return {
    channels: first.channels.map((_, channel) =>
      concatenate(pieces.map((piece) => piece.channels[channel] ?? new Float32Array(0))),
    ),
    sampleRateHz: first.sampleRateHz,
  };
}
