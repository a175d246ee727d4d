import { describe, expect, it } from 'vitest';
import { collectDropped, collectPicked, findOnlyFile } from './collect-files';

/** Stands in for the browser's entries, of which scripts can make none. */
function createFileEntry(fullPath: string, readable = true): FileSystemFileEntry {
  const name = fullPath.slice(fullPath.lastIndexOf('/') + 1);
  const entry: Pick<FileSystemFileEntry, 'name' | 'fullPath' | 'isDirectory' | 'isFile' | 'file'> = {
    name,
    fullPath,
    isDirectory: false,
    isFile: true,
    file: (resolve, reject) => {
      if (readable) resolve(new File(['sound'], name));
      else reject?.(new DOMException('gone', 'NotFoundError'));
    },
  };
  return entry as FileSystemFileEntry;
}

function createFolder(
  fullPath: string,
  entries: readonly FileSystemEntry[],
  portionSize = 2,
): FileSystemDirectoryEntry {
  const entry: Pick<FileSystemDirectoryEntry, 'name' | 'fullPath' | 'isDirectory' | 'isFile' | 'createReader'> = {
    name: fullPath.slice(fullPath.lastIndexOf('/') + 1),
    fullPath,
    isDirectory: true,
    isFile: false,
    createReader: () => {
      let given = 0;
      return {
        readEntries: (resolve) => {
          resolve(entries.slice(given, given + portionSize));
          given += portionSize;
        },
      };
    },
  };
  return entry as FileSystemDirectoryEntry;
}

describe('collectDropped', () => {
  it('opens folders all the way down, in the order of names, and leaves out what holds no sound', async () => {
    const folder = createFolder('/voices', [
      createFileEntry('/voices/10.wav'),
      createFileEntry('/voices/9.MP3'),
      createFileEntry('/voices/notes.txt'),
      createFileEntry('/voices/.hidden.wav'),
      createFolder('/voices/more', [createFileEntry('/voices/more/a.opus'), createFileEntry('/voices/more/b.jpg')]),
    ]);
    const { files, leftOut } = await collectDropped([folder, new File(['sound'], 'odd.ending')]);
    expect(files.map(({ path }) => path)).toEqual([
      'voices/9.MP3',
      'voices/10.wav',
      'voices/more/a.opus',
      'odd.ending',
    ]);
    expect(leftOut).toBe(3);
  });

  it('goes on when a file has been moved away', async () => {
    const folder = createFolder('/voices', [createFileEntry('/voices/a.wav', false), createFileEntry('/voices/b.wav')]);
    const { files, leftOut } = await collectDropped([folder]);
    expect(files.map(({ path }) => path)).toEqual(['voices/b.wav']);
    expect(leftOut).toBe(1);
  });
});

describe('findOnlyFile', () => {
  it('finds a file that came alone', () => {
    const file = new File(['sound'], 'a.wav');
    expect(findOnlyFile([file])).toBe(file);
    expect(findOnlyFile([file, file])).toBeNull();
    expect(findOnlyFile([createFolder('/voices', [])])).toBeNull();
    expect(findOnlyFile([])).toBeNull();
  });
});

describe('collectPicked', () => {
  it('keeps what may hold sound by its name or its type', () => {
    const picked = [new File([], 'a.wav'), new File([], 'b', { type: 'audio/x-odd' }), new File([], 'c.pdf')];
    // Node's files have no folder.
    for (const file of picked) Object.defineProperty(file, 'webkitRelativePath', { value: `folder/${file.name}` });
    const { files, leftOut } = collectPicked(picked);
    expect(files.map(({ path }) => path)).toEqual(['folder/a.wav', 'folder/b']);
    expect(leftOut).toBe(1);
  });
});
