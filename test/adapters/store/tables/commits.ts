import assert from 'node:assert/strict';
import { test } from 'node:test';
import { azurite } from '../../../azurite/shared.ts';
import { newName, openTables } from '../../../azurite/tables.ts';
import { busy, isCommit, Way } from '../../../azurite/way.ts';
import { absent } from '../../../../src/ports/store.ts';
import {
  dueIds,
  keep,
  line,
  lineKey,
  now,
  putLine,
  tenant,
  versionOf,
} from '../../../contracts/store-documents.ts';

// What a commit says when answers are lost: never "conflict" for its own write, never "done" for nothing.

async function stage() {
  const name = newName();
  const way = new Way();
  const store = await openTables(azurite.address, { ...way.options, name });
  const other = await openTables(azurite.address, { name });
  return { way, store, other };
}

const key = lineKey('1');
const commits = (way: Way): number => way.asked.filter(isCommit).length;

for (const [what, fault] of [
  ['whose answer is lost', 'answer'],
  ['that is lost itself', 'request'],
  ['that is answered with 500', busy(500, 'OperationTimedOut')],
] as const)
  test(`a commit ${what} is done, and once`, async () => {
    const { way, store } = await stage();
    way.meetOnce(isCommit, fault);
    assert.equal(await store.commit([putLine(key, 1)]), 'done');
    assert.equal(commits(way), 2);
    const expect = await versionOf(store, key);
    way.meetOnce(isCommit, fault instanceof Response ? busy(500, 'OperationTimedOut') : fault);
    assert.equal(await store.commit([putLine(key, 2, expect)]), 'done');
    assert.deepEqual((await store.read(key))?.value, line(2));
  });

test('a commit whose answer is lost is done also when somebody has written over it meanwhile', async () => {
  const { way, store, other } = await stage();
  await keep(store, putLine(key, 1));
  const expect = await versionOf(store, key);
  way.meetOnce(isCommit, 'answer');
  way.meanwhile = async () => {
    await keep(other, putLine(key, 3, await versionOf(other, key)));
  };
  assert.equal(await store.commit([putLine(key, 2, expect)]), 'done');
  assert.deepEqual((await store.read(key))?.value, line(3));
});

test('a commit whose answer is lost is done also when somebody has deleted its document meanwhile', async () => {
  const { way, store, other } = await stage();
  way.meetOnce(isCommit, 'answer');
  way.meanwhile = async () => {
    await other.commit([{ key, value: 'deleted', expect: await versionOf(other, key) }]);
  };
  assert.equal(await store.commit([putLine(key, 2)]), 'done');
  assert.equal(await store.read(key), undefined);
});

test('a commit that is lost is a conflict when somebody has written before it came', async () => {
  const { way, store, other } = await stage();
  await keep(store, putLine(key, 1));
  const expect = await versionOf(store, key);
  way.meetOnce(isCommit, 'request');
  way.meanwhile = () => keep(other, putLine(key, 3, expect));
  assert.equal(await store.commit([putLine(key, 2, expect)]), 'conflict');
  assert.deepEqual((await store.read(key))?.value, line(3));
});

test('a document that is lost on the way is a conflict when somebody has made it', async () => {
  const { way, store, other } = await stage();
  way.meetOnce(isCommit, 'request');
  way.meanwhile = () => keep(other, putLine(key, 3));
  assert.equal(await store.commit([putLine(key, 2)]), 'conflict');
});

for (const fault of ['answer', 'request'] as const)
  test(`a deletion of which the ${fault} is lost is done, and the document can be made again`, async () => {
    const { way, store } = await stage();
    await keep(store, putLine(key, 1));
    way.meetOnce(isCommit, fault);
    const deletion = { key, value: 'deleted', expect: await versionOf(store, key) } as const;
    assert.equal(await store.commit([deletion]), 'done');
    assert.equal(await store.read(key), undefined);
    assert.equal(await store.commit([deletion]), 'conflict');
    way.meetOnce(isCommit, undefined, fault);
    assert.equal(await store.commit([putLine(key, 2)]), 'done');
    assert.deepEqual((await store.read(key))?.value, line(2));
  });

