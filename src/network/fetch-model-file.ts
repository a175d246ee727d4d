import { UndertoneError } from '../contract/errors';
import type { ReadModelFile } from './load-network';

/**
 * Reads model files over HTTP, telling of the bytes as they arrive.
 * @param folderUrl absolute address of the model folder, ending in a slash
 * @returns a reader that throws UndertoneError `model-unavailable` when a file cannot be fetched
 */
export function createModelFetcher(folderUrl: string): ReadModelFile {
  return async (name, onBytes) => {
    const url = new URL(name, folderUrl).href;
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      return await readBody(response, onBytes);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new UndertoneError('model-unavailable', `Expected the model file ${url}: ${reason}.`, { cause });
    }
  };
}

async function readBody(response: Response, onBytes: (bytes: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (!next || next.done) break;
    chunks.push(next.value);
    length += next.value.length;
    onBytes(next.value.length);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
