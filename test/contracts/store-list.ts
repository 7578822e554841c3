import assert from 'node:assert/strict';
import { lineId } from '../../src/domain/document.ts';
import { absent } from '../../src/ports/store.ts';
import {
  ids,
  installation,
  installationKey,
  keep,
  lineKey,
  otherTenant,
  putLine,
  tenant,
} from './store-documents.ts';
import type { PromiseTest } from './store.ts';

/** What a listing promises: order, and nothing that was not asked for. */
export function promiseListings(promise: PromiseTest): void {
  promise('a listing is in the order of partition and id, however it was written', async (store) => {
    for (const [partition, id] of [
      ['c2', '1'],
      ['c1', '3'],
      ['c1', '10'],
      ['c10', '1'],
      ['c1', '1'],
    ] as const)
      await keep(store, putLine(lineKey(id, partition)));
    assert.deepEqual(ids(await store.list(tenant, 'line')), ['c1/1', 'c1/10', 'c1/3', 'c10/1', 'c2/1']);
  });

  promise('a listing of one partition may be turned round and cut', async (store) => {
    for (const number of [4, 2, 11, 1, 3]) await keep(store, putLine(lineKey(lineId(number)), number));
    const rungs = async (options: { newestFirst?: boolean; limit?: number }): Promise<readonly unknown[]> =>
      (await store.list(tenant, 'line', { partition: 'c1', ...options })).map(({ value }) =>
        value.act.kind === 'reminded' ? value.act.rung : value,
      );
    assert.deepEqual(await rungs({}), [1, 2, 3, 4, 11]);
    assert.deepEqual(await rungs({ limit: 2 }), [1, 2]);
    assert.deepEqual(await rungs({ newestFirst: true }), [11, 4, 3, 2, 1]);
    assert.deepEqual(await rungs({ newestFirst: true, limit: 2 }), [11, 4]);
    assert.deepEqual(await rungs({ limit: 100 }), [1, 2, 3, 4, 11]);
  });

  promise('a listing of the whole tenant may be cut', async (store) => {
    await keep(store, putLine(lineKey('1', 'c2')), putLine(lineKey('2', 'c1')), putLine(lineKey('1', 'c1')));
    assert.deepEqual(ids(await store.list(tenant, 'line', { limit: 2 })), ['c1/1', 'c1/2']);
  });

  promise('a listing holds one kind, one tenant and one partition only', async (store) => {
    await keep(
      store,
      putLine(lineKey('1', 'c1')),
      putLine(lineKey('1', 'c1x')),
      putLine(lineKey('1', 'C1')),
      putLine(lineKey('1', 'c1', otherTenant)),
    );
    await store.commit([{ key: installationKey('c1'), value: installation('A'), expect: absent }]);
    assert.deepEqual(ids(await store.list(tenant, 'line', { partition: 'c1' })), ['c1/1']);
    assert.deepEqual(ids(await store.list(tenant, 'line')), ['C1/1', 'c1/1', 'c1x/1']);
    assert.deepEqual(ids(await store.list(otherTenant, 'line')), ['c1/1']);
    assert.deepEqual(await store.list(tenant, 'line', { partition: 'c' }), []);
    assert.equal((await store.list(tenant, 'installation')).length, 1);
  });

  promise('a history of 250 lines is listed whole', async (store) => {
    for (let number = 0; number < 250; number++) await keep(store, putLine(lineKey(lineId(number)), number));
    const listed = await store.list(tenant, 'line', { partition: 'c1' });
    assert.deepEqual(
      listed.map(({ key }) => key.id),
      Array.from({ length: 250 }, (_, number) => lineId(number)),
    );
  });
}
