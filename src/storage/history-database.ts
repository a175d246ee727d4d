/**
 * The database of kept results; the one file that knows idb. A result lies in three stores, so that a list is read
 * without megabytes of pictures and sound.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import type { Analysis } from '../contract/prediction';
import { StorageError, type HistoryEntry, type KeptResult, type StorageProblem } from './history-entry';

interface HistorySchema extends DBSchema {
  entries: { key: number; value: HistoryEntry };
  analyses: { key: number; value: Analysis };
  audio: { key: number; value: Blob };
  settings: { key: string; value: boolean };
}

type Database = IDBPDatabase<HistorySchema>;
type Upgrade = (
  database: Database,
  transaction: IDBPTransaction<HistorySchema, StoreNames<HistorySchema>[], 'versionchange'>,
) => void | Promise<void>;

const NAME = 'undertone';
const STORES = ['entries', 'analyses', 'audio'] as const;

/** What makes version n + 1 out of version n, from the very beginning on; a visitor's results go through all that are new. */
export const UPGRADES: readonly Upgrade[] = [
  (database) => {
    database.createObjectStore('entries', { keyPath: 'id', autoIncrement: true });
    database.createObjectStore('analyses');
    database.createObjectStore('audio');
    database.createObjectStore('settings');
  },
];

/** Kept results. Every method rejects with a StorageError. */
export interface HistoryDatabase {
  /** The entries, the newest first. */
  readonly list: () => Promise<HistoryEntry[]>;
  /** `null` when it is not there any more. */
  readonly read: (id: number) => Promise<KeptResult | null>;
  /** Keeps a result as a whole or not at all. @returns its entry, with its id */
  readonly add: (
    result: Omit<KeptResult, 'entry'> & { readonly entry: Omit<HistoryEntry, 'id'> },
  ) => Promise<HistoryEntry>;
  /** Puts a result back under its own id. */
  readonly restore: (result: KeptResult) => Promise<void>;
  readonly remove: (id: number) => Promise<void>;
  readonly removeAll: () => Promise<void>;
  readonly readKeepsAudio: () => Promise<boolean>;
  readonly writeKeepsAudio: (keepsAudio: boolean) => Promise<void>;
}

/** Opens the database when it is first needed, and again when another tab had to close it. */
export function createHistoryDatabase(upgrades: readonly Upgrade[] = UPGRADES): HistoryDatabase {
  let opening: Promise<Database> | null = null;

  const open = (): Promise<Database> => {
    const forget = (): void => {
      opening = null;
    };
    opening ??= openDatabase(upgrades, forget).catch((thrown: unknown) => {
      forget();
      throw thrown;
    });
    return opening;
  };

  const use = async <Result>(work: (database: Database) => Promise<Result>): Promise<Result> => {
    try {
      return await work(await open());
    } catch (cause) {
      throw toStorageError(cause);
    }
  };

  return {
    list: () => use(async (database) => (await database.getAll('entries')).reverse()),
    read: (id) =>
      use(async (database) => {
        const transaction = database.transaction(STORES);
        const [entry, analysis, audio] = await Promise.all([
          transaction.objectStore('entries').get(id),
          transaction.objectStore('analyses').get(id),
          transaction.objectStore('audio').get(id),
        ]);
        return entry === undefined || analysis === undefined ? null : { entry, analysis, audio: audio ?? null };
      }),
    add: ({ entry, analysis, audio }) =>
      use(async (database) => {
        const id = await write(database, async (transaction) => {
          // The database gives the id.
          const given = await transaction.objectStore('entries').add(entry as HistoryEntry);
          await transaction.objectStore('analyses').put(analysis, given);
          if (audio !== null) await transaction.objectStore('audio').put(audio, given);
          return given;
        });
        return { ...entry, id };
      }),
    restore: ({ entry, analysis, audio }) =>
      use(async (database) => {
        await write(database, async (transaction) => {
          await transaction.objectStore('entries').put(entry);
          await transaction.objectStore('analyses').put(analysis, entry.id);
          if (audio !== null) await transaction.objectStore('audio').put(audio, entry.id);
        });
      }),
    remove: (id) =>
      use(async (database) => {
        await write(database, async (transaction) => {
          await Promise.all(STORES.map((store) => transaction.objectStore(store).delete(id)));
        });
      }),
    removeAll: () =>
      use(async (database) => {
        await write(database, async (transaction) => {
          await Promise.all(STORES.map((store) => transaction.objectStore(store).clear()));
        });
      }),
    readKeepsAudio: () => use(async (database) => (await database.get('settings', 'keepsAudio')) ?? false),
    writeKeepsAudio: (keepsAudio) =>
      use(async (database) => {
        await database.put('settings', keepsAudio, 'keepsAudio');
      }),
  };
}

/** Writes to all stores or, when anything fails, to none. */
async function write<Result>(
  database: Database,
  work: (transaction: IDBPTransaction<HistorySchema, typeof STORES, 'readwrite'>) => Promise<Result>,
): Promise<Result> {
  const transaction = database.transaction(STORES, 'readwrite');
  const worked = work(transaction).catch((thrown: unknown) => {
    // What cannot be stored is refused before it becomes a request, which alone would end the transaction.
    try {
      transaction.abort();
    } catch {
      // A request that failed has ended it already.
    }
    throw thrown;
  });
  // Together: when a request fails, its transaction does, too, and both are told.
  const [result] = await Promise.all([worked, transaction.done]);
  return result;
}

function openDatabase(upgrades: readonly Upgrade[], onClosed: () => void): Promise<Database> {
  // Reading it is what throws where the visitor forbids storage; some browsers then have none.
  const factory = (globalThis as { readonly indexedDB?: IDBFactory }).indexedDB;
  if (factory === undefined) throw new StorageError('blocked', 'Expected IndexedDB, the browser gives none.');
  return openDB<HistorySchema>(NAME, upgrades.length, {
    upgrade(database, oldVersion, _, transaction) {
      void runUpgrades(upgrades.slice(oldVersion), database, transaction);
    },
    // A newer version of the page in another tab waits for this.
    blocking(_, __, event) {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
}

/** Does all upgrades or, when one of them fails, none. */
async function runUpgrades(
  upgrades: readonly Upgrade[],
  ...[database, transaction]: Parameters<Upgrade>
): Promise<void> {
  // Its failure is told by the opening of the database.
  transaction.done.catch(() => undefined);
  try {
    for (const upgrade of upgrades) await upgrade(database, transaction);
  } catch {
    transaction.abort();
  }
}

const PROBLEMS: Readonly<Record<string, StorageProblem>> = {
  SecurityError: 'blocked',
  InvalidStateError: 'blocked',
  UnknownError: 'blocked',
  QuotaExceededError: 'full',
  VersionError: 'newer',
};

function toStorageError(thrown: unknown): StorageError {
  if (thrown instanceof StorageError) return thrown;
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return new StorageError(PROBLEMS[name] ?? 'failed', `${name}: ${message}`, { cause: thrown });
}
