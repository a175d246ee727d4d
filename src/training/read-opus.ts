/**
 * Reading Ogg Opus files in Node, where no browser decodes them: mediabunny finds the packets, `opus-decoder` (MIT; libopus
 * as WebAssembly, BSD) decodes them. A development dependency, nothing of it reaches the page.
 */
import { OpusDecoder } from 'opus-decoder';
import { readOpusPackets } from '../audio/read-file';
import { UndertoneError } from '../contract/errors';
import type { PcmPiece } from '../contract/pcm';

/** Packets that are decoded at once, of mostly 20 ms: a long file is never held decoded as a whole. */
const PACKETS_AT_ONCE = 100;

/**
 * Reads an Opus file of one or two channels in pieces, at 48 kHz. The encoder's delay is cut off at the start, as
 * browsers do it; up to a packet of its padding stays at the end.
 *
 * @throws UndertoneError `decode-error` when the file is none or is damaged
 */
export async function* readOpusFile(file: Uint8Array): AsyncGenerator<PcmPiece, void, undefined> {
  const { channelCount, startFrames, packets } = await readOpusPackets(file);
  const decoder = new OpusDecoder({ channels: channelCount, preSkip: startFrames });
  await decoder.ready;
  try {
    let group: Uint8Array[] = [];
    for await (const packet of packets) {
      group.push(packet);
      if (group.length < PACKETS_AT_ONCE) continue;
      yield decode(decoder, group);
      group = [];
    }
    if (group.length > 0) yield decode(decoder, group);
  } finally {
    decoder.free();
  }
}

function decode(decoder: OpusDecoder, packets: Uint8Array[]): PcmPiece {
  const { channelData, sampleRate, errors } = decoder.decodeFrames(packets);
  const [error] = errors;
  if (error) throw new UndertoneError('decode-error', `Expected a readable Opus file: ${error.message}`);
  return { channels: channelData, sampleRateHz: sampleRate };
}
