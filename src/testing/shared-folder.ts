/**
 * Reference recordings and numbers that lie beside the project's checkout, in `../shared`. They are not part of the
 * project, so a test that reads them skips where they are absent:
 *
 *     describe.skipIf(!hasSharedFolder)('golden features (skipped without ../shared)', …)
 */
import { inject } from 'vitest';

const sharedFolder = inject('sharedFolder');

/** Whether the folder of shared recordings and reference numbers is there. */
export const hasSharedFolder = sharedFolder !== null;

/**
 * Reads one shared file, in Node and in the browser alike.
 *
 * @param path - Relative to the shared folder, with forward slashes.
 * @throws When the folder or the file is absent.
 */
export async function readSharedFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  if (sharedFolder === null) throw new Error('The folder ../shared is absent: skip this test with hasSharedFolder.');
  const filePath = `${sharedFolder}/${path}`;
  if (typeof window === 'undefined') {
    const { readFile } = await import('node:fs/promises');
    return new Uint8Array(await readFile(filePath));
  }
  const response = await fetch(`/@fs/${encodeURI(filePath.replace(/^\//, ''))}`);
  // Vite answers an unknown address with the page itself.
  if (!response.ok || response.headers.get('content-type')?.startsWith('text/html') === true) {
    throw new Error(`No file ${path} in the shared folder.`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** Reads one shared JSON file; the caller names its shape. */
export async function readSharedJson(path: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await readSharedFile(path)));
}
