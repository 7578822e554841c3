import type { Notice } from '../domain/answer.ts';
import { dateIn, parseCalendarDate } from '../domain/calendar.ts';
import { parsePromise, promiseDays, promiseProposed } from '../domain/claim.ts';
import type { Act } from '../domain/act.ts';
import { without, type Cycle } from '../domain/cycle.ts';
import type { ConnectionId, CycleId, MessageId, Person, TenantId } from '../domain/ids.ts';
import { quietedBy, snoozeDates } from '../domain/reminder.ts';
import type { Ports } from '../ports/ports.ts';
import type { Write } from '../ports/store.ts';
import { deliver, type DeliverPorts } from './deliver.ts';
import { refuse } from './permission.ts';
import { oweAct, release } from './outbox.ts';
import { doneBefore, overtakenBy } from './overtaken.ts';
import { keepCard } from './keep-card.ts';
import {
  change,
  messageKey,
  planOf,
  putCycle,
  readWatched,
  recordAct,
  type CycleRef,
  type Watched,
} from './watched.ts';

export interface TakeOnRequest {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly connection: ConnectionId;
  readonly cycle: CycleId;
  /** How many lines the cycle had when the card was drawn: whatever came after, the presser has not seen. */
  readonly seen?: number;
}

type TakeOnPorts = Pick<Ports, 'store' | 'clock' | 'rights' | 'trail' | 'log'>;

/** What the presser is told, and the messages that follow: a click that came twice owes them once. */
export interface TakenOn {
  readonly notice: Notice;
  readonly owed: readonly MessageId[];
  readonly changed: boolean;
}

/**
 * "I'll take it", by a day: the card names the person, and the ladder keeps quiet until then, but never in the last
 * week. From somebody else it is taken over. The same again has no effect.
 */
export const claim = (
  ports: TakeOnPorts,
  request: TakeOnRequest & { readonly until: unknown },
): Promise<TakenOn> =>
  takeOn(ports, 'claim', request, ({ cycle, connection }) => {
    const today = dateIn(connection.value.zone, ports.clock());
    const { expiresOn } = cycle.value;
    // A card from before promises had a day sends none.
    const until = parsePromise(request.until ?? promiseProposed(expiresOn, today), expiresOn, today);
    if (!until.ok) {
      const { last } = promiseDays(cycle.value.expiresOn, today);
      return { kind: 'claim-problem', why: until.failure, last };
    }
    const before = cycle.value.claim;
    const by = request.person;
    if (before?.by.id === by.id && before.until === until.value) return 'as it is';
    const from = before !== undefined && before.by.id !== by.id ? { from: before.by } : {};
    const at = ports.clock();
    const rungs = quietedBy(connection.value, cycle.value.rungs, at);
    return {
      cycle: { ...cycle.value, rungs, claim: { by, at, until: until.value } },
      act: { kind: 'claimed', by, until: until.value, ...from },
    };
  });

/** Whoever has it gives it back, or somebody else says that nobody has it any more. */
export const unclaim = (ports: TakeOnPorts, request: TakeOnRequest): Promise<TakenOn> =>
  takeOn(ports, 'unclaim', request, ({ cycle, connection }) => {
    const before = cycle.value.claim;
    if (before === undefined) return { kind: 'nobody-has-it', connection: connection.value };
    return {
      cycle: without(cycle.value, 'claim'),
      act: { kind: 'unclaimed', by: request.person, from: before.by },
    };
  });

/** Snooze to one of the dates on the card: never past the last week before expiry. */
export const snooze = (
  ports: TakeOnPorts,
  request: TakeOnRequest & { readonly until: unknown },
): Promise<TakenOn> =>
  takeOn(ports, 'snooze', request, ({ cycle, connection }) => {
    const until = typeof request.until === 'string' ? parseCalendarDate(request.until) : undefined;
    const plan = planOf(connection.value, cycle.value);
    const offered = snoozeDates(plan, dateIn(plan.zone, ports.clock()));
    if (until?.ok !== true || !offered.includes(until.value)) return { kind: 'stale-button' };
    const by = request.person;
    if (cycle.value.snooze?.until === until.value) return 'as it is';
    return {
      cycle: {
        ...cycle.value,
        snooze: { by, at: ports.clock(), until: until.value },
        snoozes: cycle.value.snoozes + 1,
      },
      act: { kind: 'snoozed', by, until: until.value },
    };
  });

/** Acts that a presser has to know before pressing. */
const overtaking = ['claimed', 'unclaimed', 'snoozed', 'entered', 'applied', 'date-set'] as const;

type Taken = 'as it is' | Notice | { readonly cycle: Cycle; readonly act: Act };

async function takeOn(
  ports: TakeOnPorts,
  deed: 'claim' | 'unclaim' | 'snooze',
  request: TakeOnRequest,
  decide: (watched: Watched) => Taken,
): Promise<TakenOn> {
  const watched = await readWatched(ports, request);
  if (watched === undefined) return unchanged({ kind: 'stale-button' });
  const { tenant, person, cycle } = request;
  const refusal = await refuse(ports, { tenant, person, deed, connection: request.connection, cycle });
  if (refusal !== undefined) return unchanged(refusal);
  const connection = watched.connection.value;
  let outcome: TakenOn = unchanged({ kind: 'done' });
  await change(ports, request, async (now) => {
    outcome = unchanged({ kind: 'done' });
    if (now.cycle.value.state !== 'open') {
      outcome = unchanged({ kind: 'already-done', connection });
      return undefined;
    }
    const by = await overtakenBy(ports, request, now.cycle.value, overtaking);
    if (by !== undefined) {
      outcome = unchanged({ kind: 'overtaken', by, connection });
      return undefined;
    }
    const taken = decide(now);
    if (taken === 'as it is') return undefined;
    if ('kind' in taken) {
      outcome = unchanged(taken);
      return undefined;
    }
    const before = await doneBefore(ports, request, now.cycle.value, taken.act);
    if (before !== undefined) {
      outcome = unchanged({ kind: 'overtaken', by: before, connection });
      return undefined;
    }
    const at = ports.clock();
    const { cycle, line } = recordAct(taken.cycle, taken.act, at);
    const told = oweAct(now.cycle.value, taken.act, at);
    outcome = { notice: { kind: 'done' }, owed: told.map(({ value }) => value.id), changed: true };
    const writes: readonly [Write, ...Write[]] = [
      putCycle(now, cycle, at),
      line,
      ...told,
      ...(await release(ports, now.cycle.value, at)),
    ];
    return writes;
  });
  return outcome;
}

const unchanged = (notice: Notice): TakenOn => ({ notice, owed: [], changed: false });

/** After the turn: the thread reads who took it or put it off, and the card shows it. */
export async function tellTaken(
  ports: DeliverPorts,
  ref: CycleRef,
  owed: readonly MessageId[],
): Promise<void> {
  for (const id of owed) await deliver(ports, messageKey(ref, id));
  await keepCard(ports, ref);
}
