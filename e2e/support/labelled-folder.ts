/** A folder of labelled recordings, made of the project's own one: named as the corpora name theirs, none of it theirs. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SPEECH_PATH } from './recordings';
import { encodeWav } from './wav';

const HEADER_BYTES = 44;

/** A voice as the recording has it, faster and higher or slower and lower, whole or in part. */
export interface Voice {
  /** The recording's samples at another rate: at 16,000 Hz they sound as they were spoken. */
  readonly sampleRateHz: number;
  /** Shares of the recording where it begins and ends; its two phrases lie before and after 0.45. */
  readonly from: number;
  readonly to: number;
  readonly gain: number;
}

/** The whole recording as it is. */
export const AS_SPOKEN: Voice = { sampleRateHz: 16_000, from: 0, to: 1, gain: 1 };

/** Writes a voice as a WAV file of 16 bits; a copy of it in two channels where it is not mono. */
export function encodeVoice({ sampleRateHz, from, to, gain }: Voice, channelCount = 1): Buffer {
  const bytes = readFileSync(SPEECH_PATH).subarray(HEADER_BYTES);
  const frames = bytes.length / 2;
  const [first, end] = [Math.round(from * frames), Math.round(to * frames)];
  const samples = Float32Array.from(
    { length: end - first },
    (_, index) => (gain * bytes.readInt16LE(2 * (first + index))) / 32_767,
  );
  return encodeWav({ channels: Array.from({ length: channelCount }, () => samples), sampleRateHz }, 'int16');
}

/** Writes files below a folder, by their paths in it. */
export function writeFolder(folder: string, files: Readonly<Record<string, Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
