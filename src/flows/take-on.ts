import type { Notice } from '../domain/answer.ts';
import { dateIn, parseCalendarDate } from '../domain/calendar.ts';
import type { Announcement } from '../domain/announcement.ts';
import type { Act, Cycle } from '../domain/cycle.ts';
import type { ConnectionId, CycleId, Person, TenantId } from '../domain/ids.ts';
import { snoozeDates } from '../domain/reminder.ts';
import type { Ports } from '../ports.ts';
import { rightWithin } from './open-dialog.ts';
import { showCard } from './show-card.ts';
import { addAct, change, putCycle, readWatched, recordAct, type CycleRef, type Watched } from './watched.ts';

export interface TakeOnRequest {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly connection: ConnectionId;
  readonly cycle: CycleId;
}

type TakeOnPorts = Pick<Ports, 'store' | 'clock' | 'rights' | 'log'>;

/** What the presser is told, and whether anything was changed: a click that came twice changes something once. */
export interface TakenOn {
  readonly notice: Notice;
  readonly changed: boolean;
}

/** "I'll take it": the card names the person, and the ladder keeps quiet until the last week. Once more has no effect. */
export const claim = (ports: TakeOnPorts, request: TakeOnRequest): Promise<TakenOn> =>
  takeOn(ports, request, ({ cycle }) => {
    if (cycle.value.claim?.by.id === request.person.id) return 'as it is';
    const claimed = { ...cycle.value, claim: { by: request.person, at: ports.clock() } };
    return { cycle: claimed, act: { kind: 'claimed', by: request.person } };
  });

/** Snooze to one of the dates on the card: never past the last week before expiry. */
export const snooze = (
  ports: TakeOnPorts,
  request: TakeOnRequest & { readonly until: unknown },
): Promise<TakenOn> =>
  takeOn(ports, request, ({ cycle, connection }) => {
    const until = typeof request.until === 'string' ? parseCalendarDate(request.until) : undefined;
    const offered = snoozeDates(cycle.value.expiresOn, dateIn(connection.value.zone, ports.clock()));
    if (until?.ok !== true || !offered.includes(until.value)) return 'stale';
    if (cycle.value.snooze?.until === until.value) return 'as it is';
    const snoozed = { ...cycle.value, snooze: { by: request.person, until: until.value } };
    return { cycle: snoozed, act: { kind: 'snoozed', by: request.person, until: until.value } };
  });

type Taken = 'as it is' | 'stale' | { readonly cycle: Cycle; readonly act: Act };

async function takeOn(
  ports: TakeOnPorts,
  request: TakeOnRequest,
  decide: (watched: Watched) => Taken,
): Promise<TakenOn> {
  const right = await ports.rights.mayRotate(request.person.id, rightWithin);
  const watched = await readWatched(ports, request);
  if (watched === undefined) return unchanged({ kind: 'stale-button' });
  if (right.may === 'unknown') return unchanged({ kind: 'right-unknown', what: 'rotate' });
  if (right.may === 'no') {
    await addAct(ports, request, { kind: 'refused', by: request.person, what: 'rotate' });
    return unchanged({ kind: 'not-allowed', what: 'rotate', ask: right.ask });
  }
  const connection = watched.connection.value;
  let notice: Notice = { kind: 'done' };
  const changed = await change(ports, request, (now) => {
    notice = { kind: 'done' };
    if (now.cycle.value.state !== 'open') {
      notice = { kind: 'already-done', connection };
      return undefined;
    }
    const taken = decide(now);
    if (taken === 'stale') notice = { kind: 'stale-button' };
    if (typeof taken === 'string') return undefined;
    const { cycle, line } = recordAct(taken.cycle, taken.act, ports.clock());
    return [putCycle(now, cycle, ports.clock()), line];
  });
  return { notice, changed: changed !== undefined };
}

const unchanged = (notice: Notice): TakenOn => ({ notice, changed: false });

/** After the turn: the thread reads who took it or put it off, and the card shows it. */
export async function tellTaken(
  ports: Pick<Ports, 'store' | 'channel' | 'provisioning' | 'clock' | 'log'>,
  kind: 'claimed' | 'snoozed',
  ref: CycleRef,
): Promise<void> {
  const watched = await readWatched(ports, ref);
  const thread = watched?.cycle.value.thread;
  if (watched === undefined || thread === undefined) return;
  const connection = watched.connection.value;
  const news: Announcement = { kind, connection, cycle: watched.cycle.value, at: ports.clock() };
  const told = await ports.channel.reply(connection.place, thread, news);
  if (!told.ok) ports.log.warn('taken.not-told', { connection: connection.id, why: told.failure });
  await showCard(ports, ref);
}
