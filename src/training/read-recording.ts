import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { readPcmFile } from '../audio/read-file';
import { collectPcm } from '../audio/to-pcm';
import type { Pcm } from '../contract/pcm';
import { findSpokenSegments } from '../features/spoken-segments';
import { readFlacFile } from './read-flac';
import { readOpusFile } from './read-opus';

/**
 * Reads a whole WAV, FLAC or Ogg Opus file as the page would, and makes sure that somebody speaks in it. Node only.
 * @returns mono at the model's rate
 * @throws UndertoneError `decode-error`, `too-short`, `silent`, `not-finite`; Error when the file cannot be opened
 */
export async function readRecording(path: string): Promise<Pcm> {
  const bytes = await readFile(path);
  const readers: Readonly<Record<string, typeof readFlacFile>> = {
    '.flac': readFlacFile,
    '.opus': readOpusFile,
    '.ogg': readOpusFile,
  };
  const read = readers[extname(path).toLowerCase()] ?? readPcmFile;
  const pcm = await collectPcm(read(bytes));
  findSpokenSegments(pcm);
  return pcm;
}
