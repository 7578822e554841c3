import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { openSqliteStore } from '../../../src/adapters/store/sqlite-store.ts';
import { StoreFailure } from '../../../src/adapters/store/store-failure.ts';
import { upgrade } from '../../../src/adapters/store/upgrade.ts';
import type { Key } from '../../../src/domain/document.ts';
import { trailId } from '../../../src/domain/trail.ts';
import { absent } from '../../../src/ports/store.ts';
import { mutatedDocument, read } from '../documents.ts';
import type { Parser } from '../parser.ts';
import { smallerDocuments } from '../shrink.ts';
import { genuine, tenant, trailPieces } from './trail.ts';

/** What version 0.1.0 kept. */
interface OldRow {
  readonly tenant: string;
  readonly kind: string;
  readonly partition: string;
  readonly id: string;
  readonly value: unknown;
}
const oldRows = readFileSync(join(import.meta.dirname, '../../../test/adapters/store/schema-1.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => read(line) as OldRow)
  // One of each kind that is brought up to date.
  .filter(
    ({ kind }, at, all) =>
      ['connection', 'cycle', 'rotation', 'line', 'dialog'].includes(kind) &&
      all.findIndex((other) => other.kind === kind) === at,
  );

const old = new DatabaseSync(':memory:');
old.exec(`CREATE TABLE document (tenant TEXT NOT NULL, kind TEXT NOT NULL, partition TEXT NOT NULL, id TEXT NOT NULL,
  version INTEGER NOT NULL, due_at TEXT, value TEXT NOT NULL, PRIMARY KEY (tenant, kind, partition, id)) STRICT, WITHOUT ROWID;
  CREATE TABLE revision (last INTEGER NOT NULL) STRICT; INSERT INTO revision (last) VALUES (1000);`);
const put = old.prepare('INSERT INTO document VALUES (?, ?, ?, ?, 1, NULL, ?)');
const everything = old.prepare('SELECT kind, value FROM document');
const oldPieces = [
  '2026-11-23',
  '2026-13-45',
  'closed',
  'claimed',
  'owed',
  'superseded',
  'guessed',
  '',
  'undefined',
];

interface Upgraded {
  readonly documents: readonly { readonly kind: string; readonly value: string }[] | undefined;
  readonly problem: string;
}

const upgradedKinds = ['connection', 'cycle', 'rotation', 'line', 'channel', 'message'];

/** Documents of an earlier version, damaged or not: all are brought up to date, or none with a sentence that quotes nothing. */
const upgrades: Parser<string, Upgraded> = {
  name: 'store-upgrade',
  draw(source) {
    const row = source.oneOf(oldRows);
    const { value, ...key } = row;
    return `${JSON.stringify(key)}\n${mutatedDocument(source, value, oldPieces)}`;
  },
  run(text) {
    const [key = '', ...lines] = text.split('\n');
    const changed = read(key) as Omit<OldRow, 'value'> | undefined;
    old.exec('BEGIN');
    try {
      for (const { tenant: of, kind, partition, id, value } of oldRows) {
        const isChanged = changed?.kind === kind && changed.id === id;
        put.run(of, kind, partition, id, isChanged ? lines.join('\n') : JSON.stringify(value));
      }
      upgrade(old, 1, 'scimitar.db');
      return { documents: everything.all() as unknown as Upgraded['documents'], problem: '' };
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      return { documents: undefined, problem: error.message };
    } finally {
      old.exec('ROLLBACK');
    }
  },
  wrong({ documents, problem }, text) {
    if (documents === undefined)
      return /^SCIMITAR_STORE, scimitar\.db, cannot be used: [A-Za-z ;,]+\.$/.test(problem)
        ? undefined
        : 'quoted a document';
    if (documents.length < oldRows.length) return 'lost a document';
    const isWhole = documents.every(
      ({ kind, value }) => !upgradedKinds.includes(kind) || typeof read(value) === 'object',
    );
    return isWhole || text.length > 100_000 ? undefined : 'kept a document that is none';
  },
  *smaller(text) {
    const [key = '', ...lines] = text.split('\n');
    for (const smaller of smallerDocuments(lines.join('\n'))) yield `${key}\n${smaller}`;
  },
};

const folder = mkdtempSync(join(tmpdir(), 'scimitar-fuzz-'));
const file = join(folder, 'scimitar.db');
const store = openSqliteStore(file, 'crash');
const stored: Key<'trail'> = { tenant, partition: 'trail', kind: 'trail', id: trailId(1) };
const [row] = genuine.rows;
if (row === undefined) throw new Error('the trail is empty');
await store.commit([{ key: stored, value: row, expect: absent }]);
// Held together: a statement does not keep its database open.
const beside = { database: new DatabaseSync(file) };
const damage = beside.database.prepare("UPDATE document SET value = ? WHERE kind = 'trail'");
// Both have the file open. Nothing is left of it, however this process ends.
rmSync(folder, { recursive: true });

/** A document that somebody, or a disk, has changed in the file. */
const documents: Parser<string, unknown> = {
  name: 'store-documents',
  // As a text of SQLite can be: in UTF-8, and without what ends one.
  draw: (source) =>
    Buffer.from(mutatedDocument(source, row, trailPieces))
      .toString()
      .replaceAll('\0', ''),
  async run(text) {
    if (!beside.database.isOpen) throw new Error('the second connection is closed');
    damage.run(text);
    try {
      return (await store.read(stored))?.value;
    } catch (error) {
      if (error instanceof StoreFailure && error.cause === undefined) return error;
      throw error;
    }
  },
  wrong(value, text) {
    if (value instanceof StoreFailure)
      return read(text) === undefined ? undefined : 'took a document for a damaged one';
    return text.length > 20_000 || JSON.stringify(value) === JSON.stringify(read(text))
      ? undefined
      : 'read another document';
  },
  smaller: smallerDocuments,
};

export const stores = [upgrades, documents] as const;
