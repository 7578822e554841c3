import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { DatabaseSync } from '@photostructure/sqlite';
import { openSqliteStore } from '../../../src/adapters/store/sqlite-store.ts';
import { addMilliseconds, momentOf, type Moment } from '../../../src/domain/calendar.ts';
import { decideReminder } from '../../../src/domain/reminder.ts';
import { told } from '../../../src/domain/proof.ts';
import { openStep } from '../../../src/domain/steps.ts';
import { tenantId } from '../../../src/domain/ids.ts';
import { WorldClock } from '../../../sandbox/clock.ts';
import { Chat } from '../../scenarios/chat.ts';

interface Row {
  readonly tenant: string;
  readonly kind: string;
  readonly partition: string;
  readonly id: string;
  readonly version: number;
  readonly due_at: string | null;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What version 0.1.0 kept on 14 December 2026: a token just saved, claimed and snoozed before, and one just watched. */
const rows = readFileSync(join(import.meta.dirname, 'schema-1.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);
const now = '2026-12-14T09:01:00.000Z' as Moment;
const tenant = tenantId(rows[0]?.tenant ?? '');

/** A file as schema 1 had it, with these documents. */
function oldFile(t: TestContext, documents: readonly Row[] = rows): string {
  const folder = mkdtempSync(join(tmpdir(), 'scimitar-upgrade-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'scimitar.db');
  const database = new DatabaseSync(path);
  database.exec(`
    CREATE TABLE document (
      tenant TEXT NOT NULL, kind TEXT NOT NULL, partition TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
      due_at TEXT, value TEXT NOT NULL, PRIMARY KEY (tenant, kind, partition, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX document_due ON document (due_at, tenant, kind, partition, id) WHERE due_at IS NOT NULL;
    CREATE TABLE revision (last INTEGER NOT NULL) STRICT;
    INSERT INTO revision (last) VALUES (1000);
    PRAGMA application_id = 1396918605;
    PRAGMA user_version = 1;
  `);
  const put = database.prepare('INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?)');
  for (const { tenant: of, kind, partition, id, version, due_at: due, value } of documents)
    put.run(of, kind, partition, id, version, due, JSON.stringify(value));
  database.close();
  return path;
}

test('everything that an old file holds is there afterwards, under the rules of today', async (t) => {
  const store = openSqliteStore(oldFile(t));
  const connections = await store.list(tenant, 'connection');
  assert.deepEqual(
    connections.map(({ value }) => [value.name, value.expiresOn, value.hours.from, value.ladder.length]),
    [
      ['Apple School Manager', '2027-01-23', '09:00', 9],
      ['Apple Business Manager', '2027-01-10', '09:00', 9],
    ],
  );
  for (const { value: connection } of connections) {
    const [cycle] = await store.list(tenant, 'cycle', { partition: connection.id });
    assert.ok(cycle);
    // What was said is not said again.
    assert.equal(decideReminder(connection, cycle.value, addMilliseconds(now, 60_000)).do, 'wait');
    assert.ok(cycle.value.rungs.every(({ state }) => state === 'sent' || state === 'superseded'));
    assert.ok(cycle.value.thread === undefined || cycle.value.thread.key.startsWith(cycle.value.id));
  }
  const [channel] = await store.list(tenant, 'channel');
  assert.deepEqual(
    channel?.value.connections.toSorted(),
    connections.map(({ value }) => value.id).toSorted(),
  );
  const kinds = ['line', 'rotation', 'dialog', 'installation'] as const;
  for (const kind of kinds)
    assert.equal(
      (await store.list(tenant, kind)).length,
      rows.filter((row) => row.kind === kind).length,
      kind,
    );
  assert.ok((await store.due(now, 100)).some(({ kind }) => kind === 'cycle'));
  await store.close();
});

for (const [what, value] of Object.entries({
  'is no JSON': 'words of somebody',
  'has no place': '{"expiresOn":"2027-01-01"}',
}))
  test(`a connection of an old file that ${what} is told in a sentence, and the file is left as it was`, (t) => {
    const path = oldFile(t);
    const damage = new DatabaseSync(path);
    damage.prepare("UPDATE document SET value = ? WHERE kind = 'connection'").run(value);
    const all = damage.prepare('SELECT * FROM document ORDER BY kind, id');
    const before = all.all();
    assert.throws(() => openSqliteStore(path), /SCIMITAR_STORE.*: a document in it is damaged;.*\.$/);
    assert.deepEqual(all.all(), before);
    damage.close();
  });

test('an attempt of an earlier version has a holder and no steps, and is concluded by this one', async (t) => {
  const store = openSqliteStore(oldFile(t));
  const rotations = await store.list(tenant, 'rotation');
  assert.ok(rotations.length > 0);
  for (const { value } of rotations) {
    assert.deepEqual([value.fence, value.journal], [1, []]);
    if (value.state === 'applied') assert.equal(openStep(told(value, now).journal), 'proof');
  }
  await store.close();
});

test('a reply that an attempt still owed is in the outbox, once', async (t) => {
  const owing = rows.map((row) =>
    row.kind === 'rotation' ? { ...row, value: { ...row.value, replies: { result: 'owed' } } } : row,
  );
  const path = oldFile(t, owing);
  for (let opened = 0; opened < 2; opened++) {
    const store = openSqliteStore(path);
    const messages = await store.list(tenant, 'message');
    assert.deepEqual(
      messages.map(({ value }) => [value.topic.kind, value.state, value.to.kind]),
      [['result', 'owed', 'thread']],
    );
    await store.close();
  }
});

test('the bot goes on with an old file without a mistake, and its history reads well', async (t) => {
  const clock = new WorldClock(Date.parse(now));
  const chat = await Chat.start(t, { store: oldFile(t), clock, opening: false });
  chat.sandbox.teams.setBotInTeam(true);
  await chat.move({ minutes: 1 });
  await chat.move({ minutes: 90 });
  assert.deepEqual(chat.logged('sweep.failed'), []);
  const history = await chat.say(
    { id: '0a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02', name: 'Maya Lindqvist' } as never,
    '/history Apple School',
  );
  assert.match(history, /took this on, to be done by/);
  assert.doesNotMatch(history, /undefined|Invalid/);
  assert.ok(momentOf(clock.now()) > now);
});
