/** The recordings that the journeys hand to the page: the project's own, shared ones where present, and broken ones. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

/** A file as a visitor has it. */
export interface VisitorFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The project's own recording: two synthesised phrases (scripts/make-recordings.ts). */
export const SPEECH_PATH = resolve(import.meta.dirname, '../recordings/speech.wav');

const sharedFolder = resolve(import.meta.dirname, '../../../shared');
const corporaFolder = resolve(import.meta.dirname, '../../.cache/corpora');

/** Whether the folder of shared recordings lies beside the checkout. */
export const hasSharedFolder = existsSync(join(sharedFolder, 'samples'));

/** One row of a manifest of shared samples, as far as the journeys read it. */
export interface Sample {
  readonly file: string;
  /** What the visitor's file is called. */
  readonly name: string;
  readonly container: string | null;
  readonly corpus: string | null;
  /** `ok`, an error code, or `ok-or-decode-error`. */
  readonly expect: string;
  /** Other right answers, as browsers differ. */
  readonly also_accept?: readonly string[];
}

/** The manifest of the shared samples of one kind. */
export function readSamples(kind: 'valid' | 'invalid'): Sample[] {
  const text = readFileSync(join(sharedFolder, 'samples', kind, 'manifest.json'), 'utf8');
  return (JSON.parse(text) as { readonly files: Sample[] }).files;
}

/** Path of a shared sample. */
export function locateSample(kind: 'valid' | 'invalid', sample: Sample): string {
  return join(sharedFolder, 'samples', kind, sample.file);
}

/**
 * WAV files of real speech from all three corpora: the shared samples of every rate, and seven 16 kHz clips of each
 * corpus where the corpora are unpacked in `.cache/corpora`.
 */
export function listRealClips(): string[] {
  const samples = readSamples('valid')
    .filter(({ container, expect }) => container === 'wav' && expect === 'ok')
    .map((sample) => locateSample('valid', sample));
  const clips = ['ravdess', 'tess', 'crema-d'].flatMap((corpus) => {
    const paths = findWavFiles(join(corporaFolder, corpus));
    const step = Math.max(1, Math.floor(paths.length / 7));
    return paths.filter((_, index) => index % step === 0).slice(0, 7);
  });
  return [...samples, ...clips];
}

function findWavFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.wav'))
    .sort()
    .map((path) => join(folder, path));
}

/** A file of the disk under its own name. */
export function readVisitorFile(path: string): VisitorFile {
  return { name: basename(path), bytes: readFileSync(path) };
}

/** A mono WAV file of 32-bit floats at 16 kHz: the one kind that can also hold what is not a number. */
export function createFloatWav(name: string, samples: Float32Array): VisitorFile {
  const sampleRateHz = 16_000;
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(3, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(4 * sampleRateHz, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(32, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return { name, bytes: Buffer.concat([header, data]) };
}
