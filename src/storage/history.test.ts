import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createHistory } from './history';
import { createHistoryDatabase } from './history-database';
import { StorageError } from './history-entry';
import { createAnalysis } from './test-history';

const AUDIO = new Blob(['sound']);

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  return () => {
    vi.unstubAllGlobals();
  };
});

describe('createHistory', () => {
  it('keeps results without their sound, the newest first, for the next visit too', async () => {
    const history = createHistory();
    await history.keep(createAnalysis('a.wav'), AUDIO);
    await history.keep({ ...createAnalysis('b.wav'), totalWindows: 3 }, AUDIO);
    const nextVisit = createHistory();
    await nextVisit.refresh();
    for (const { store } of [history, nextVisit]) {
      expect(store.getState()).toMatchObject({
        status: 'ready',
        problem: null,
        entries: [
          { fileName: 'b.wav', audioBytes: null, partial: true },
          { fileName: 'a.wav', audioBytes: null, partial: false, emotion: 'happy', confidence: 0.75, uncertain: false },
        ],
      });
    }
    const [newest] = nextVisit.store.getState().entries;
    expect(await nextVisit.read(newest?.id ?? NaN)).toMatchObject({ analysis: { fileName: 'b.wav' }, audio: null });
  });

  it('keeps sound from when it is asked for', async () => {
    const history = createHistory();
    await history.keep(createAnalysis('a.wav'), AUDIO);
    await history.setKeepsAudio(true);
    await history.keep(createAnalysis('b.wav'), AUDIO);
    expect(history.store.getState().entries.map(({ audioBytes }) => audioBytes)).toEqual([5, null]);
    expect(createHistory().store.getState().keepsAudio).toBe(false);
    await vi.waitFor(() => {
      expect(history.store.getState().keepsAudio).toBe(true);
    });
  });

  it('shows a decision at once, whatever is being read, and takes it back where it cannot be kept', async () => {
    const database = createHistoryDatabase();
    const history = createHistory(database);
    await history.refresh();
    const reading = history.refresh();
    const deciding = history.setKeepsAudio(true);
    expect(history.store.getState().keepsAudio).toBe(true);
    await reading;
    expect(history.store.getState().keepsAudio).toBe(true);
    await deciding;
    expect(await database.readKeepsAudio()).toBe(true);

    const full = createHistory({
      ...database,
      writeKeepsAudio: () => Promise.reject(new StorageError('full', 'no room')),
    });
    await full.refresh();
    await full.setKeepsAudio(false);
    expect(full.store.getState()).toMatchObject({ keepsAudio: true, problem: 'full' });
  });

  it('deletes one and takes that back, then deletes all', async () => {
    const history = createHistory();
    for (const name of ['a.wav', 'b.wav', 'c.wav']) await history.keep(createAnalysis(name), AUDIO);
    const listNames = (): string[] => history.store.getState().entries.map(({ fileName }) => fileName);
    const b = history.store.getState().entries[1];
    await history.remove(b?.id ?? NaN);
    expect(listNames()).toEqual(['c.wav', 'a.wav']);
    expect(history.store.getState().removed?.fileName).toBe('b.wav');
    await history.undoRemove();
    expect(listNames()).toEqual(['c.wav', 'b.wav', 'a.wav']);
    expect(history.store.getState().removed).toBeNull();
    expect(await history.read(b?.id ?? NaN)).not.toBeNull();
    await history.removeAll();
    expect(listNames()).toEqual([]);
    await history.undoRemove();
    expect(listNames()).toEqual([]);
  });

  it('keeps the result alone when there is no room for the recording, and says so', async () => {
    const database = createHistoryDatabase();
    await database.writeKeepsAudio(true);
    const history = createHistory({
      ...database,
      add: (result) =>
        result.audio === null ? database.add(result) : Promise.reject(new StorageError('full', 'no room')),
    });
    await history.keep(createAnalysis('a.wav'), AUDIO);
    expect(history.store.getState()).toMatchObject({
      problem: 'full',
      entries: [{ fileName: 'a.wav', audioBytes: null }],
    });
  });

  it('does without where the browser gives no storage', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const history = createHistory();
    await history.keep(createAnalysis('a.wav'), AUDIO);
    expect(history.store.getState()).toMatchObject({ status: 'unavailable', problem: 'blocked', entries: [] });
    expect(await history.read(1)).toBeNull();
  });
});
