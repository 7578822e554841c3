import assert from 'node:assert/strict';
import { momentOf, type Moment } from '../../src/domain/calendar.ts';
import type { Line } from '../../src/domain/act.ts';
import type { Key } from '../../src/domain/document.ts';
import { personId, tenantId } from '../../src/domain/ids.ts';
import type { Installation } from '../../src/domain/installation.ts';
import { absent, type Put, type Store, type Stored } from '../../src/ports/store.ts';

// The documents that the promises of a store are tried with.

export const tenant = tenantId('11111111-1111-4111-8111-111111111111');
export const otherTenant = tenantId('11111111-1111-4111-8111-111111111112');
export const now = momentOf(Date.UTC(2026, 10, 23, 8));

export const lineKey = (id: string, partition = 'c1', of = tenant): Key<'line'> => ({
  tenant: of,
  partition,
  kind: 'line',
  id,
});

export const installationKey = (partition: string, id = partition): Key<'installation'> => ({
  tenant,
  partition,
  kind: 'installation',
  id,
});

export const line = (rung: number): Line => ({ at: now, act: { kind: 'reminded', rung } });

/** A document that carries a text of any length. */
export const installation = (text: string): Installation => ({
  tenant,
  teamId: 'team',
  place: {
    serviceUrl: 'https://example.org/',
    teamId: 'team',
    teamName: text,
    channelId: 'c',
    channelName: 'IT',
  },
  addedAt: now,
  addedBy: { id: personId('p'), name: 'Ada' },
});

export const putLine = (
  key: Key<'line'>,
  rung = 1,
  expect: string = absent,
  dueAt?: Moment,
): Put<'line'> => ({
  key,
  value: line(rung),
  expect,
  ...(dueAt === undefined ? {} : { dueAt }),
});

export async function versionOf(store: Store, key: Key): Promise<string> {
  const document = await store.read(key);
  assert.ok(document, `nothing is stored under ${key.id}`);
  return document.version;
}

export async function keep(store: Store, ...puts: readonly Put<'line'>[]): Promise<void> {
  for (const put of puts) assert.equal(await store.commit([put]), 'done');
}

export const ids = (documents: readonly Stored<'line'>[]): readonly string[] =>
  documents.map(({ key }) => `${key.partition}/${key.id}`);

export const dueIds = async (store: Store, upTo: Moment, limit = 100): Promise<readonly string[]> =>
  (await store.due(upTo, limit)).map(({ id }) => id);
