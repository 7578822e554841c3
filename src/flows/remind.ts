import { dateIn, type Moment } from '../domain/calendar.ts';
import { rungKey, without, type Cycle, type RungRecord } from '../domain/cycle.ts';
import { decideEscalation } from '../domain/escalation.ts';
import { fellInto, type Gap } from '../domain/heartbeat.ts';
import { messageId, type MessageId } from '../domain/ids.ts';
import type { Rung } from '../domain/ladder.ts';
import { rungIn, rungOf, type Outgoing } from '../domain/outgoing.ts';
import { promiseEnds, promiseOver } from '../domain/promise.ts';
import { decideReminder, recorded, type Audience } from '../domain/reminder.ts';
import { rungTime } from '../domain/rung-time.ts';
import type { Put, Stored, Write } from '../ports/store.ts';
import { overdue } from './approval.ts';
import { deliver, type DeliverPorts } from './deliver.ts';
import { owe, oweAct } from './outbox.ts';
import { keepCard } from './keep-card.ts';
import { change, messageKey, planOf, putCycle, recordAct, type CycleRef, type Watched } from './watched.ts';

/** How a look at a cycle came about. */
export interface Occasion {
  /** `now`: somebody has just asked for it, and does not wait for working hours. */
  readonly audience?: Audience;
  /** What Scimitar knows nothing of: it may have spoken then. */
  readonly gap?: Gap | undefined;
}

/** One due cycle: decides what is to be said, sends it, and brings the card up to date. */
export async function remind(ports: DeliverPorts, ref: CycleRef, occasion: Occasion = {}): Promise<void> {
  for (const id of await decide(ports, ref, occasion))
    await deliver(ports, messageKey(ref, id), occasion.gap);
  await noticeNewDay(ports, ref);
  await keepCard(ports, ref);
}

/**
 * Decides rung, promise and escalation in one commit, with the messages that they owe. Whatever is decided is sent,
 * whoever dies in between; and nobody can decide it twice.
 */
async function decide(
  ports: DeliverPorts,
  ref: CycleRef,
  { audience, gap }: Occasion,
): Promise<readonly MessageId[]> {
  let owed: readonly Put<'message'>[] = [];
  await change(ports, ref, async (watched) => {
    const now = ports.clock();
    const decisions = decisionsOf(watched, now, audience ?? 'working-hours', gap);
    const decided = await withoutKnown(ports, decisions);
    owed = decided.messages;
    return decided.cycle === watched.cycle.value
      ? undefined
      : ([putCycle(watched, decided.cycle, now), ...decided.lines, ...owed] satisfies readonly Write[] as [
          Write,
          ...Write[],
        ]);
  });
  return owed.map(({ value }) => value.id);
}

interface Decided {
  readonly cycle: Cycle;
  readonly lines: readonly Put<'line'>[];
  readonly messages: readonly Put<'message'>[];
}

function decisionsOf(watched: Watched, now: Moment, audience: Audience, gap: Gap | undefined): Decided {
  const rung = decideRung(watched, now, audience, gap);
  const promise = endPromise(watched, rung, now, gap);
  return endApproval(watched, escalate(watched, promise, now, gap), now);
}

/** A question for a second person that nobody answered is over, and so is an answer that nobody used: the thread is told. */
function endApproval({ cycle }: Watched, before: Decided, now: Moment): Decided {
  const act = overdue(cycle.value, now);
  if (act === undefined) return before;
  const { cycle: next, line } = recordAct(without(before.cycle, 'approval'), act, now);
  return {
    cycle: next,
    lines: [...before.lines, line],
    messages: [...before.messages, ...oweAct(before.cycle, act, now)],
  };
}

/** When a date comes back that held before, neither what was said for it then is said again, nor what is older. */
async function withoutKnown({ store }: Pick<DeliverPorts, 'store'>, decided: Decided): Promise<Decided> {
  const { cycle } = decided;
  const message = decided.messages.find(({ value }) => rungIn(value) !== undefined);
  const rung = message && rungIn(message.value);
  const isRedated = cycle.datedAt !== undefined && cycle.datedAt !== cycle.openedAt;
  if (message === undefined || rung === undefined || !isRedated) return decided;
  const before = await store.list(cycle.tenant, 'message', { partition: cycle.connection });
  const known = before.find(({ key }) => key.id === message.key.id);
  const isUnsaid = known === undefined || known.value.why === 'other-date';
  const became = isUnsaid ? olderThanSaid(before, cycle, rung) : becameOf(known.value);
  const others = decided.messages.filter((one) => one !== message);
  if (became === undefined) {
    const again = { ...message, expect: known?.version ?? message.expect };
    return { ...decided, messages: [again, ...others] };
  }
  const rungs = cycle.rungs.map((record) => (record.rung === rung ? { ...record, ...became } : record));
  return { ...decided, cycle: { ...cycle, rungs }, messages: others };
}

