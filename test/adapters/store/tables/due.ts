import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMilliseconds, hours, minutes } from '../../../../src/domain/calendar.ts';
import { lineId } from '../../../../src/domain/document.ts';
import { absent, type Store } from '../../../../src/ports/store.ts';
import { azurite } from '../../../azurite/shared.ts';
import { newName, openTables, tableOf } from '../../../azurite/tables.ts';
import { isCommit, isEntry, Way } from '../../../azurite/way.ts';
import {
  dueIds,
  keep,
  lineKey,
  now,
  otherTenant,
  putLine,
  tenant,
  versionOf,
} from '../../../contracts/store-documents.ts';

// The index of what is due lies in partitions of its own: whatever dies between two writes, nothing due is missing.

async function stage() {
  const name = newName();
  const way = new Way();
  const store = await openTables(azurite.address, { ...way.options, name });
  return { name, way, store };
}

const key = lineKey('1');
const later = addMilliseconds(now, hours(1));

/** How many rows the index has, whatever they are worth. */
async function entries(name: string): Promise<number> {
  let count = 0;
  for await (const page of tableOf(azurite.address, { name }).rows(`${tenant}!!due-at`)) count += page.length;
  return count;
}

test('who dies before the document is written leaves nothing due', async () => {
  const { name, way, store } = await stage();
  way.meet = (asked) => (isCommit(asked) ? 'request' : undefined);
  await assert.rejects(store.commit([putLine(key, 1, absent, now)]));
  assert.deepEqual(await dueIds(await openTables(azurite.address, { name }), now), []);
  assert.equal(await entries(name), 1);
});

test('who dies after the document is written leaves it due, once', async () => {
  const { name, way, store } = await stage();
  await keep(store, putLine(key, 1, absent, now));
  way.meet = ({ method }) => (method === 'DELETE' ? 'request' : undefined);
  await keep(store, putLine(key, 2, await versionOf(store, key), later));
  await store.close();
  assert.equal(await entries(name), 2);
  const next = await openTables(azurite.address, { name });
  assert.deepEqual(await dueIds(next, addMilliseconds(later, -1)), []);
  assert.deepEqual(await dueIds(next, later), ['1']);
});

test('an entry that cannot be written is no commit', async () => {
  const { way, store } = await stage();
  way.meet = (asked) => (isEntry(asked) ? 'request' : undefined);
  await assert.rejects(store.commit([putLine(key, 1, absent, now)]), /does not answer/);
  assert.equal(await store.read(key), undefined);
});

test('a conflict leaves no entry, and a document that moves leaves one', async () => {
  const { name, store } = await stage();
  await keep(store, putLine(key, 1, absent, now));
  const expect = await versionOf(store, key);
  await keep(store, putLine(key, 2, expect, later));
  assert.equal(await store.commit([putLine(key, 3, expect, addMilliseconds(now, 5))]), 'conflict');
  await store.close();
  assert.equal(await entries(name), 1);
});

test('a document whose time stays keeps its entry, and its commit writes nothing else', async () => {
  const { name, way, store } = await stage();
  await keep(store, putLine(key, 1, absent, now));
  const expect = await versionOf(store, key);
  const before = way.asked.length;
  await keep(store, putLine(key, 2, expect, now));
  assert.equal(way.asked.length, before + 1);
  assert.deepEqual(await dueIds(store, now), ['1']);
  assert.equal(await entries(name), 1);
});

test('an entry that no document names is taken away an hour after it was first seen, and not before', async () => {
  const { name, way, store } = await stage();
  way.meet = (asked) => (isCommit(asked) ? 'request' : undefined);
  await assert.rejects(store.commit([putLine(key, 1, absent, now)]));
  way.meet = () => undefined;
  for (const [passed, left] of [
    [0, 1],
    [hours(1), 1],
    [1, 0],
  ] as const) {
    way.now += passed;
    assert.deepEqual(await dueIds(store, now), []);
    assert.equal(await entries(name), left);
  }
});

