import { describe, expect, it } from 'vitest';
import { readRememberedBackend, rememberBackend } from './remembered-backend';

function createStorage() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
  };
}

const MEASURED = { modelVersion: '1', renderer: 'Apple M2', backend: 'webgl' } as const;

describe('remembered backend', () => {
  it('is kept between visits, the latest only', () => {
    const storage = createStorage();
    expect(readRememberedBackend(() => storage)).toBeNull();
    rememberBackend(() => storage, { ...MEASURED, backend: 'wasm' });
    rememberBackend(() => storage, MEASURED);
    expect(readRememberedBackend(() => storage)).toEqual(MEASURED);
    expect(storage.items.size).toBe(1);
  });

  it.each(['', 'null', '{', '7', '{"modelVersion":"1","renderer":"Apple M2","backend":"cuda"}', '{"backend":"wasm"}'])(
    'is nothing where %j was kept',
    (text) => {
      const storage = createStorage();
      rememberBackend(() => storage, MEASURED);
      for (const key of storage.items.keys()) storage.items.set(key, text);
      expect(readRememberedBackend(() => storage)).toBeNull();
    },
  );

  it('is nothing where the browser refuses storage', () => {
    const refuse = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    rememberBackend(refuse, MEASURED);
    expect(readRememberedBackend(refuse)).toBeNull();
  });
});
