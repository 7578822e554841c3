import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { usualLadder } from '../../domain/ladder.ts';
import { usualHours } from '../../domain/working-hours.ts';
import { damaged, StoreFailure, storeFailure } from './store-failure.ts';

/** A document as an earlier version of Scimitar wrote it: nothing is known of it but that it is JSON. */
type Old = Readonly<Record<string, unknown>>;

interface Row {
  readonly tenant: string;
  readonly kind: string;
  readonly partition: string;
  readonly id: string;
  readonly value: string;
}

/**
 * Brings what an earlier Scimitar has written up to date, inside the transaction that opens the file: all or none.
 *
 * @throws StoreFailure also when a document is not as that version wrote it; nothing of it is told
 */
export function upgrade(database: DatabaseSyncInstance, version: 1 | 2, file: string): void {
  try {
    if (version === 1) upgradeFrom1(database);
    upgradeFrom2(database);
  } catch (error) {
    const known = storeFailure(file, error);
    throw known instanceof StoreFailure ? known : new StoreFailure(file, damaged);
  }
}

/**
 * Brings the documents of schema 1 to schema 2. Schema 2 has working hours, promises with a day, and an outbox. Replies
 * that an attempt still owed are in it; what was under way counts as said: an old Scimitar never said a thing twice either.
 */
function upgradeFrom1(database: DatabaseSyncInstance): void {
  const rows = database
    .prepare(
      "SELECT tenant, kind, partition, id, value FROM document WHERE kind IN ('connection', 'cycle', 'rotation', 'line') ORDER BY kind",
    )
    .all() as unknown as readonly Row[];
  // Everything is due once, so that every moment is found anew by the rules that hold now.
  const put = database.prepare(
    'INSERT OR REPLACE INTO document (tenant, kind, partition, id, version, due_at, value) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const version = Number(
    (database.prepare('UPDATE revision SET last = last + 1 RETURNING last AS version').get() as Old)[
      'version'
    ],
  );
  const expiries = new Map<string, unknown>();
  const channels = new Map<
    string,
    { readonly row: Row; readonly connections: string[]; readonly place: Old; readonly zone: unknown }
  >();
  for (const row of rows) {
    const old = JSON.parse(row.value) as Old;
    if (row.kind === 'connection') {
      expiries.set(row.partition, old['expiresOn']);
      const place = old['place'] as Old;
      const channel = channels.get(`${row.tenant} ${String(place['channelId'])}`) ?? {
        row,
        connections: [],
        place,
        zone: old['zone'],
      };
      channel.connections.push(row.partition);
      channels.set(`${row.tenant} ${String(place['channelId'])}`, channel);
    }
    const due = row.kind === 'cycle' && old['state'] !== 'closed' ? atOnce : dueOf(row, old);
    const value = JSON.stringify(upgraded(row.kind, old, row.id, expiries.get(row.partition)));
    put.run(row.tenant, row.kind, row.partition, row.id, version, due, value);
    if (row.kind === 'rotation')
      for (const message of owedBy(old))
        put.run(row.tenant, 'message', row.partition, message.id, version, atOnce, JSON.stringify(message));
  }
  for (const { row, connections, place, zone } of channels.values()) {
    const channelId = String(place['channelId']);
    const settings = {
      tenant: row.tenant,
      place,
      zone,
      hours: usualHours,
      connections,
      digest: 'weekly',
      spreading: false,
    };
    put.run(row.tenant, 'channel', channelId, 'channel', version, atOnce, JSON.stringify(settings));
  }
}

/** Schema 3 knows of each attempt who holds it, and its steps: those of earlier attempts are not known. */
function upgradeFrom2(database: DatabaseSyncInstance): void {
  database.exec(
    "UPDATE document SET value = json_set(value, '$.fence', 1, '$.journal', json('[]')) WHERE kind = 'rotation'",
  );
}

/** Before anything that ever falls due. */
const atOnce = '2000-01-01T00:00:00.000Z';

/** The replies that an attempt still owed, as messages in the outbox. */
function owedBy(old: Old): readonly (Old & { readonly id: string })[] {
  const { id, tenant, connection, cycle, startedAt, personalChat, state } = old;
  const replies = (old['replies'] ?? {}) as Old;
  return Object.entries(replies).flatMap(([reply, how]) => {
    if (how !== 'owed') return [];
    const isPersonal = reply.startsWith('personal-');
    const news = reply.endsWith('result') ? 'result' : state === 'proven' ? 'proven' : 'not-proven';
    const to = isPersonal ? { kind: 'chat', chat: personalChat } : { kind: 'thread' };
    const counts = { decidedAt: startedAt, state: 'owed', at: startedAt, tries: 0, unanswered: 0, extra: [] };
    const key = [id, news, ...(isPersonal ? ['chat'] : [])].join('.');
    return [{ tenant, id: key, connection, cycle, to, topic: { kind: news, rotation: id }, ...counts }];
  });
}

/** An attempt that runs, or waits for its proof, is looked at again when it was to be. */
const dueOf = ({ kind }: Row, old: Old): string | null => {
  if (kind !== 'rotation') return null;
  const due = old['leaseUntil'] ?? (old['state'] === 'applied' ? old['lookAgainAt'] : undefined);
  return typeof due === 'string' ? due : null;
};

function upgraded(kind: string, old: Old, id: string, expiresOn: unknown): Old {
  if (kind === 'line') return dated(old, expiresOn);
  if (kind === 'connection') {
    const expirySource = old['expirySource'] === 'rotation' ? 'derived' : old['expirySource'];
    return { ...old, expirySource, hours: usualHours, ladder: usualLadder, responsible: {} };
  }
  if (kind === 'rotation') {
    const { replies, ...kept } = old;
    return { ...kept, expirySource: 'typed' };
  }
  return upgradedCycle(old, id);
}

function upgradedCycle(old: Old, id: string): Old {
  const rungs = (old['rungs'] as readonly Old[]).map((rung) => ({
    ...rung,
    state: rung['state'] === 'superseded' ? 'superseded' : 'sent',
    why: rung['why'] === 'snoozed' ? 'newer-rung' : (rung['why'] ?? 'on-time'),
  }));
  const recent = (old['recent'] as readonly Old[]).map((line) => dated(line, old['expiresOn']));
  const { thread, claim, snooze } = old as Readonly<Record<string, Old | undefined>>;
  return {
    ...old,
    rungs,
    recent,
    snoozes: snooze === undefined ? 0 : 1,
    escalated: [],
    ...(thread === undefined ? {} : { thread: { ...thread, key: `${id}.card.first` } }),
    // A claim without a day kept the ladder quiet until the last week.
    ...(claim === undefined ? {} : { claim: { ...claim, until: lastQuietDay(old['expiresOn']) } }),
    ...(snooze === undefined ? {} : { snooze: { ...snooze, at: old['openedAt'] } }),
  };
}

/** A line that somebody took a token on had no day. */
function dated(line: Old, expiresOn: unknown): Old {
  const act = line['act'] as Old;
  return act['kind'] === 'claimed' ? { ...line, act: { ...act, until: lastQuietDay(expiresOn) } } : line;
}

const day = 86_400_000;
const lastQuietDay = (expiresOn: unknown): string =>
  new Date(Date.parse(`${String(expiresOn)}T00:00:00Z`) - 8 * day).toISOString().slice(0, 10);