test('a commit that is held up for hours is due although its entry was tidied away meanwhile', async () => {
  const { name, way, store } = await stage();
  const tidy = new Way();
  const other = await openTables(azurite.address, { ...tidy.options, name });
  way.meet = async (asked) => {
    if (!isCommit(asked)) return undefined;
    for (const passed of [0, hours(2)]) {
      tidy.now += passed;
      way.now += passed;
      assert.deepEqual(await dueIds(other, now), []);
    }
    assert.equal(await entries(name), 0);
    return undefined;
  };
  await keep(store, putLine(key, 1, absent, now));
  assert.deepEqual(await dueIds(other, now), ['1']);
});

test('a deleted document is kept as a gravestone for an hour, which nobody sees', async () => {
  const { name, way, store } = await stage();
  await keep(store, putLine(key, 1, absent, now), putLine(lineKey('2'), 2));
  await store.commit([{ key, value: 'deleted', expect: await versionOf(store, key) }]);
  const rows = async (): Promise<number> => {
    let count = 0;
    for await (const page of tableOf(azurite.address, { name }).rows(`${tenant}!c1`)) count += page.length;
    return count;
  };
  assert.deepEqual(
    (await store.list(tenant, 'line', { partition: 'c1', limit: 1 })).map(({ key: { id } }) => id),
    ['2'],
  );
  way.now += minutes(59);
  assert.deepEqual(await dueIds(store, addMilliseconds(now, hours(24))), []);
  assert.equal(await rows(), 2);
  way.now += minutes(1);
  assert.deepEqual(await dueIds(store, addMilliseconds(now, hours(24))), []);
  assert.equal(await rows(), 1);
  assert.equal(await entries(name), 0);
});

/** A store of `size` documents of which ten are due. */
async function filled(size: number): Promise<{ readonly way: Way; readonly store: Store }> {
  const { way, store } = await stage();
  const inOneCommit = 100;
  for (let first = 0; first < size; first += inOneCommit) {
    const [head, ...rest] = Array.from({ length: inOneCommit }, (_, offset) => {
      const number = first + offset;
      const at = addMilliseconds(now, number % (size / 10) === 0 ? -number : hours(24) + number);
      return putLine(lineKey(lineId(number), `c${first}`), number, absent, at);
    });
    assert.ok(head);
    assert.equal(await store.commit([head, ...rest]), 'done');
  }
  return { way, store };
}

test('to find ten due documents takes as many requests among 100 and among 800', async () => {
  const asked: number[] = [];
  for (const size of [100, 800]) {
    const { way, store } = await filled(size);
    const before = way.asked.length;
    assert.equal((await store.due(now, 100)).length, 10);
    asked.push(way.asked.length - before);
    // The tenants, the index, and a look at each document.
    assert.equal((await store.due(addMilliseconds(now, -hours(24)), 100)).length, 0);
    assert.equal(way.asked.length - before, 12 + 2);
  }
  assert.deepEqual(asked, [12, 12]);
});

test('what is due comes whole and in order, from several tenants', async () => {
  const { store } = await stage();
  const [head, ...rest] = Array.from({ length: 100 }, (_, number) =>
    putLine(lineKey(lineId(number)), 1, absent, addMilliseconds(now, -2 * number)),
  );
  assert.ok(head);
  assert.equal(await store.commit([head, ...rest]), 'done');
  await keep(store, putLine(lineKey('other', 'c1', otherTenant), 1, absent, addMilliseconds(now, -3)));
  const all = await store.due(now, 1_000);
  assert.equal(all.length, 101);
  assert.deepEqual(
    all.slice(-4).map(({ id }) => id),
    [lineId(2), 'other', lineId(1), lineId(0)],
  );
  assert.deepEqual(await store.due(now, 7), all.slice(0, 7));
});

test('entries that no document names do not hide what is due behind them', async () => {
  const { way, store } = await stage();
  way.meet = (asked) => (isCommit(asked) ? 'request' : undefined);
  for (const early of [5, 4, 3])
    await assert.rejects(store.commit([putLine(key, 1, absent, addMilliseconds(now, -early))]));
  way.meet = () => undefined;
  await keep(store, putLine(lineKey('2'), 1, absent, addMilliseconds(now, -1)));
  assert.deepEqual(await dueIds(store, now, 1), ['2']);
});
