/**
 * The model on this device, for the service worker: one cache for each published model, named after the SHA-256 of its
 * card. The card says what the files must be, and it is put in last, so a cache with a card is whole: a download that
 * failed or was interrupted leaves nothing that is ever served, and the model before it stays until the new one is here.
 */
import type { ModelCard } from '../contract/model-card';

const CARD_FILE = 'model-card.json';

/** A model, and what is needed to keep it. */
export interface ModelCacheParts {
  /** Absolute address of the model's folder, with a slash at its end. */
  readonly folderUrl: string;
  /** SHA-256 of the card, lower-case hexadecimal. */
  readonly cardSha256: string;
  readonly storage: Pick<CacheStorage, 'open' | 'keys' | 'delete' | 'has'>;
  readonly fetch: (url: string, options: RequestInit) => Promise<Response>;
}

/** The models of one site on this device. */
export interface ModelCache {
  /**
   * Downloads and verifies the model, unless it is here. Calls at the same time share one download.
   *
   * @throws when a file does not arrive, is not what was published, or there is no room; nothing is left of it then.
   */
  readonly keep: () => Promise<void>;
  /** A file of the model by its address, `undefined` when the model is not here as a whole or the file is not part of it. */
  readonly find: (url: string) => Promise<Response | undefined>;
  /** Deletes the site's other models. */
  readonly dropOthers: () => Promise<void>;
}

/** Makes the cache of one model; nothing is fetched or opened yet. */
export function createModelCache({ folderUrl, cardSha256, storage, fetch }: ModelCacheParts): ModelCache {
  // Sites below other folders of the same host share the storage.
  const prefix = `undertone-model ${folderUrl} `;
  const name = `${prefix}${cardSha256}`;
  const cardUrl = `${folderUrl}${CARD_FILE}`;
  let keeping: Promise<void> | null = null;

  const isWhole = async (): Promise<boolean> =>
    (await storage.has(name)) && (await (await storage.open(name)).match(cardUrl)) !== undefined;

  const fetchVerified = async (url: string, sha256: string): Promise<Response> => {
    const response = await fetch(url, { cache: 'no-cache' });
    if (!response.ok) throw new Error(`Expected ${url}, the server answered ${response.status}.`);
    const bytes = await response.arrayBuffer();
    const actual = await digestSha256(bytes);
    if (actual !== sha256) throw new Error(`${url} is not what was published: SHA-256 ${actual}, expected ${sha256}.`);
    const type = response.headers.get('content-type') ?? 'application/octet-stream';
    return new Response(bytes, { headers: { 'content-type': type, 'content-length': String(bytes.byteLength) } });
  };

  const download = async (): Promise<void> => {
    if (await isWhole()) return;
    await storage.delete(name);
    const card = await fetchVerified(cardUrl, cardSha256);
    const { weights } = (await card.clone().json()) as ModelCard;
    const files = await Promise.all(
      weights.files.map(async (file) => {
        const url = `${folderUrl}${file.name}`;
        return [url, await fetchVerified(url, file.sha256)] as const;
      }),
    );
    try {
      const cache = await storage.open(name);
      for (const [url, response] of files) await cache.put(url, response);
      await cache.put(cardUrl, card);
    } catch (cause) {
      await storage.delete(name);
      throw cause;
    }
  };

  return {
    keep() {
      keeping ??= download().finally(() => {
        keeping = null;
      });
      return keeping;
    },
    async find(url) {
      return (await isWhole()) ? (await storage.open(name)).match(url) : undefined;
    },
    async dropOthers() {
      const names = await storage.keys();
      const others = names.filter((other) => other.startsWith(prefix) && other !== name);
      await Promise.all(others.map((other) => storage.delete(other)));
    },
  };
}

async function digestSha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
