import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { DatabaseSync } from '@photostructure/sqlite';
import { schemaVersion } from '../../../src/adapters/store/schema.ts';
import { assertSafe, openDatabase, single } from '../../../src/adapters/store/sqlite-file.ts';
import { dueQuery, openSqliteStore } from '../../../src/adapters/store/sqlite-store.ts';
import { storeFailure } from '../../../src/adapters/store/store-failure.ts';
import { keep, line, lineKey, now, putLine } from '../../contracts/store-documents.ts';

function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'scimitar-store-'));
  context.after(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Does something to a database behind the store's back. */
function behind(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test('the folder is made for its owner only, and so are the file and what lies beside it', async (context) => {
  const folder = join(temporaryFolder(context), 'data', 'scimitar');
  const path = join(folder, 'scimitar.db');
  const store = openSqliteStore(path);
  await keep(store, putLine(lineKey('1')));
  assert.equal(mode(folder), '700');
  for (const file of [path, `${path}-wal`, `${path}-shm`]) assert.equal(mode(file), '600');
  await store.close();
});

test('the mode of a file that is there is left as its owner set it', async (context) => {
  const path = join(temporaryFolder(context), 'scimitar.db');
  writeFileSync(path, '');
  chmodSync(path, 0o640);
  await openSqliteStore(path).close();
  assert.equal(mode(path), '640');
});

test('a closed file holds everything itself: its log is empty or gone', async (context) => {
  const path = join(temporaryFolder(context), 'scimitar.db');
  const store = openSqliteStore(path);
  await keep(store, putLine(lineKey('1')), putLine(lineKey('2')));
  await store.close();
  assert.equal(statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0, 0);
});

for (const [pragma, expected] of [
  ['journal_mode', 'wal'],
  // FULL: every commit waits for the disk.
  ['synchronous', 2],
  ['busy_timeout', 5_000],
  ['trusted_schema', 0],
] as const)
  test(`${pragma} is ${expected}, in a new file and in one that was there`, (context) => {
    const path = join(temporaryFolder(context), 'scimitar.db');
    for (let opening = 0; opening < 2; opening++) {
      const database = openDatabase(path, 'power-cut');
      assert.equal(single(database, `PRAGMA ${pragma}`), expected);
      database.close();
    }
  });

test('two stores on one file see what the other wrote', async (context) => {
  const path = join(temporaryFolder(context), 'scimitar.db');
  const [one, other] = [openSqliteStore(path), openSqliteStore(path)];
  await keep(one, putLine(lineKey('1'), 1));
  assert.deepEqual((await other.read(lineKey('1')))?.value, line(1));
  assert.equal(await other.commit([putLine(lineKey('1'), 2)]), 'conflict');
  await one.close();
  await keep(other, putLine(lineKey('2'), 2));
  await other.close();
});

test('a store in memory needs no file and forgets', async () => {
  const store = openSqliteStore(':memory:');
  await keep(store, putLine(lineKey('1')));
  await store.close();
  const another = openSqliteStore(':memory:');
  assert.equal(await another.read(lineKey('1')), undefined);
  await another.close();
});

test('the query for what is due reads its index and neither documents nor a sorter', async (context) => {
  const path = join(temporaryFolder(context), 'scimitar.db');
  await openSqliteStore(path).close();
  const database = new DatabaseSync(path);
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${dueQuery}`).all(now, 10) as { detail: string }[];
  database.close();
  assert.deepEqual(
    plan.map(({ detail }) => detail),
    ['SEARCH document USING COVERING INDEX document_due (due_at<?)'],
  );
});

test('a deletion that expects absence is a bug', async () => {
  const store = openSqliteStore(':memory:');
  const commit = store.commit([{ key: lineKey('1'), value: 'deleted', expect: 'absent' }]);
  await assert.rejects(commit, /a commit deletes what was read/);
  await store.close();
});

for (const [version, safe] of [
  ['3.51.2', false],
  ['3.50.99', false],
  ['2.99.99', false],
  ['3.51.3', true],
  ['3.53.0', true],
  ['4.0.0', true],
] as const)
  test(`SQLite ${version} is ${safe ? 'taken' : 'refused'}`, () => {
    const check = (): void => {
      assertSafe(version);
    };
    if (safe) assert.doesNotThrow(check);
    else assert.throws(check, /SQLite .* can lose .* npm ci/);
  });

// Each row: what is wrong, how it comes about, and a piece of the sentence.
const unusable: readonly (readonly [what: string, make: (path: string) => void, sentence: RegExp])[] = [
  [
    'of a later schema',
    (path) => {
      void openSqliteStore(path).close();
      behind(path, `PRAGMA user_version = ${schemaVersion + 1}`);
    },
    /a later Scimitar has written it \(schema 4, this one knows 3\).*; start the later version again/,
  ],
  [
    'of another program',
    (path) => {
      behind(path, 'CREATE TABLE bookmark (url TEXT)');
    },
    /database of another program; name another file/,
  ],
  [
    'with the mark of another program',
    (path) => {
      behind(path, 'PRAGMA application_id = 7');
    },
    /database of another program; name another file/,
  ],
  [
    'that is no database',
    (path) => {
      writeFileSync(path, 'Dear diary, '.repeat(200));
    },
    /not a database; name another file/,
  ],
  [
    'that is a folder',
    (path) => {
      mkdirSync(path);
    },
    /a folder is in the way; name a file/,
  ],
];
for (const [what, make, sentence] of unusable)
  test(`a file ${what} is refused in one sentence and left as it is`, (context) => {
    const path = join(temporaryFolder(context), 'scimitar.db');
    make(path);
    const before = statSync(path).isFile() ? readFileSync(path) : undefined;
    assert.throws(() => openSqliteStore(path), matches(path, sentence));
    assert.deepEqual(statSync(path).isFile() ? readFileSync(path) : undefined, before);
  });

const matches =
  (path: string, sentence: RegExp) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof Error);
    assert.ok(error.message.startsWith(`SCIMITAR_STORE, ${path}, cannot be used: `), error.message);
    assert.match(error.message, sentence);
    assert.doesNotMatch(error.message, /\n|ERR_|SQLITE_/);
    return true;
  };

test('a file in the way of the folder is told', (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, 'data'), '');
  for (const path of [join(folder, 'data', 'scimitar.db'), join(folder, 'data', 'deeper', 'scimitar.db')])
    assert.throws(() => openSqliteStore(path), matches(path, /a file is in the way of its folder/));
});

// Root may write everywhere.
test('a folder that may not be written is told', { skip: process.getuid?.() === 0 }, (context) => {
  const folder = temporaryFolder(context);
  chmodSync(folder, 0o500);
  const path = join(folder, 'scimitar.db');
  assert.throws(() => openSqliteStore(path), matches(path, /cannot be written; give the user/));
});

test('a file that another program keeps locked is told, after five seconds', (context) => {
  const path = join(temporaryFolder(context), 'scimitar.db');
  const other = new DatabaseSync(path);
  other.exec('BEGIN EXCLUSIVE');
  assert.throws(() => openSqliteStore(path), matches(path, /another program holds it locked/));
  other.close();
});

for (const [code, sentence] of [
  ['EACCES', /cannot be written; give the user/],
  ['EROFS', /the disk is read-only/],
  ['ENOSPC', /the disk is full/],
  [8, /cannot be written; give the user/],
  // SQLITE_IOERR_FSYNC, SQLITE_CORRUPT_INDEX and SQLITE_BUSY_RECOVERY carry their primary code in the low byte.
  [10 | (4 << 8), /the disk reports an error/],
  [11 | (3 << 8), /the file is damaged/],
  [5 | (1 << 8), /another program holds it locked/],
  [13, /the disk is full/],
] as const)
  test(`error ${code} is told in words, with its cause`, () => {
    const cause = Object.assign(
      new Error('disk trouble'),
      typeof code === 'string' ? { code } : { code: 'ERR_SQLITE_ERROR', errcode: code },
    );
    const told = storeFailure('/data/scimitar.db', cause);
    matches('/data/scimitar.db', sentence)(told);
    assert.equal((told as Error).cause, cause);
  });

test('a document that is no JSON is told in words, and nothing of it is', async (context) => {
  const path = join(temporaryFolder(context), 'scimitar.db');
  const store = openSqliteStore(path);
  await keep(store, putLine(lineKey('1'), 1));
  behind(path, `UPDATE document SET value = 'words of somebody' WHERE kind = 'line'`);
  await assert.rejects(store.read(lineKey('1')), (error: Error) => {
    matches(path, /a document in it is damaged/)(error);
    assert.equal(error.cause, undefined);
    return true;
  });
  await store.close();
});

test('an error that has nothing to do with the file stays as it is', () => {
  const bug = new TypeError('x is not a function');
  assert.equal(storeFailure('/data/scimitar.db', bug), bug);
});
