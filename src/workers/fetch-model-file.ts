import { UndertoneError } from '../contract/errors';
import type { ReadModelFile } from '../network/load-network';

/**
 * Makes a reader of the model's files on the site. The files keep their names when the model is replaced, so a cached
 * copy is used only after the site has confirmed it: a new card with old weights would be refused.
 *
 * @param folderUrl absolute address of the model's folder, with a slash at its end.
 * @returns a reader that rejects with UndertoneError `model-unavailable` when a file cannot be fetched.
 */
export function createModelFetcher(folderUrl: string): ReadModelFile {
  return async (name, onBytes) => {
    try {
      const response = await fetch(new URL(name, folderUrl), { cache: 'no-cache' });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      return await readBody(response, onBytes);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new UndertoneError('model-unavailable', `Expected the model's file ${name}: ${reason}.`, { cause });
    }
  };
}

/** Reads a body to its end, telling of each part as it arrives. */
async function readBody(response: Response, onBytes: (bytes: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    parts.push(part.value);
    length += part.value.length;
    onBytes(part.value.length);
  }
  const bytes = new Uint8Array(length);
  let start = 0;
  for (const part of parts) {
    bytes.set(part, start);
    start += part.length;
  }
  return bytes;
}
