import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofTenant } from '../../src/adapters/store/of-tenant.ts';
import { openSqliteStore } from '../../src/adapters/store/sqlite-store.ts';
import type { Moment } from '../../src/domain/calendar.ts';
import type { Key } from '../../src/domain/document.ts';
import { tenantId } from '../../src/domain/ids.ts';
import { absent } from '../../src/ports/store.ts';

const [ours, theirs] = [tenantId('a'), tenantId('b')];
const now = '2026-11-24T08:00:00.000Z' as Moment;
const keyOf = (tenant: typeof ours, id: string): Key<'heartbeat'> => ({
  ...{ tenant, partition: 'p', kind: 'heartbeat', id },
});
const put = (tenant: typeof ours, id: string) =>
  ({ key: keyOf(tenant, id), value: { tenant, at: now }, expect: absent, dueAt: now }) as const;

test('a document of another tenant is neither read, listed nor written, and the error names nobody', async () => {
  const file = openSqliteStore(':memory:');
  const store = ofTenant(file, ours);
  await file.commit([put(theirs, '1')]);
  for (const work of [
    store.read(keyOf(theirs, '1')),
    store.list(theirs, 'heartbeat'),
    store.commit([put(theirs, '2')]),
  ])
    await assert.rejects(work, /another tenant was asked for: nothing was read or written/);
  assert.equal((await file.list(theirs, 'heartbeat')).length, 1);
  assert.equal(await store.commit([put(ours, '1')]), 'done');
  assert.equal((await store.read(keyOf(ours, '1')))?.value.tenant, ours);
  await file.close();
});

test('what is due for others neither comes nor keeps back what is due for us', async () => {
  const file = openSqliteStore(':memory:');
  const store = ofTenant(file, tenantId('c'));
  for (let index = 0; index < 40; index++) await file.commit([put(theirs, String(index))]);
  for (let index = 0; index < 3; index++) await file.commit([put(tenantId('c'), String(index))]);
  assert.deepEqual(
    (await store.due(now, 2)).map(({ tenant, id }) => [tenant, id]),
    [
      ['c', '0'],
      ['c', '1'],
    ],
  );
  assert.equal((await store.due(now, 500)).length, 3);
  await file.close();
});
