import type { Moment } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { Cycle } from '../domain/cycle.ts';
import type { Key } from '../domain/document.ts';
import { savedElsewhereAt } from '../domain/known-settings.ts';
import { messageId, type ConnectionId, type TenantId } from '../domain/ids.ts';
import type { Noticed, NoticedAct } from '../domain/noticed.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { firstPulse } from '../domain/pulse.ts';
import { ledgerOf, type Ledger, type SlotFacts } from '../domain/slots.ts';
import type { Watch } from '../domain/watch.ts';
import { dateIn } from '../domain/calendar.ts';
import type { Ports } from '../ports/ports.ts';
import { absent, type Put, type Stored, type Write } from '../ports/store.ts';
import { settingsKey } from './known-settings.ts';
import { owe } from './outbox.ts';
import { putCycle, recordAct, type Watched } from './watched.ts';

export const watchKey = (tenant: TenantId, connection: ConnectionId): Key<'watch'> => ({
  tenant,
  partition: connection,
  kind: 'watch',
  id: 'watch',
});

type Store = Pick<Ports, 'store'>;

/** What the looks have found so far; undefined before the first. */
export const readWatch = async (
  { store }: Store,
  { tenant, id }: Pick<Connection, 'tenant' | 'id'>,
): Promise<Watch | undefined> => (await store.read(watchKey(tenant, id)))?.value;

/** As it is stored, or as it begins. */
export async function watchOf(
  { store }: Store,
  { tenant, id }: Pick<Connection, 'tenant' | 'id'>,
  now: Moment,
): Promise<Pick<Stored<'watch'>, 'key' | 'value' | 'version'>> {
  const key = watchKey(tenant, id);
  const begins: Watch = { tenant, connection: id, pulse: firstPulse(id, now), oldTokens: [] };
  return (await store.read(key)) ?? { key, value: begins, version: absent };
}

/** The sweep looks at a watch when its saved token is to be tried. */
export const putWatch = (stored: Pick<Stored<'watch'>, 'key' | 'version'>, value: Watch): Put<'watch'> => ({
  key: stored.key,
  value,
  expect: stored.version,
  dueAt: value.pulse.nextAt,
});

/** The writes that tell a thread of something, and put it into the story of its cycle. */
export function tellNoticed(
  watched: Watched,
  noticed: Noticed,
  act: NoticedAct,
  now: Moment,
): { readonly writes: readonly Write[]; readonly message: Put<'message'> } {
  const before = watched.cycle.value;
  const { cycle, line } = recordAct(before, { kind: 'noticed', of: act }, now);
  const message = owe(
    before,
    messageId(before.id, 'noticed', before.lines),
    { kind: 'thread' },
    { kind: 'noticed', noticed, at: now },
    now,
  );
  return { writes: [putCycle(watched, cycle, now), line, message], message };
}

/** All that is known of a connection's tokens. */
export async function slotFacts(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  connection: Connection,
  watch: Pick<Watch, 'oldTokens'> | undefined,
): Promise<SlotFacts> {
  const of = { partition: connection.id };
  const [rotations, cycles, known] = await Promise.all([
    store.list(connection.tenant, 'rotation', of),
    store.list(connection.tenant, 'cycle', of),
    store.read(settingsKey(connection.tenant, connection.id)),
  ]);
  const elsewhere = known && savedElsewhereAt(known.value);
  const first = firstOf(cycles.map(({ value }) => value));
  const answers = (watch?.oldTokens ?? []).flatMap(({ rotation, answer }) =>
    answer === undefined ? [] : [{ rotation, answer: answer.answer, at: answer.at }],
  );
  const isOpen = first?.id === connection.cycle;
  return {
    slots: profileOf(connection.profile).slots.count,
    today: dateIn(connection.zone, clock()),
    rotations: rotations.map(({ value }) => value),
    answers,
    ...(connection.fingerprint === undefined ? {} : { inUse: connection.fingerprint }),
    ...(elsewhere === undefined ? {} : { savedElsewhereAt: elsewhere }),
    ...(first === undefined
      ? {}
      : {
          before: { expiresOn: first.expiresOn, source: isOpen ? connection.expirySource : 'typed' },
        }),
  };
}

export const readLedger = async (
  ports: Pick<Ports, 'store' | 'clock'>,
  connection: Connection,
  watch: Watch | undefined,
): Promise<Ledger> => ledgerOf(await slotFacts(ports, connection, watch));

/** The cycle that the watch of the connection began with. */
const firstOf = (cycles: readonly Cycle[]): Cycle | undefined =>
  cycles.toSorted((one, other) => (one.openedAt < other.openedAt ? -1 : 1))[0];
