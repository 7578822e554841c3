import { auditActivities, type AuditEvent } from '../domain/audit-event.ts';
import { advanced, newCursor, notRead, readSince, type AuditCursor } from '../domain/audit-cursor.ts';
import { addMilliseconds, hours, seconds } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { Key } from '../domain/document.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Ports } from '../ports/ports.ts';
import { absent, type Put } from '../ports/store.ts';
import { tellLateSave } from './tell-late-save.ts';
import { changeKnown, keepKnown, settingsKey } from './known-settings.ts';

export const auditKey = (tenant: TenantId): Key<'audit'> => ({
  tenant,
  partition: 'audit',
  kind: 'audit',
  id: 'audit',
});

const putCursor = (
  { key, version }: { readonly key: Key<'audit'>; readonly version: string },
  value: AuditCursor,
): Put<'audit'> => ({ key, value, expect: version, dueAt: value.lookAt });

type AuditPorts = Pick<Ports, 'store' | 'audit' | 'clock' | 'log'>;

/** From the first start on, a tenant's log is read. */
export async function keepAuditLog({ store, clock }: AuditPorts, tenant: TenantId): Promise<void> {
  const key = auditKey(tenant);
  if ((await store.read(key)) !== undefined) return;
  await store.commit([putCursor({ key, version: absent }, newCursor(tenant, clock()))]);
}

/**
 * Reads Entra's audit log of a tenant on from where it was read last, and hands what it tells to the connections. Handed
 * on first and marked as read afterwards: the same entry twice is one.
 */
export async function readAuditLog(ports: AuditPorts, key: Key<'audit'>): Promise<void> {
  const stored = await ports.store.read(key);
  if (stored === undefined || stored.value.lookAt > ports.clock()) return;
  const cursor = stored.value;
  const connections = (await ports.store.list(key.tenant, 'connection')).map(({ value }) => value);
  await keepAllKnown(ports, key.tenant, connections);
  const read = connections.length === 0 ? undefined : await ports.audit.changes(readSince(cursor));
  const now = ports.clock();
  if (read?.ok === false) {
    const { kind, status } = read.failure;
    ports.log.warn('audit.unread', { kind, status });
    const why = kind === 'not-permitted' ? 'refused' : 'not-answered';
    await ports.store.commit([putCursor(stored, notRead(cursor, why, now))]);
    return;
  }
  const known = new Set(cursor.seen.map(({ id }) => id));
  const fresh = (read?.value ?? []).filter(({ id, at }) => !known.has(id) && at >= cursor.from);
  for (const connection of connections) {
    const events = fresh.filter(
      ({ servicePrincipal, at }) =>
        servicePrincipal === connection.servicePrincipal && at >= connection.watchedSince,
    );
    if (events.length === 0) continue;
    await noteEvents(ports, connection, events);
    await tellLateSave(ports, connection);
  }
  await ports.store.commit([putCursor(stored, advanced(cursor, fresh, now))]);
}

/** A first look at many connections is spread over time. */
const firstLooksApart = seconds(1);

async function keepAllKnown(
  ports: AuditPorts,
  tenant: TenantId,
  connections: readonly Connection[],
): Promise<void> {
  const known = new Set((await ports.store.list(tenant, 'settings')).map(({ value }) => value.connection));
  const missing = connections.filter(({ id }) => !known.has(id));
  for (const [place, connection] of missing.entries())
    await keepKnown(ports, connection, addMilliseconds(ports.clock(), place * firstLooksApart));
}

/** Of older events nobody will ask any more. */
const remembered = hours(7 * 24);

async function noteEvents(
  ports: AuditPorts,
  { tenant, id }: Connection,
  events: readonly AuditEvent[],
): Promise<void> {
  const oldest = addMilliseconds(ports.clock(), -remembered);
  await changeKnown(ports, settingsKey(tenant, id), (known) => {
    const noted = new Set(known.events.map((event) => event.id));
    const fresh = events
      .filter((event) => !noted.has(event.id))
      .map((event) => ({
        ...event,
        told: event.by.kind === 'scimitar' || auditActivities[event.activity] !== 'settings',
      }));
    const kept = known.events.filter(({ at, told }) => !told || at >= oldest);
    return { ...known, events: [...kept, ...fresh].toSorted((one, other) => (one.at < other.at ? -1 : 1)) };
  });
  ports.log.info('audit.changes', { connection: id, count: events.length });
}
