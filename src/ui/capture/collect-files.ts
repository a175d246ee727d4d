/** What a visitor dropped or picked, as a list of files: folders are opened, all the way down. */
import { mayHoldSound } from './media-files';

/** A file with the folders it came in. */
export interface CollectedFile {
  readonly file: File;
  readonly path: string;
}

/** A drop, opened. */
export interface CollectedFiles {
  readonly files: readonly CollectedFile[];
  /** Files of folders that hold no sound by their names, or could not be read. */
  readonly leftOut: number;
}

/** One thing of a drop: a file, or what the browser says is a file or a folder. */
export type DroppedThing = File | FileSystemEntry;

/** Takes hold of what was dropped. Only within the event itself: afterwards the browser lets go of it. */
export function takeDropped(transfer: DataTransfer): DroppedThing[] {
  return [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => {
      const entry = item.webkitGetAsEntry();
      // A file is taken as such: an entry would have to be asked for it.
      return entry?.isDirectory === true ? entry : item.getAsFile();
    })
    .filter((thing) => thing !== null);
}

/** The one file that was dropped, `null` when it was more, or a folder. */
export function findOnlyFile(things: readonly DroppedThing[]): File | null {
  const [thing, ...others] = things;
  return thing instanceof File && others.length === 0 ? thing : null;
}

/** Opens all that was dropped. A file that was dropped by itself is taken whatever its name is. */
export async function collectDropped(things: readonly DroppedThing[]): Promise<CollectedFiles> {
  const parts = await Promise.all(
    things.map(async (thing): Promise<CollectedFiles> => {
      if (thing instanceof File) return { files: [{ file: thing, path: thing.name }], leftOut: 0 };
      return openEntry(thing);
    }),
  );
  return join(parts);
}

/** The files of a folder that was picked. */
export function collectPicked(picked: Iterable<File>): CollectedFiles {
  const all = [...picked];
  const files = all
    .filter(mayHoldSound)
    .map((file) => ({ file, path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath }));
  return { files, leftOut: all.length - files.length };
}

async function openEntry(entry: FileSystemEntry): Promise<CollectedFiles> {
  try {
    if (isDirectory(entry)) return join(await Promise.all((await readEntries(entry)).map(openEntry)));
    const file = await readEntry(entry as FileSystemFileEntry);
    if (!mayHoldSound(file)) return { files: [], leftOut: 1 };
    return { files: [{ file, path: entry.fullPath.replace(/^\//, '') }], leftOut: 0 };
  } catch {
    // Moved away or forbidden meanwhile; the others are still there.
    return { files: [], leftOut: 1 };
  }
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function readEntry(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

/** All entries of a folder, by name: the browser gives them in portions, until one is empty. */
async function readEntries(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (portion.length === 0) break;
    entries.push(...portion);
  }
  return entries.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
}

function join(parts: readonly CollectedFiles[]): CollectedFiles {
  return {
    files: parts.flatMap(({ files }) => files),
    leftOut: parts.reduce((sum, { leftOut }) => sum + leftOut, 0),
  };
}
