import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { notRead, ofLaterScimitar, schemaVersion } from './schema.ts';
import { StoreFailure, storeFailure } from './store-failure.ts';
import { upgrade } from './upgrade.ts';

export const inMemory = ':memory:';

/** Marks the file as Scimitar's: "SCIM" in ASCII. */
const applicationId = 0x5343494d;

// The text order of the primary key is the order of a listing. All documents take their versions from one counter,
// which never goes back: a document that was deleted and made again has a version that it never had before.
const schema = `
  CREATE TABLE document (
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    partition TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    due_at TEXT,
    value TEXT NOT NULL,
    PRIMARY KEY (tenant, kind, partition, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX document_due ON document (due_at, tenant, kind, partition, id) WHERE due_at IS NOT NULL;
  CREATE TABLE revision (last INTEGER NOT NULL) STRICT;
  INSERT INTO revision (last) VALUES (0);
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;

/**
 * What a confirmed write outlives. A power cut takes one wait for the disk in each commit; a crash of the process alone
 * takes none, and is enough where the file goes away with its user.
 */
export type Durability = 'power-cut' | 'crash';

// Waits 5 s, with the whole process, for another one that writes; a commit takes far less. The driver's own default
// for `synchronous` would let a commit return before the disk has it.
const pragmas = 'PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF';
const synchronous: Readonly<Record<Durability, string>> = {
  'power-cut': 'PRAGMA synchronous = FULL',
  crash: 'PRAGMA synchronous = OFF',
};

/** Opens the file, makes it and its folder when they are not there, and sees that it can be trusted. */
export function openDatabase(path: string, durability: Durability): DatabaseSyncInstance {
  const file = path === inMemory ? inMemory : resolve(path);
  try {
    if (file !== inMemory) makeFile(file);
    return prepared(new DatabaseSync(file), file, durability);
  } catch (error) {
    throw storeFailure(file, error);
  }
}

/**
 * Opens the file beside a bot that runs: nothing is written, and nobody waits.
 *
 * @throws StoreFailure with one sentence for whoever asked
 */
export function openForReading(path: string): DatabaseSyncInstance {
  const file = resolve(path);
  if (!existsSync(file))
    throw new StoreFailure(
      file,
      'it is not there; name the file that the bot uses, with SCIMITAR_STORE or --store',
    );
  let database: DatabaseSyncInstance | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    database.exec(pragmas);
    const version = single(database, 'PRAGMA user_version');
    if (version !== schemaVersion) throw new StoreFailure(file, notRead(String(version)));
    return database;
  } catch (error) {
    database?.close();
    throw storeFailure(file, error);
  }
}

/**
 * Makes the file readable for its owner only; SQLite gives the files beside it the same mode. A file that is there
 * is never opened and closed here: that would drop the locks that this process may hold on it (fcntl, close).
 */
function makeFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    if (statSync(file).isDirectory())
      throw new StoreFailure(file, 'a folder is in the way; name a file in it');
  }
}

function prepared(
  database: DatabaseSyncInstance,
  file: string,
  durability: Durability,
): DatabaseSyncInstance {
  try {
    database.exec(pragmas);
    database.exec(synchronous[durability]);
    assertSafe(String(single(database, 'SELECT sqlite_version()')));
    inTransaction(database, () => {
      makeSchema(database, file);
    });
    if (file !== inMemory && single(database, 'PRAGMA journal_mode = WAL') !== 'wal')
      throw new StoreFailure(file, 'this disk cannot keep a write-ahead log; name a file on a local disk');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite before 3.51.3 can lose commits when two connections write at once (sqlite.org/wal.html#walresetbug). */
export function assertSafe(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major * 1_000_000 + minor * 1_000 + patch >= 3_051_003) return;
  throw new Error(
    `SQLite ${version} can lose what it has confirmed. Scimitar does not start with it. ` +
      'Install the packages again with npm ci: they bring SQLite 3.51.3 or later.',
  );
}

function makeSchema(database: DatabaseSyncInstance, file: string): void {
  const mark = single(database, 'PRAGMA application_id');
  const version = Number(single(database, 'PRAGMA user_version'));
  if (mark === applicationId && version === schemaVersion) return;
  if (mark === applicationId && (version === 1 || version === 2)) {
    upgrade(database, version, file);
    database.exec(`PRAGMA user_version = ${schemaVersion}`);
    return;
  }
  if (mark === applicationId) throw new StoreFailure(file, ofLaterScimitar(version));
  if (mark !== 0 || version !== 0 || single(database, 'SELECT count(*) FROM sqlite_schema') !== 0)
    throw new StoreFailure(file, 'it is the database of another program; name another file');
  database.exec(schema);
}

/** Runs the work alone among all writers; what it throws undoes what it did. */
export function inTransaction<T>(database: DatabaseSyncInstance, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite has undone it already when the disk failed.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** The only column of the only row. */
export function single(database: DatabaseSyncInstance, sql: string): unknown {
  const row = database.prepare(sql).get() as Readonly<Record<string, unknown>> | undefined;
  return row === undefined ? undefined : Object.values(row)[0];
}
