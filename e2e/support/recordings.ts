/** The recordings that the journeys hand to the page: the project's own, shared ones where present, and broken ones. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { encodeWav } from './wav';

/** A file as a visitor has it. */
export interface VisitorFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The project's own recording: two synthesised phrases (scripts/make-recordings.ts). */
export const SPEECH_PATH = resolve(import.meta.dirname, '../recordings/speech.wav');

const sharedFolder = resolve(import.meta.dirname, '../../../shared');

/** Whether the folder of shared recordings lies beside the checkout. */
export const hasSharedFolder = existsSync(join(sharedFolder, 'samples'));

/** One row of a manifest of shared samples, as far as the journeys read it. */
export interface Sample {
  readonly file: string;
  /** What the visitor's file is called. */
  readonly name: string;
  readonly container: string | null;
  /** The file's own sample rate. */
  readonly rate: number | null;
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

/** A shared sample by its file's name. */
export function findSample(kind: 'valid' | 'invalid', file: string): Sample {
  const sample = readSamples(kind).find((candidate) => candidate.file === file);
  if (sample === undefined) throw new Error(`Expected ${file} in the manifest of ${kind} samples.`);
  return sample;
}

/** Path of a shared sample. */
export function locateSample(kind: 'valid' | 'invalid', sample: Sample): string {
  return join(sharedFolder, 'samples', kind, sample.file);
}

/** The corpora, and how many clips of each the page is compared with Node on: twenty in all. */
export const CLIPS_OF_CORPUS = { ravdess: 7, tess: 6, 'crema-d': 7 } as const;

/** The name of a corpus. */
export type Corpus = keyof typeof CLIPS_OF_CORPUS;

/** Paths of compressed clips of a corpus, evenly spread over its speakers and emotions; the same ones every time. */
export function listCorpusClips(corpus: Corpus): string[] {
  const folder = join(sharedFolder, 'data', 'corpora', corpus);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.opus'))
    .sort();
  const count = CLIPS_OF_CORPUS[corpus];
  // From the middle of each stretch: the first of every stretch would be of one emotion where folders are in step.
  return Array.from(
    { length: count },
    (_, index) => paths[Math.floor(((index + 0.5) * paths.length) / count)] ?? '',
  ).map((path) => join(folder, path));
}

/** A file of the disk under its own name. */
export function readVisitorFile(path: string): VisitorFile {
  return { name: basename(path), bytes: readFileSync(path) };
}

/** A mono WAV file of 32-bit floats at 16 kHz. */
export function createFloatWav(name: string, samples: Float32Array): VisitorFile {
  return { name, bytes: encodeWav({ channels: [samples], sampleRateHz: 16_000 }, 'float32') };
}
