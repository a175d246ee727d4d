import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createHistoryDatabase, UPGRADES } from './history-database';
import type { HistoryEntry } from './history-entry';
import { createAnalysis } from './test-history';

const ENTRY: Omit<HistoryEntry, 'id'> = {
  keptAtMs: 1,
  fileName: 'a.wav',
  durationSec: 1,
  emotion: 'happy',
  confidence: 0.75,
  uncertain: false,
  partial: false,
  featureRevision: 2,
  audioBytes: null,
};
const RESULT = { entry: ENTRY, analysis: createAnalysis('a.wav'), audio: null };

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  return () => {
    vi.unstubAllGlobals();
  };
});

describe('createHistoryDatabase', () => {
  it('gives back what it was given, the newest first, pictures and sound unchanged', async () => {
    const database = createHistoryDatabase();
    const first = await database.add(RESULT);
    const audio = new Blob(['sound'], { type: 'audio/wav' });
    const second = await database.add({ ...RESULT, audio });
    // As another visit would.
    const later = createHistoryDatabase();
    expect(await later.list()).toEqual([second, first]);
    expect(await later.read(first.id)).toEqual({ ...RESULT, entry: first });
    const kept = await later.read(second.id);
    expect(kept?.analysis.pictures.logMelDb.values).toEqual(Float32Array.of(-80, 0));
    expect(await kept?.audio?.text()).toBe('sound');
    expect(await later.read(99)).toBeNull();
  });

  it('deletes one, puts it back under its id, and deletes all', async () => {
    const database = createHistoryDatabase();
    const first = await database.add({ ...RESULT, audio: new Blob(['sound']) });
    const second = await database.add(RESULT);
    const kept = await database.read(first.id);
    await database.remove(first.id);
    expect(await database.list()).toEqual([second]);
    expect(await database.read(first.id)).toBeNull();
    if (kept === null) throw new Error('Expected the result.');
    await database.restore(kept);
    expect(await database.list()).toEqual([second, first]);
    expect(await (await database.read(first.id))?.audio?.text()).toBe('sound');
    await database.removeAll();
    expect(await database.list()).toEqual([]);
    expect(await database.read(second.id)).toBeNull();
  });

  it('keeps nothing of a result that cannot be stored as a whole', async () => {
    const database = createHistoryDatabase();
    // A function cannot be cloned: refused before it becomes a request.
    const audio = (() => undefined) as unknown as Blob;
    await expect(database.add({ ...RESULT, audio })).rejects.toMatchObject({ problem: 'failed' });
    expect(await database.list()).toEqual([]);
  });

  it('keeps no audio until it is told to, and remembers that', async () => {
    expect(await createHistoryDatabase().readKeepsAudio()).toBe(false);
    await createHistoryDatabase().writeKeepsAudio(true);
    expect(await createHistoryDatabase().readKeepsAudio()).toBe(true);
  });

  it('upgrades what an earlier version kept, while an older tab is still open', async () => {
    const older = createHistoryDatabase();
    const { id } = await older.add(RESULT);
    const newer = createHistoryDatabase([
      ...UPGRADES,
      async (_, transaction) => {
        const entries = transaction.objectStore('entries');
        for (const entry of await entries.getAll()) await entries.put({ ...entry, fileName: `new ${entry.fileName}` });
      },
    ]);
    expect(await newer.list()).toEqual([{ ...ENTRY, id, fileName: 'new a.wav' }]);
    expect((await newer.read(id))?.analysis.emotion).toBe('happy');
    // The older page has let go, and says that it cannot read this any more.
    await expect(older.list()).rejects.toMatchObject({ problem: 'newer' });
  });

  it('leaves everything as it was when an upgrade fails', async () => {
    const { id } = await createHistoryDatabase().add(RESULT);
    const failing = createHistoryDatabase([
      ...UPGRADES,
      async (_, transaction) => {
        await transaction.objectStore('entries').clear();
        throw new Error('a fault in the upgrade');
      },
    ]);
    await expect(failing.list()).rejects.toMatchObject({ problem: 'failed' });
    expect(await createHistoryDatabase().list()).toEqual([{ ...ENTRY, id }]);
  });

  it('says that storage is blocked where there is none, or it may not be opened', async () => {
    vi.stubGlobal('indexedDB', undefined);
    await expect(createHistoryDatabase().list()).rejects.toMatchObject({ problem: 'blocked' });
    const forbid = (): never => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    vi.stubGlobal('indexedDB', { open: forbid });
    await expect(createHistoryDatabase().list()).rejects.toMatchObject({ problem: 'blocked' });
  });

  it('tries to open it again after a failure', async () => {
    const working = indexedDB;
    vi.stubGlobal('indexedDB', undefined);
    const database = createHistoryDatabase();
    await expect(database.list()).rejects.toMatchObject({ problem: 'blocked' });
    vi.stubGlobal('indexedDB', working);
    expect(await database.list()).toEqual([]);
  });
});
