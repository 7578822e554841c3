import { approvalEnds } from '../domain/approval.ts';
import { addDays, atTime, dateIn, earliest, later, type ClockTime, type Moment } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { Act } from '../domain/act.ts';
import { withLine, type Cycle } from '../domain/cycle.ts';
import { decideEscalation } from '../domain/escalation.ts';
import { lineId, type Key } from '../domain/document.ts';
import type { ConnectionId, CycleId, MessageId, RotationId, TenantId } from '../domain/ids.ts';
import { promiseOver } from '../domain/promise.ts';
import { decideReminder } from '../domain/reminder.ts';
import { type ReminderPlan } from '../domain/rung-time.ts';
import type { Ports } from '../ports/ports.ts';
import { absent, type Put, type Stored, type Write } from '../ports/store.ts';

/** A cycle and the connection it belongs to. */
export interface CycleRef {
  readonly tenant: TenantId;
  readonly connection: ConnectionId;
  readonly cycle: CycleId;
}

/** Both as they were read, with their versions. */
export interface Watched {
  readonly connection: Stored<'connection'>;
  readonly cycle: Stored<'cycle'>;
}

export const connectionKey = (tenant: TenantId, connection: ConnectionId): Key<'connection'> => ({
  tenant,
  partition: connection,
  kind: 'connection',
  id: 'connection',
});
export const cycleKey = ({ tenant, connection, cycle }: CycleRef): Key<'cycle'> => ({
  tenant,
  partition: connection,
  kind: 'cycle',
  id: cycle,
});
export const rotationKey = (tenant: TenantId, connection: ConnectionId, id: RotationId): Key<'rotation'> => ({
  tenant,
  partition: connection,
  kind: 'rotation',
  id,
});
export const messageKey = (ref: CycleRef, id: MessageId): Key<'message'> => ({
  tenant: ref.tenant,
  partition: ref.connection,
  kind: 'message',
  id,
});
export const refOf = (cycle: Cycle): CycleRef => ({
  tenant: cycle.tenant,
  connection: cycle.connection,
  cycle: cycle.id,
});

/** Reads a cycle with its connection; undefined when the connection is not watched or has no such cycle. */
export async function readWatched(
  { store }: Pick<Ports, 'store'>,
  ref: CycleRef,
): Promise<Watched | undefined> {
  const connection = await store.read(connectionKey(ref.tenant, ref.connection));
  const cycle = await store.read(cycleKey(ref));
  return connection === undefined || cycle === undefined ? undefined : { connection, cycle };
}

/** Reads a connection with its open cycle. */
export async function readConnection(
  ports: Pick<Ports, 'store'>,
  tenant: TenantId,
  connection: ConnectionId,
): Promise<Watched | undefined> {
  const found = await ports.store.read(connectionKey(tenant, connection));
  return found && readWatched(ports, { tenant, connection, cycle: found.value.cycle });
}

/** The local hour at which a card's count of days is renewed. */
const cardHour = '01:00' as ClockTime;

/** The rules of a cycle's reminders. The date is the cycle's own: the connection's may be the next token's already. */
export const planOf = (connection: Connection, { expiresOn }: Pick<Cycle, 'expiresOn'>): ReminderPlan => ({
  ...connection,
  expiresOn,
});

/**
 * When the sweep has to look at a cycle again: while its card is behind, when a rung, a promise or an escalation is
 * due, and each morning, since the card counts days.
 */
export function cycleDueAt(connection: Connection, cycle: Cycle, now: Moment): Moment | undefined {
  const plan = planOf(connection, cycle);
  const card = cycle.cardStale ? later(now, cycle.notBefore ?? now) : undefined;
  const rung = decideReminder(plan, cycle, now);
  const promise = promiseOver(plan, cycle, now);
  const people = decideEscalation(plan, cycle, now);
  const morning =
    cycle.thread === undefined || cycle.state === 'closed'
      ? undefined
      : atTime(addDays(dateIn(connection.zone, now), 1), cardHour, connection.zone);
  return earliest([
    card,
    rung.do === 'wait' ? rung.next : now,
    promise.over ? now : promise.next,
    people.do === 'tell' ? now : people.next,
    morning,
    approvalDueAt(cycle),
  ]);
}

/** Not while an attempt goes by it: the end of the attempt sets the time anew. */
const approvalDueAt = ({ approval, attempt, state }: Cycle): Moment | undefined =>
  approval === undefined || attempt !== undefined || state === 'closed' ? undefined : approvalEnds(approval);

/** The write that puts a changed cycle in the place of the one that was read. */
export function putCycle(watched: Watched, cycle: Cycle, now: Moment): Put<'cycle'> {
  const due = cycleDueAt(watched.connection.value, cycle, now);
  return {
    key: watched.cycle.key,
    value: cycle,
    expect: watched.cycle.version,
    ...(due === undefined ? {} : { dueAt: due }),
  };
}

/** A cycle with one more act, and the write of its line of history. */
export function recordAct(
  cycle: Cycle,
  act: Act,
  at: Moment,
): { readonly cycle: Cycle; readonly line: Put<'line'> } {
  const line = { at, act };
  return {
    cycle: withLine(cycle, line),
    line: {
      key: {
        tenant: cycle.tenant,
        partition: cycle.connection,
        kind: 'line',
        id: `${cycle.openedAt}.${lineId(cycle.lines)}`,
      },
      value: line,
      expect: absent,
    },
  };
}

/** Somebody else may change the same cycle at any moment; more than this many times in a row is a bug. */
const tries = 20;

/**
 * Reads, decides, commits; reads again when somebody was faster. `decide` gives the writes, or undefined to leave
 * everything as it is. Returns what was committed on, or undefined when nothing was.
 */
export async function change(
  ports: Pick<Ports, 'store'>,
  ref: CycleRef,
  decide: (
    watched: Watched,
  ) => Promise<readonly [Write, ...Write[]] | undefined> | readonly [Write, ...Write[]] | undefined,
): Promise<Watched | undefined> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const watched = await readWatched(ports, ref);
    if (watched === undefined) return undefined;
    const writes = await decide(watched);
    if (writes === undefined) return undefined;
    if ((await ports.store.commit(writes)) === 'done') return watched;
  }
  throw new Error(`the cycle ${ref.cycle} changed ${tries} times while it was being written`);
}

/** Adds one act to a cycle's story, if the cycle is still there. */
export async function addAct(ports: Pick<Ports, 'store' | 'clock'>, ref: CycleRef, act: Act): Promise<void> {
  await change(ports, ref, (watched) => {
    const now = ports.clock();
    const { cycle, line } = recordAct(watched.cycle.value, act, now);
    return [putCycle(watched, cycle, now), line];
  });
}