test('a deletion that is lost on the way is a conflict when somebody else has deleted', async () => {
  const { way, store, other } = await stage();
  await keep(store, putLine(key, 1));
  const deletion = { key, value: 'deleted', expect: await versionOf(store, key) } as const;
  way.meetOnce(isCommit, 'request');
  way.meanwhile = async () => {
    assert.equal(await other.commit([deletion]), 'done');
  };
  assert.equal(await store.commit([deletion]), 'conflict');
});

test('when nothing can be told, that is told: neither done nor a conflict', async () => {
  const { way, store, other } = await stage();
  await keep(store, putLine(key, 1));
  const expect = await versionOf(store, key);
  way.meetOnce(isCommit, 'request');
  way.meanwhile = async () => {
    for (let rung = 10; rung < 15; rung++) await keep(other, putLine(key, rung, await versionOf(other, key)));
  };
  await assert.rejects(
    store.commit([putLine(key, 2, expect)]),
    /whether the last change was written cannot be told/,
  );
});

test('a service that never answers is given up within half a minute, and what was written counts', async () => {
  const { way, store, other } = await stage();
  way.meet = (asked) => (isCommit(asked) ? 'request' : undefined);
  const began = way.now;
  await assert.rejects(
    store.commit([putLine(key, 1)]),
    /^StoreFailure: SCIMITAR_STORE, http:.* does not answer \(ECONNRESET\).*Whether the last change was written is not known\.$/,
  );
  assert.ok(way.now - began < 30_000, `${way.now - began} ms`);
  assert.equal(await other.read(key), undefined);

  way.meet = (asked) => (isCommit(asked) ? 'answer' : undefined);
  assert.equal(await store.commit([putLine(key, 2)]), 'done');
  assert.deepEqual((await other.read(key))?.value, line(2));
});

test('a request that is taken and never answered is given up when its time is over', async () => {
  const { way, store } = await stage();
  way.meet = (asked) => {
    if (!isCommit(asked)) return undefined;
    if (commits(way) > 1) return 'silence';
    way.now += 18_500;
    return 'request';
  };
  // With the machine's own timers: what is left of its time.
  const began = performance.now();
  await assert.rejects(store.commit([putLine(key, 1)]), /Whether the last change was written is not known/);
  assert.ok(commits(way) > 1);
  assert.ok(performance.now() - began < 8_000);
});

for (const [status, code, headers, wait] of [
  [503, 'ServerBusy', { 'retry-after': '7' }, 7_000],
  [429, 'TooManyRequests', { 'retry-after': '2' }, 2_000],
  [
    503,
    'ServerBusy',
    { date: 'Mon, 23 Nov 2026 08:00:00 GMT', 'retry-after': 'Mon, 23 Nov 2026 08:00:04 GMT' },
    4_000,
  ],
] as const)
  test(`a ${status} that asks for ${wait / 1_000} s is given them, in commits and in readings`, async () => {
    const { way, store } = await stage();
    way.meetOnce(isCommit, busy(status, code, headers));
    await keep(store, putLine(key, 1, absent, now));
    way.meetOnce(({ method }) => method === 'GET', busy(status, code, headers), busy(status, code, headers));
    assert.deepEqual(await dueIds(store, now), ['1']);
    assert.deepEqual(way.waits, [wait, wait, wait]);
  });

test('a service that wants to be left alone for longer than anybody waits is left alone', async () => {
  const { way, store } = await stage();
  way.meet = (asked) => (isCommit(asked) ? busy(503, 'ServerBusy', { 'retry-after': '120' }) : undefined);
  await assert.rejects(store.commit([putLine(key, 1)]), /wants to be left alone \(503 ServerBusy\)/);
  assert.equal(commits(way), 1);
  assert.deepEqual(way.waits, []);
  assert.deepEqual(await store.list(tenant, 'line'), []);
});
