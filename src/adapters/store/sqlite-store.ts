import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { Documents, Key, Kind } from '../../domain/document.ts';
import { absent, type Store, type Stored, type Write } from '../../ports/store.ts';
import { assertOneCommit } from './one-commit.ts';
import { inTransaction, openDatabase, openForReading, type Durability } from './sqlite-file.ts';
import { storeFailure } from './store-failure.ts';

/** Reads the index of due documents and nothing else; naming the index makes any other plan an error. */
export const dueQuery = `
  SELECT tenant, kind, partition, id FROM document INDEXED BY document_due
  WHERE due_at <= ? ORDER BY due_at, tenant, kind, partition, id LIMIT ?`;

const oneDocument = 'tenant = ? AND kind = ? AND partition = ? AND id = ?';

/**
 * The store in one SQLite file, for one or a few processes on one machine.
 *
 * @param path of the database file, which is made with its folder when it is not there, on a local disk; or `:memory:`
 * @throws StoreFailure with one sentence for the one who runs Scimitar when the file cannot be used, here and later
 */
export const openSqliteStore = (path: string, durability: Durability = 'power-cut'): Store =>
  storeIn(openDatabase(path, durability), path);

/**
 * The same file, beside a bot that runs, for reading only.
 *
 * @throws StoreFailure with one sentence when the file cannot be read
 */
export const readSqliteStore = (path: string): Pick<Store, 'read' | 'list' | 'close'> =>
  storeIn(openForReading(path), path, (database) => {
    database.close();
  });

function storeIn(database: DatabaseSyncInstance, path: string, end = close): Store {
  const statements = prepareStatements(database);
  let open = true;

  function use<T>(work: () => T): Promise<T> {
    return new Promise((resolve) => {
      if (!open) throw new Error('the store is closed: nothing is read or written after close()');
      try {
        resolve(work());
      } catch (error) {
        throw storeFailure(path, error);
      }
    });
  }

  return {
    read: (key) => use(() => read(statements, key)),
    list: (tenant, kind, options = {}) =>
      use(() => {
        const { partition, newestFirst = false, limit = everything } = options;
        const order = newestFirst ? 'newestFirst' : 'inOrder';
        const rows =
          partition === undefined
            ? statements.listTenant[order].all(tenant, kind, limit)
            : statements.listPartition[order].all(tenant, kind, partition, limit);
        return (rows as ListedRow[]).map((row) =>
          stored({ tenant, kind, partition: row.partition, id: row.id }, row),
        );
      }),
    due: (upTo, limit) => use(() => (statements.due.all(upTo, limit) as Key[]).map((row) => ({ ...row }))),
    commit: (writes) => use(() => commit(database, statements, writes)),
    close: () =>
      new Promise((resolve) => {
        if (open) {
          open = false;
          end(database);
        }
        resolve();
      }),
  };
}

/** SQLite takes a negative limit as none. */
const everything = -1;

interface Row {
  readonly version: number;
  readonly value: string;
}
interface ListedRow extends Row {
  readonly partition: string;
  readonly id: string;
}

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(database: DatabaseSyncInstance) {
  const listing = (where: string): Readonly<Record<'inOrder' | 'newestFirst', StatementSyncInstance>> => {
    const sql = `SELECT partition, id, version, value FROM document WHERE tenant = ? AND kind = ? ${where}`;
    return {
      inOrder: database.prepare(`${sql} ORDER BY partition, id LIMIT ?`),
      newestFirst: database.prepare(`${sql} ORDER BY partition DESC, id DESC LIMIT ?`),
    };
  };
  return {
    read: database.prepare(`SELECT version, value FROM document WHERE ${oneDocument}`),
    version: database.prepare(`SELECT version FROM document WHERE ${oneDocument}`),
    listTenant: listing(''),
    listPartition: listing('AND partition = ?'),
    due: database.prepare(dueQuery),
    nextVersion: database.prepare('UPDATE revision SET last = last + 1 RETURNING last AS version'),
    put: database.prepare('INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?)'),
    delete: database.prepare(`DELETE FROM document WHERE ${oneDocument}`),
  };
}

const columns = ({ tenant, kind, partition, id }: Key) => [tenant, kind, partition, id] as const;

function read<K extends Kind>(statements: Statements, key: Key<K>): Stored<K> | undefined {
  const row = statements.read.get(...columns(key)) as Row | undefined;
  const { tenant, kind, partition, id } = key;
  return row === undefined ? undefined : stored({ tenant, kind, partition, id }, row);
}

const stored = <K extends Kind>(key: Key<K>, row: Row): Stored<K> => ({
  key,
  value: JSON.parse(row.value) as Documents[K],
  version: String(row.version),
});

function commit(
  database: DatabaseSyncInstance,
  statements: Statements,
  writes: readonly [Write, ...Write[]],
): 'done' | 'conflict' {
  assertOneCommit(writes);
  // What cannot be serialised throws here, before anything is written.
  const changes = writes.map((write) => ({
    key: columns(write.key),
    expect: write.expect,
    row:
      write.value === 'deleted' ? undefined : ([write.dueAt ?? null, JSON.stringify(write.value)] as const),
  }));
  return inTransaction(database, () => {
    for (const { key, expect } of changes) {
      const row = statements.version.get(...key) as Pick<Row, 'version'> | undefined;
      if (expect !== (row === undefined ? absent : String(row.version))) return 'conflict';
    }
    const [next] = statements.nextVersion.all() as [Pick<Row, 'version'>];
    for (const { key, row } of changes) {
      if (row === undefined) statements.delete.run(...key);
      else statements.put.run(...key, next.version, ...row);
    }
    return 'done';
  });
}

function close(database: DatabaseSyncInstance): void {
  try {
    // Statements that are still alive would keep the log from being folded into the file.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}
