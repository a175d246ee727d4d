/**
 * Reading audio files with mediabunny: the properties of a file and its samples, in pieces, whatever its length.
 * Uncompressed samples (PCM of 8 to 64 bits, float, A-law, µ-law) are read in plain code, also in Node, where training
 * reads its clips so. Compressed ones go through the browser's own decoder by way of WebCodecs, which works in a worker
 * and holds no more than a few packets at a time.
 */
import {
  ADTS,
  AudioSampleSink,
  BlobSource,
  BufferSource,
  EncodedPacketSink,
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
  type EncodedPacket,
  type InputAudioTrack,
} from 'mediabunny';
import { UndertoneError } from '../contract/errors';
import type { PcmPiece } from '../contract/pcm';
import { PieceGatherer } from './gather-pieces';
import { readMp3Padding } from './mp3-padding';

/** The containers that carry recordings; playlists, which would fetch further files, are left out on purpose. */
const FORMATS = [WAVE, MP4, QTFF, WEBM, MATROSKA, OGG, MP3, FLAC, ADTS];
/** mediabunny 1.61 overlooks a last FLAC frame of less than 16 bytes; silence takes 10 or more. Decoders ignore the rest. */
const FLAC_TAIL = new Uint8Array(6);

/** What a file says about its sound, before anything is decoded. */
export interface AudioFileInfo {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** How long it lasts by its container, `null` where only walking through the whole file would tell. */
  readonly durationSec: number | null;
  /** Whether `readAudioFile` can read the samples here: they are uncompressed, or WebCodecs has a decoder for them. */
  readonly isReadable: boolean;
}

/**
 * Reads the rate and channels of a file's first sound track, and asks whether this thread can decode it.
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
        durationSec: await findDuration(input, track),
        isReadable: await track.canDecode(),
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
    yield* readPieces(await explainFailure(() => findPcmTrack(input)), 0, 0);
  } finally {
    input.dispose();
  }
}

/**
 * Reads the samples of any file that `readAudioFileInfo` calls readable. What the encoder put before and after the sound
 * is cut where the file tells of it, as `decodeAudioData` does: LAME's tag in MP3, the edit list of MP4, the pre-skip of
 * Opus, the last position in Ogg.
 * Limits: mediabunny does not tell of Matroska's `DiscardPadding`, up to a packet (20 ms of Opus) stays at the end.
 *
 * @throws UndertoneError `decode-error` when the file or its sound cannot be read to the end.
 */
export async function* readAudioFile(file: Blob): AsyncGenerator<PcmPiece, void, undefined> {
  let input = openInput(file);
  try {
    const format = await explainFailure(() => input.getFormat());
    if (format === FLAC) {
      input.dispose();
      input = openInput(new Blob([file, FLAC_TAIL]));
    }
    const { startFrames, endFrames } = format === MP3 ? await readMp3Padding(file) : { startFrames: 0, endFrames: 0 };
    yield* readPieces(await explainFailure(() => findAudioTrack(input)), startFrames, endFrames);
  } finally {
    input.dispose();
  }
}

/**
 * Hands over the frames of a FLAC file, still encoded, for a decoder where the browser's own is missing.
 *
 * @throws UndertoneError `decode-error` when the file is no FLAC file.
 */
export async function* readFlacFrames(file: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  const withTail = new Uint8Array(file.length + FLAC_TAIL.length);
  withTail.set(file);
  const input = new Input({ source: new BufferSource(withTail), formats: [FLAC] });
  try {
    const frames = readPackets(await explainFailure(() => findAudioTrack(input)));
    let next = await frames.next();
    while (next.done !== true) {
      const frame = next.value;
      next = await frames.next();
      // The tail was read as a part of the last frame.
      yield next.done === true ? frame.subarray(0, -FLAC_TAIL.length) : frame;
    }
  } finally {
    input.dispose();
  }
}

/** An Opus stream, still encoded. */
export interface OpusPackets {
  readonly channelCount: number;
  /** Frames at 48 kHz that the encoder put before the sound. */
  readonly startFrames: number;
  readonly packets: AsyncGenerator<Uint8Array, void, undefined>;
}

/**
 * Hands over the packets of an Ogg Opus file, for a decoder where the browser's own is missing.
 *
 * @throws UndertoneError `decode-error` when the file is no Ogg Opus file.
 */
export async function readOpusPackets(file: Uint8Array): Promise<OpusPackets> {
  const input = new Input({ source: new BufferSource(file), formats: [OGG] });
  return explainFailure(async () => {
    const track = await findAudioTrack(input);
    const config = await track.getDecoderConfig();
    if (config?.codec !== 'opus' || config.description === undefined) {
      throw new UndertoneError('decode-error', `Expected Opus, got the codec ${config?.codec ?? 'unknown'}.`);
    }
    // The identification header of RFC 7845, section 5.1: the pre-skip is at byte 10.
    const header = ArrayBuffer.isView(config.description)
      ? new DataView(config.description.buffer, config.description.byteOffset)
      : new DataView(config.description);
    return {
      channelCount: config.numberOfChannels,
      startFrames: header.getUint16(10, true),
      packets: readPackets(track),
    };
  });
}

async function* readPackets(track: InputAudioTrack): AsyncGenerator<Uint8Array, void, undefined> {
  const packets = new EncodedPacketSink(track);
  let packet: EncodedPacket | null = await explainFailure(() => packets.getFirstPacket());
  while (packet !== null) {
    const current = packet;
    yield current.data;
    packet = await explainFailure(() => packets.getNextPacket(current));
  }
}

/** Hands over a track's samples without so many frames at its start and end, and without what lies outside its time. */
async function* readPieces(
  track: InputAudioTrack,
  startFrames: number,
  endFrames: number,
): AsyncGenerator<PcmPiece, void, undefined> {
  const samples = new AudioSampleSink(track).samples();
  let gatherer: PieceGatherer | null = null;
  let endSec = 0;
  let sampleRateHz = 0;
  try {
    for (;;) {
      const next = await explainFailure(() => samples.next());
      if (next.done === true) break;
      const sample = next.value;
      ({ sampleRate: sampleRateHz } = sample);
      gatherer ??= new PieceGatherer(startFrames + Math.max(0, Math.round(-sample.timestamp * sampleRateHz)));
      endSec = sample.timestamp + sample.duration;
      const block = copySample(sample);
      sample.close();
      yield* gatherer.push(block);
    }
    if (gatherer === null) return;
    const excessSec = await explainFailure(async () => endSec - (await findStatedEnd(track, endSec)));
    yield* gatherer.finish(endFrames + Math.round(excessSec * sampleRateHz));
  } finally {
    // Without it, mediabunny's decoder would wait for ever for a reader that has left.
    await samples.return();
  }
}

/** When a track's last packet ends by its container, in seconds; `decodedEndSec` where that says nothing, or later. */
async function findStatedEnd(track: InputAudioTrack, decodedEndSec: number): Promise<number> {
  const last = await new EncodedPacketSink(track).getPacket(Infinity, { metadataOnly: true });
  if (last === null || last.duration === 0) return decodedEndSec;
  return Math.min(decodedEndSec, last.timestamp + last.duration);
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

/** Ogg has no header that tells it, but its last page does, and is soon found. */
async function findDuration(input: Input, track: InputAudioTrack): Promise<number | null> {
  if ((await input.getFormat()) === OGG) return track.computeDuration();
  return track.getDurationFromMetadata();
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
