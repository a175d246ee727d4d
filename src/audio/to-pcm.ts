import { UndertoneError } from '../contract/errors';
import { MIN_RECORDING_SEC, SAMPLE_RATE_HZ, type Pcm, type PcmPiece } from '../contract/pcm';
import { createPcmConverter, type PcmConverter } from './pcm-converter';
import { concatenate } from './resample';

/**
 * Gathers a recording's pieces into one mono `Pcm` at `SAMPLE_RATE_HZ`, holding no more than a piece at the file's rate.
 *
 * @throws UndertoneError `too-short` below `MIN_RECORDING_SEC`, `not-finite` for NaN or infinite samples,
 * `decode-error` for what the pieces' source throws and for rates and channel counts that cannot be converted.
 */
export async function collectPcm(pieces: AsyncIterable<PcmPiece>): Promise<Pcm> {
  const blocks: Float32Array[] = [];
  let converter: PcmConverter | null = null;
  try {
    for await (const piece of pieces) {
      converter ??= await createPcmConverter(piece.sampleRateHz, piece.channels.length);
      blocks.push(converter.push(piece));
    }
    if (converter !== null) blocks.push(converter.finish());
  } finally {
    converter?.dispose();
  }
  const samples = concatenate(blocks);
  const durationSec = samples.length / SAMPLE_RATE_HZ;
  if (durationSec < MIN_RECORDING_SEC) {
    throw new UndertoneError(
      'too-short',
      `Expected at least ${MIN_RECORDING_SEC} s of sound, got ${durationSec.toFixed(3)} s.`,
    );
  }
  return { samples, sampleRateHz: SAMPLE_RATE_HZ };
}
