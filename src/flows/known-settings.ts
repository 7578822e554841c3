import type { ChangedBy } from '../domain/audit-event.ts';
import type { Connection } from '../domain/connection.ts';
import type { Key } from '../domain/document.ts';
import type { ConnectionId, TenantId } from '../domain/ids.ts';
import {
  knownDueAt,
  knownSettings,
  scheduleOf,
  type KnownSettings,
  type Seen,
} from '../domain/known-settings.ts';
import { Secret } from '../domain/secret.ts';
import type { Ports } from '../ports/ports.ts';
import { absent, type Put } from '../ports/store.ts';

export const settingsKey = (tenant: TenantId, connection: ConnectionId): Key<'settings'> => ({
  tenant,
  partition: connection,
  kind: 'settings',
  id: 'settings',
});

export const putKnown = (
  stored: { readonly key: Key<'settings'>; readonly version: string },
  value: KnownSettings,
  now: KnownSettings['lookAt'],
): Put<'settings'> => ({
  key: stored.key,
  value,
  expect: stored.version,
  dueAt: knownDueAt(value, now),
});

/** Connections that were watched before Scimitar knew settings get their document here. */
export async function keepKnown(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { tenant, id: connection }: Connection,
  lookAt: KnownSettings['lookAt'],
): Promise<void> {
  const value: KnownSettings = { tenant, connection, lookAt, events: [], questions: [] };
  // Who is there already knows more.
  await store.commit([putKnown({ key: settingsKey(tenant, connection), version: absent }, value, clock())]);
}

/** Changes what is known by itself, without a cycle. Somebody who was faster is read again. */
export async function changeKnown(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  key: Key<'settings'>,
  change: (known: KnownSettings) => KnownSettings,
): Promise<void> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const stored = await store.read(key);
    if (stored === undefined) return;
    if ((await store.commit([putKnown(stored, change(stored.value), clock())])) === 'done') return;
  }
  throw new Error(`what is known of ${key.partition} changed too often while it was being written`);
}
const tries = 20;

type ObservePorts = Pick<Ports, 'provisioning' | 'fingerprint' | 'clock' | 'log'>;

/** What Entra shows now; undefined when it does not tell. Values leave this function as marks only. */
export async function observe(ports: ObservePorts, connection: Connection): Promise<Seen | undefined> {
  const [settings, health] = await Promise.all([
    ports.provisioning.settings(connection),
    ports.provisioning.health(connection),
  ]);
  if (!settings.ok) {
    const { kind, status } = settings.failure;
    ports.log.warn('settings.unread', { connection: connection.id, kind, status });
    return undefined;
  }
  // The key stands in the mark: a value equals no fingerprint of a token, and no value of another key.
  const mark = (key: string, value: string): string => ports.fingerprint(new Secret(`${key}=${value}`));
  return {
    at: ports.clock(),
    entries: knownSettings(settings.value, mark),
    ...(health.ok ? { schedule: scheduleOf(health.value.state) } : {}),
  };
}

const nameWithin = 5_000;

/** The log knows some people by their user principal name only: Entra's directory knows their names. */
export async function withNames(
  { directory }: Pick<Ports, 'directory'>,
  changes: readonly ChangedBy[],
): Promise<readonly ChangedBy[]> {
  return Promise.all(
    changes.map(async ({ at, by }) => {
      if (by.kind !== 'person' || !by.person.name.includes('@')) return { at, by };
      const found = await directory.person(by.person.id, nameWithin);
      const name = found.ok ? found.value?.name : undefined;
      return { at, by: name === undefined ? by : { kind: 'person', person: { ...by.person, name } } };
    }),
  );
}
