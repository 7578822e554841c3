import assert from 'node:assert/strict';
import { addMilliseconds, momentOf } from '../../src/domain/calendar.ts';
import { absent } from '../../src/ports/store.ts';
import {
  dueIds,
  installation,
  installationKey,
  keep,
  lineKey,
  now,
  otherTenant,
  putLine,
  versionOf,
} from './store-documents.ts';
import type { PromiseTest } from './store.ts';

/** What the sweep relies on. */
export function promiseWhatIsDue(promise: PromiseTest): void {
  promise('what is due comes earliest first, from every tenant, kind and partition', async (store) => {
    await keep(
      store,
      putLine(lineKey('third', 'c1'), 1, absent, addMilliseconds(now, -1_000)),
      putLine(lineKey('first', 'c2'), 1, absent, addMilliseconds(now, -86_400_000)),
      putLine(lineKey('second', 'c3', otherTenant), 1, absent, addMilliseconds(now, -60_000)),
    );
    const key = installationKey('fourth');
    await store.commit([{ key, value: installation('A'), expect: absent, dueAt: now }]);
    assert.deepEqual(await store.due(now, 10), [
      lineKey('first', 'c2'),
      lineKey('second', 'c3', otherTenant),
      lineKey('third', 'c1'),
      key,
    ]);
    assert.deepEqual(await dueIds(store, now, 2), ['first', 'second']);
  });

  promise('a document is due at its very millisecond and not before', async (store) => {
    await keep(store, putLine(lineKey('1'), 1, absent, now));
    assert.deepEqual(await dueIds(store, addMilliseconds(now, -1)), []);
    assert.deepEqual(await dueIds(store, now), ['1']);
    assert.deepEqual(await dueIds(store, addMilliseconds(now, 1)), ['1']);
  });

  promise('a document without a time is never due', async (store) => {
    await keep(store, putLine(lineKey('1')));
    assert.deepEqual(await store.due(momentOf(Date.UTC(9999, 11, 31)), 10), []);
  });

  promise('reading what is due does not use it up', async (store) => {
    await keep(store, putLine(lineKey('1'), 1, absent, now));
    assert.deepEqual(await dueIds(store, now), ['1']);
    assert.deepEqual(await dueIds(store, now), ['1']);
  });

  promise('a write moves the time when a document is due, and one without takes it away', async (store) => {
    const key = lineKey('1');
    const later = addMilliseconds(now, 60_000);
    await keep(store, putLine(key, 1, absent, now));
    await keep(store, putLine(key, 2, await versionOf(store, key), later));
    assert.deepEqual(await dueIds(store, now), []);
    assert.deepEqual(await dueIds(store, later), ['1']);
    await keep(store, putLine(key, 3, await versionOf(store, key), now));
    assert.deepEqual(await dueIds(store, now), ['1']);
    await keep(store, putLine(key, 4, await versionOf(store, key)));
    assert.deepEqual(await dueIds(store, later), []);
  });
}
