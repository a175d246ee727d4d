import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createModelCache, type ModelCache } from './model-cache';

const FOLDER_URL = 'https://example.org/app/model/';

/** Cache storage in memory, as far as the model's cache uses it; optionally without room for a file. */
class MemoryCaches {
  readonly contents = new Map<string, Map<string, Response>>();
  fullAt: string | null = null;

  readonly has = async (name: string): Promise<boolean> => this.contents.has(name);
  readonly keys = async (): Promise<string[]> => [...this.contents.keys()];
  readonly delete = async (name: string): Promise<boolean> => this.contents.delete(name);
  readonly open = async (name: string): Promise<Cache> => {
    const files = this.contents.get(name) ?? new Map<string, Response>();
    this.contents.set(name, files);
    const cache = {
      match: async (url: string) => files.get(url)?.clone(),
      put: async (url: string, response: Response) => {
        if (this.fullAt !== null && url.endsWith(this.fullAt)) throw new Error('quota exceeded');
        files.set(url, response);
      },
    };
    // The rest of a cache is not used, and files are named by their addresses.
    return cache as unknown as Cache;
  };

  list(): string[] {
    return [...this.contents.values()].flatMap((files) => [...files.keys()].map((url) => url.slice(FOLDER_URL.length)));
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A published model on a server that may be broken, and a cache for it. */
function publish(version: string, storage: MemoryCaches, server: Map<string, string>) {
  const weights = `weights of ${version}`;
  const card = JSON.stringify({ version, weights: { files: [{ name: 'weights.bin', sha256: hash(weights) }] } });
  server.set('model-card.json', card).set('weights.bin', weights);
  const requests: string[] = [];
  const cache = createModelCache({
    folderUrl: FOLDER_URL,
    cardSha256: hash(card),
    storage,
    fetch: async (url) => {
      requests.push(url);
      const text = server.get(url.slice(FOLDER_URL.length));
      return text === undefined ? new Response(null, { status: 404 }) : new Response(text);
    },
  });
  return { cache, requests };
}

async function read(cache: ModelCache, file: string): Promise<string | undefined> {
  return (await cache.find(`${FOLDER_URL}${file}`))?.text();
}

describe('createModelCache', () => {
  it('keeps a model, serves it and fetches it once', async () => {
    const storage = new MemoryCaches();
    const { cache, requests } = publish('one', storage, new Map());
    expect(await read(cache, 'weights.bin')).toBeUndefined();
    await Promise.all([cache.keep(), cache.keep()]);
    await cache.keep();
    expect(await read(cache, 'weights.bin')).toBe('weights of one');
    expect(await read(cache, 'LICENSE.md')).toBeUndefined();
    expect(requests).toHaveLength(2);
  });

  it.each([
    ['is missing', (server: Map<string, string>) => server.delete('weights.bin')],
    ['is cut off', (server: Map<string, string>) => server.set('weights.bin', 'weigh')],
    ['has another card', (server: Map<string, string>) => server.set('model-card.json', '{}')],
  ])('keeps the old model when a file of the new one %s', async (_, spoil) => {
    const storage = new MemoryCaches();
    const server = new Map<string, string>();
    const old = publish('one', storage, server).cache;
    await old.keep();
    const { cache } = publish('two', storage, server);
    spoil(server);
    await expect(cache.keep()).rejects.toThrow();
    expect(await read(cache, 'weights.bin')).toBeUndefined();
    expect(await read(old, 'weights.bin')).toBe('weights of one');
    expect(storage.list()).toEqual(['weights.bin', 'model-card.json']);
  });

  it('leaves nothing of a model that finds no room, and takes it up later', async () => {
    const storage = new MemoryCaches();
    const { cache } = publish('one', storage, new Map());
    storage.fullAt = 'model-card.json';
    await expect(cache.keep()).rejects.toThrow('quota');
    expect(storage.list()).toEqual([]);
    storage.fullAt = null;
    await cache.keep();
    expect(await read(cache, 'model-card.json')).toContain('one');
  });

  it('serves nothing of a model whose storing was interrupted, and replaces it', async () => {
    const storage = new MemoryCaches();
    const server = new Map<string, string>();
    const { cache } = publish('one', storage, server);
    await cache.keep();
    const [files] = storage.contents.values();
    files?.delete(`${FOLDER_URL}model-card.json`);
    files?.set(`${FOLDER_URL}weights.bin`, new Response('half'));
    expect(await read(cache, 'weights.bin')).toBeUndefined();
    await cache.keep();
    expect(await read(cache, 'weights.bin')).toBe('weights of one');
  });

  it('drops older models of this site only', async () => {
    const storage = new MemoryCaches();
    const server = new Map<string, string>();
    await publish('one', storage, server).cache.keep();
    await storage.open('undertone-model https://example.org/other/model/ 12');
    await storage.open('somebody else');
    const { cache } = publish('two', storage, server);
    await cache.keep();
    await cache.dropOthers();
    expect(await storage.keys()).toHaveLength(3);
    expect(await read(cache, 'weights.bin')).toBe('weights of two');
  });
});
