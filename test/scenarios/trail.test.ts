import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { DatabaseSync } from '@photostructure/sqlite';
import type { TrailEntry, TrailRow } from '../../src/domain/trail.ts';
import { Chat, maya, operations, priya, tom, usualReminders } from './chat.ts';

const root = join(import.meta.dirname, '..', '..');
const rotators = /rotate this token/;

/** `npm run audit`, in a process of its own beside the bot. */
async function audit(chat: Chat, ...words: readonly string[]) {
  const { BOT_TENANT_ID, SCIMITAR_STORE, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'audit/main.ts', ...words, '--store', chat.sandbox.settings.store],
    { cwd: root, env },
  );
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { out, err, code };
}

/** The store's file in other hands. */
function tamper(chat: Chat, sql: string): void {
  const database = new DatabaseSync(chat.sandbox.settings.store);
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec(sql);
  database.close();
}

function rows(chat: Chat): readonly TrailRow[] {
  const database = new DatabaseSync(chat.sandbox.settings.store, { readOnly: true });
  const found = database.prepare("SELECT value FROM document WHERE kind = 'trail' ORDER BY id").all();
  database.close();
  return (found as { readonly value: string }[]).map(({ value }) => JSON.parse(value) as TrailRow);
}

/** The end of the trail at the foot of a message. */
function footOf(message: string | undefined): string {
  const end = /For audits: the trail ends on [^:]+ at (\d+:[0-9a-f]{32})/.exec(message ?? '')?.[1];
  assert.ok(end !== undefined, `no end of the trail in: ${message ?? 'nothing'}`);
  return end;
}

/** A row in a few words. */
function told(entry: TrailEntry): string {
  if (entry.kind === 'result') return `${entry.of} ${entry.outcome}`;
  return entry.kind === 'intent'
    ? `${entry.effect} by ${entry.by}`
    : `${entry.act} ${entry.outcome} (${entry.rule}) for ${entry.by}`;
}

async function rotate(
  chat: Chat,
  { token }: { readonly token: string } = chat.sandbox.cloud.apple.school.generate(),
): Promise<string> {
  const dialog = await chat.open(maya);
  await dialog.submit({ token, expiry: '2027-11-24', testOnly: 'false' });
  return token;
}

test('a rotation is in the trail, step by step with its person, and the trail is checked and exported while the bot runs', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const token = await rotate(chat);

  const all = rows(chat);
  const story = all.map(({ entry }) => told(entry)).join('\n');
  for (const step of [
    `enter-token allowed (role) for ${maya.id}`,
    `submit allowed (single-use) for ${maya.id}`,
    `test by ${maya.id}`,
    `save allowed (role) for ${maya.id}`,
    `save by ${maya.id}`,
    `check-saved by ${maya.id}`,
    'post by scimitar',
  ])
    assert.ok(story.includes(step), `${step} is not in\n${story}`);
  const opened = all.find(({ entry }) => entry.kind === 'decision' && entry.act === 'enter-token')?.entry;
  assert.ok(opened?.kind === 'decision' && opened.conversation?.startsWith(operations.id) === true);
  assert.equal(opened.card, chat.thread().root.id);
  assert.ok(!JSON.stringify(all).includes(token));

  // What stands at the foot of the newest reply is an end that the trail still holds.
  const posted = footOf(chat.replies().at(-1));
  const checked = await audit(chat, 'verify', '--head', posted);
  assert.deepEqual([checked.code, checked.err], [0, '']);
  assert.match(checked.out, /The chain holds: \d+ rows/);
  assert.match(checked.out, /The posted end is in it/);

  const csv = await audit(chat, 'export', '--format', 'csv');
  assert.equal(csv.code, 0, csv.err);
  assert.equal(csv.out.trim().split('\n').length, all.length + 1);
  const from = all.length - 3;
  const late = await audit(chat, 'export', '--format', 'ndjson', '--since', String(from));
  assert.deepEqual(
    late.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as TrailRow),
    all.slice(from - 1),
  );
  const none = await audit(chat, 'export', '--format', 'syslog', '--since', '2030-01-01');
  assert.deepEqual([none.code, none.out], [0, '']);
});

test('an edit is found in the store, and a cut end by the end that was posted', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await rotate(chat);
  const posted = footOf(chat.replies().at(-1));
  const { length } = rows(chat);
  const hers = rows(chat).find((row) => JSON.stringify(row).includes(maya.id))?.seq ?? 0;
  const id = String(hers).padStart(12, '0');

  tamper(
    chat,
    `UPDATE document SET value = replace(value, '${maya.id}', '${priya.id}') WHERE kind = 'trail' AND id = '${id}'`,
  );
  const edited = await audit(chat, 'verify');
  assert.equal(edited.code, 1);
  assert.match(edited.err, new RegExp(`Row ${hers} was edited`));
  tamper(
    chat,
    `UPDATE document SET value = replace(value, '${priya.id}', '${maya.id}') WHERE kind = 'trail' AND id = '${id}'`,
  );
  assert.equal((await audit(chat, 'verify')).code, 0);

  // Whoever cuts the end off and makes the head fit is seen by nothing in the store.
  const cut = length - 4;
  tamper(
    chat,
    `DELETE FROM document WHERE kind = 'trail' AND id > '${String(cut).padStart(12, '0')}';
     UPDATE document SET value = (
       SELECT json_object('tenant', json_extract(value, '$.tenant'), 'seq', json_extract(value, '$.seq'),
         'hash', json_extract(value, '$.hash'), 'at', json_extract(value, '$.at'), 'open', json_array())
       FROM document WHERE kind = 'trail' ORDER BY id DESC LIMIT 1
     ) WHERE kind = 'trailHead'`,
  );
  const unseen = await audit(chat, 'verify');
  assert.equal(unseen.code, 0);
  assert.match(unseen.out, /shows only against an end that was posted/);
  const seen = await audit(chat, 'verify', '--head', posted);
  assert.equal(seen.code, 1);
  assert.match(seen.err, /was posted and is not there/);
});