/** What becomes of a rung of this date when a newer one has been said: nothing when none has. */
function olderThanSaid(
  before: readonly Stored<'message'>[],
  cycle: Cycle,
  rung: Rung,
): Partial<RungRecord> | undefined {
  const isSaid = before.some(({ value }) => {
    const spoken = value.cycle === cycle.id && value.state !== 'dropped' ? rungOf(value, cycle) : undefined;
    return spoken !== undefined && spoken < rung;
  });
  return isSaid ? { state: 'superseded', why: 'newer-rung' } : undefined;
}

/** What became of a rung by an earlier message of it. One that is still under way goes on. */
function becameOf({ state }: Outgoing): Partial<RungRecord> {
  if (state === 'sent') return { state };
  return state === 'dropped' ? { state: 'superseded', why: 'newer-rung' } : {};
}

const since = (gap: Gap | undefined, due: Moment): Moment | undefined =>
  gap !== undefined && fellInto(gap, due) ? gap.from : undefined;

function decideRung(
  { connection, cycle }: Watched,
  now: Moment,
  audience: Audience,
  gap: Gap | undefined,
): Decided {
  const plan = planOf(connection.value, cycle.value);
  const decision = decideReminder(plan, cycle.value, now, audience);
  const next = recorded(cycle.value, decision, now);
  if (decision.do !== 'remind') return { cycle: next, lines: [], messages: [] };
  const { rung } = decision;
  const topic =
    cycle.value.thread === undefined
      ? ({ kind: 'card', rung } as const)
      : ({ kind: 'reminder', rung } as const);
  const due = rungTime(plan, rung).at;
  // A card that is to be the first of its thread may have been posted in the gap, for whatever rung.
  const gapSince = topic.kind === 'card' ? since(gap, cycle.value.openedAt) : since(gap, due);
  return {
    cycle: next,
    lines: [],
    messages: [owe(cycle.value, rungKey(cycle.value, rung), { kind: 'thread' }, topic, now, gapSince)],
  };
}

/** A promise that is over is taken off the card, and told unless a rung speaks now anyway. */
function endPromise(
  { connection, cycle }: Watched,
  before: Decided,
  now: Moment,
  gap: Gap | undefined,
): Decided {
  const plan = planOf(connection.value, cycle.value);
  const { claim } = cycle.value;
  if (claim === undefined || !promiseOver(plan, cycle.value, now).over) return before;
  const act = { kind: 'lapsed', by: claim.by, until: claim.until } as const;
  const gapSince = since(gap, promiseEnds(plan, cycle.value) ?? now);
  const { cycle: next, line } = recordAct(without(before.cycle, 'claim'), act, now);
  const told = before.messages.length > 0 ? [] : oweAct(before.cycle, act, now, gapSince);
  return {
    cycle: next,
    lines: [...before.lines, line],
    messages: [...before.messages, ...told],
  };
}

/** People are told one by one, and each step is done with once it was decided, also where nobody fills the place. */
function escalate({ connection }: Watched, before: Decided, now: Moment, gap: Gap | undefined): Decided {
  const plan = planOf(connection.value, before.cycle);
  const decision = decideEscalation(plan, before.cycle, now);
  if (decision.do !== 'tell') return before;
  const { deputy } = connection.value.responsible;
  const done = decision.steps.map((step) => ({ step, at: now }));
  const told = decision.steps.filter((step) => step !== 'deputy' || deputy !== undefined);
  return {
    ...before,
    cycle: { ...before.cycle, escalated: [...before.cycle.escalated, ...done] },
    messages: [
      ...before.messages,
      ...told.map((step) =>
        owe(
          before.cycle,
          messageId(before.cycle.id, step, before.cycle.lines),
          { kind: 'responsible', step },
          { kind: 'escalation', step, rung: decision.rung },
          now,
          since(gap, now),
        ),
      ),
    ],
  };
}

/** The card counts days: on a new one it is stale. In any case the cycle is put back to its next moment. */
async function noticeNewDay(ports: DeliverPorts, ref: CycleRef): Promise<void> {
  await change(ports, ref, (watched) => {
    const now = ports.clock();
    const cycle = watched.cycle.value;
    const newDay =
      cycle.thread !== undefined &&
      cycle.state !== 'closed' &&
      cycle.shownOn !== dateIn(watched.connection.value.zone, now);
    return [putCycle(watched, { ...cycle, cardStale: cycle.cardStale || newDay }, now)];
  });
}
