/**
 * A folder of labelled recordings on disk, handed out one by one: training, its store and evaluation all walk it here.
 * At no time are more than a few recordings in memory. Node only.
 */
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Pcm } from '../contract/pcm';
import { describeClip, KNOWN_LAYOUTS } from '../corpora/describe-clip';
import type { LabelledClip, SkippedFile } from '../corpora/labelled-clip';
import { createSameSoundCheck } from '../corpora/same-sound';
import { fingerprintSource } from '../features/fingerprint';
import { toSource } from '../features/pcm-source';
import { startReaders, type RecordingReading } from './recording-readers';

/** A recording with its label: mono at the model's rate, as long as the file. It holds speech. */
export interface LabelledRecording {
  readonly clip: LabelledClip;
  readonly pcm: Pcm;
}

/** What a file of the folder turned out to be. */
export type FolderEntry = LabelledRecording | SkippedFile;

/** Recordings that may be read before their turn: enough to keep the readers busy while the network runs. */
const READ_AHEAD = 32;
const READ_EXTENSIONS: ReadonlySet<string> = new Set(['.wav', '.flac']);
/** Sound that is not read here, so that nobody wonders where it went. */
const OTHER_EXTENSIONS: ReadonlySet<string> = new Set(
  '.aac .aif .aiff .au .m4a .mp3 .mp4 .oga .ogg .opus .sph .webm .wma'.split(' '),
);

/**
 * Lists the sound files below a folder, by name only, sorted by code units: what is labelled, and what is not and why.
 * @throws RangeError when the folder cannot be read
 * @throws Error when no path in it names an emotion
 */
export async function listLabelledFolder(folder: string): Promise<(LabelledClip | SkippedFile)[]> {
  const entries = await readdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new RangeError(`Expected a folder of recordings at ${folder}, it cannot be read: ${String(cause)}`, {
      cause,
    });
  });
  const files = entries
    .map((entry) => entry.replaceAll('\\', '/'))
    .filter((path) => READ_EXTENSIONS.has(extension(path)) || OTHER_EXTENSIONS.has(extension(path)))
    .sort()
    .map(describeSoundFile);
  if (files.some((file) => 'emotion' in file)) return files;
  const found =
    files.length === 0
      ? 'no sound file'
      : `${files.length} sound file${files.length === 1 ? '' : 's'}, none with a label`;
  throw new Error(
    `Expected labelled recordings (WAV or FLAC) in ${folder}, found ${found}. These layouts are known:\n${KNOWN_LAYOUTS}`,
  );
}

/**
 * Reads every labelled recording below a folder, in sorted order. A file is skipped, with the reason, when its path
 * names no emotion or its sound is broken, too short, silent, not finite, in another format, or the very samples of an
 * earlier recording.
 * @param onProgress called after each file
 * @param wants chooses clips by name; the others are not opened, not yielded and not counted
 * @throws Error as `listLabelledFolder`
 */
export async function* readLabelledFolder(
  folder: string,
  onProgress: (done: number, total: number) => void = () => undefined,
  wants: (clip: LabelledClip) => boolean = () => true,
): AsyncGenerator<FolderEntry, void, undefined> {
  const files = (await listLabelledFolder(folder)).filter((file) => 'reason' in file || wants(file));
  const checkSound = createSameSoundCheck();
  const readers = startReaders(files.length);
  const ahead: Promise<RecordingReading>[] = [];
  let next = 0;
  try {
    for (const [index, file] of files.entries()) {
      for (; next < files.length && next < index + READ_AHEAD; next++) {
        const { path, ...label } = files[next] ?? file;
        const reading = 'reason' in label ? Promise.resolve(label) : readers.read(join(folder, path));
        // Whether it failed is asked when its turn comes.
        reading.catch(() => undefined);
        ahead.push(reading);
      }
      const reading = await ahead.shift();
      if (!reading) throw new RangeError('Expected a reading for every file.');
      yield 'reason' in file ? file : judgeReading(file, reading, checkSound);
      onProgress(index + 1, files.length);
    }
  } finally {
    await readers.stop();
  }
}

function extension(path: string): string {
  return extname(path).toLowerCase();
}

function describeSoundFile(path: string): LabelledClip | SkippedFile {
  if (READ_EXTENSIONS.has(extension(path))) return describeClip(path);
  return { path, reason: `Only WAV and FLAC are read, not ${extension(path)}.` };
}

/** Tells what was read from what could not be, and from what was read before under another name. */
function judgeReading(
  clip: LabelledClip,
  reading: RecordingReading,
  checkSound: ReturnType<typeof createSameSoundCheck>,
): FolderEntry {
  if ('reason' in reading) return { path: clip.path, reason: reading.reason };
  return checkSound(clip, fingerprintSource(toSource(reading))) ?? { clip, pcm: reading };
}