const refuse = (what: string): string =>
  `CREATE TRIGGER no_trail BEFORE INSERT ON document WHEN NEW.kind = 'trail' ${what}
   BEGIN SELECT RAISE(ABORT, 'no'); END`;

test('what cannot be written down is not done: a button says so, and works again afterwards', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  tamper(chat, refuse(''));
  const refused = await chat.open(maya);
  assert.equal(refused.result.kind, 'message');
  assert.match(refused.words, /Nothing was done: Scimitar cannot write its audit trail/);
  assert.match(refused.words, /Try again in a minute/);
  assert.equal(chat.logged('trail.not-written').length > 0, true);
  tamper(chat, 'DROP TRIGGER no_trail');
  await rotate(chat);
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
  assert.equal((await audit(chat, 'verify')).code, 0);
});

test('a token whose test cannot be written down goes nowhere, and the reply says why once it can be said', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const before = chat.replies().length;
  const { ledger } = chat.sandbox.cloud.tenant;
  tamper(chat, refuse(`AND json_extract(NEW.value, '$.entry.kind') = 'intent'`));
  const token = await rotate(chat);
  assert.equal(ledger.entries.length, 0);
  assert.equal(chat.replies().length, before, 'a message went out that is nowhere written down');
  tamper(chat, 'DROP TRIGGER no_trail');
  await chat.move({ minutes: 2 });
  const reply = chat.replies().at(-1) ?? '';
  assert.match(reply, /Scimitar could not write its audit trail/);
  assert.match(reply, /Nothing was changed/);
  assert.match(reply, /sees to the disk of SCIMITAR_STORE/);
  await rotate(chat, { token });
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
});

test('a store that is locked is told as what it is, and the same dialog works afterwards', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dialog = await chat.open(maya);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const filled = { token, expiry: '2027-11-24', testOnly: 'false' };
  const database = new DatabaseSync(chat.sandbox.settings.store);
  database.exec('BEGIN IMMEDIATE');
  const refused = await dialog.submit(filled);
  database.exec('ROLLBACK');
  database.close();
  assert.match(refused.words, /Nothing was done: Scimitar cannot write its audit trail/);
  assert.equal(chat.sandbox.cloud.tenant.ledger.entries.length, 0);
  await dialog.submit(filled);
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
});

test('whoever may not is in the trail as refused, and a stranger at the door is not', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const refused = await chat.open(priya);
  assert.match(refused.words, rotators);
  const last = rows(chat).at(-1)?.entry;
  assert.ok(last?.kind === 'decision');
  assert.deepEqual(
    [last.by, last.outcome, last.rule, last.act],
    [priya.id, 'refused', 'role', 'enter-token'],
  );

  const { length } = rows(chat);
  for (let call = 0; call < 20; call++) {
    const url = `http://127.0.0.1:${chat.sandbox.app.port}/api/messages`;
    const { status } = await fetch(url, {
      method: 'POST',
      body: '{}',
      headers: { authorization: 'Bearer x' },
    });
    assert.equal(status, 401);
  }
  assert.equal(rows(chat).length, length);
  assert.equal(chat.logged('request.refused').length, 20);
});

test('whoever has the right and is refused by another rule is in the trail as well', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const old = chat.thread();
  const stale = { conversationId: old.id, message: structuredClone(old.root) };
  const refused: string[] = [];
  const note = (): void => {
    const last = rows(chat).findLast(({ entry }) => entry.kind === 'decision')?.entry;
    assert.ok(last?.kind === 'decision');
    refused.push(`${last.by === maya.id ? 'Maya' : 'Tom'}: ${last.act} ${last.outcome} (${last.rule})`);
  };
  await chat.press(tom, "I'll take it", { until: '2026-12-10' });
  note();
  await chat.press(maya, "I'll take it", { until: '2026-12-10' }, [], stale);
  note();
  await chat.press(maya, "I'll take it over", { until: '2031-01-01' });
  note();
  const settings = await chat.open(maya, 'Reminders of Apple School Manager', await chat.settings(maya));
  await settings.submit({ ...usualReminders, ladder: '60, sixty' });
  note();
  await chat.retell({ name: 'adaptiveCard/action' }, { id: 'f:copied', replyToId: '1690000000001' });
  note();
  await chat.say(maya, 'freeze Apple School until 2026-12-04 audit');
  await chat.open(tom);
  note();
  assert.deepEqual(refused, [
    'Tom: claim allowed (role)',
    'Maya: claim refused (overtaken)',
    'Maya: claim refused (form)',
    'Maya: reminder-settings refused (form)',
    'Maya: claim refused (place)',
    'Tom: enter-token refused (freeze)',
  ]);
});
