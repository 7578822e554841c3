import {
  addDays,
  addMilliseconds,
  atTime,
  dateIn,
  daysBetween,
  hours as hoursLong,
  later,
  type CalendarDate,
  type ClockTime,
  type Moment,
  type TimeZone,
} from './calendar.ts';
import type { Connection } from './connection.ts';
import type { Cycle, QuietReason, RungRecord, SpokenReason } from './cycle.ts';
import { isUrgent, lastQuietRung, rungAbove, rungBelow, rungsOf, type Rung } from './ladder.ts';
import { escalatesBefore } from './escalation.ts';
import { nextOpen, opening, openingBefore } from './working-hours.ts';

/** What the ladder of a connection is made from. */
export type ReminderPlan = Pick<Connection, 'expiresOn' | 'expirySource' | 'ladder' | 'zone' | 'hours'>;

/** Nobody knows the hour of the day at which a token dies: from this local hour on it counts as run out. */
const mayDieFrom = '09:00' as ClockTime;
/** The rung of the last day goes out at least this long before. */
const lastWarning = hoursLong(20);

export const rungsIn = ({ ladder, expirySource }: ReminderPlan): readonly Rung[] =>
  rungsOf(ladder, expirySource);

/** When a rung would come if every day were open: at the beginning of the working hours. */
const nominal = ({ expiresOn, zone, hours }: ReminderPlan, rung: Rung): Moment =>
  opening(hours, zone, addDays(expiresOn, -rung));

export interface RungTime {
  readonly rung: Rung;
  readonly at: Moment;
  /** Sent at this moment or later, it is late. */
  readonly latest: Moment;
  readonly why: Extract<SpokenReason, 'on-time' | 'moved-later' | 'moved-earlier'>;
}

/**
 * When a rung comes. On a closed day it waits for the next opening, unless the next rung is due by then: only then it
 * comes earlier, at the last opening before. The rung of the last day comes earlier as well when it would come less
 * than 20 hours before the token may die. From the day of expiry on the calendar does not count, until day 28.
 * No rung comes before the one above it; in a long closure several come at the same moment, and the newest speaks.
 */
export function rungTime(plan: ReminderPlan, rung: Rung): RungTime {
  const { zone, hours } = plan;
  const rungs = rungsIn(plan);
  const due = nominal(plan, rung);
  const latest = rung === 1 ? lastWarningFor(plan) : nominal(plan, rungBelow(rungs, rung));
  if (isUrgent(rung)) return { rung, at: due, latest, why: 'on-time' };
  const opens = nextOpen(hours, zone, due);
  if (opens < latest) return { rung, at: opens, latest, why: opens === due ? 'on-time' : 'moved-later' };
  const before = openingBefore(hours, zone, due);
  const above = rungAbove(rungs, rung);
  const at = above === undefined ? before : later(before, rungTime(plan, above).at);
  return { rung, at, latest, why: 'moved-earlier' };
}

function lastWarningFor({ expiresOn, zone, hours }: ReminderPlan): Moment {
  const from = hours.from < mayDieFrom ? hours.from : mayDieFrom;
  return addMilliseconds(atTime(expiresOn, from, zone), -lastWarning + 1);
}

/** What a rung may still be decided on: nothing below has been recorded yet. */
const lowestKnown = ({ rungs }: Pick<Cycle, 'rungs'>): Rung | undefined =>
  rungs.reduce<Rung | undefined>((lowest, { rung }) => Math.min(lowest ?? rung, rung), undefined);

/** Why nothing is said now. */
export const waitReasons = ['not-due', 'closed-hours', 'snoozed', 'closed'] as const;
export type WaitReason = (typeof waitReasons)[number];

/**
 * What to do about a cycle now, and why. `passed` are rungs that fell due in between and send nothing:
 * a bot that slept for a week sends one reminder, not three.
 */
export type ReminderDecision =
  | {
      readonly do: 'remind';
      readonly rung: Rung;
      readonly why: SpokenReason;
      readonly passed: readonly Rung[];
      readonly next: Moment;
    }
  | {
      readonly do: 'pass';
      readonly why: QuietReason;
      readonly passed: readonly Rung[];
      readonly next: Moment;
    }
  | { readonly do: 'wait'; readonly why: WaitReason; readonly rung?: Rung; readonly next?: Moment };

export type CycleState = Pick<Cycle, 'state' | 'rungs' | 'claim' | 'snooze' | 'datedAt'>;

/** Whether somebody is there to read it now: what a person has just asked for does not wait for working hours. */
export type Audience = 'working-hours' | 'now';

export function decideReminder(
  plan: ReminderPlan,
  cycle: CycleState,
  now: Moment,
  audience: Audience = 'working-hours',
): ReminderDecision {
  if (cycle.state === 'closed') return { do: 'wait', why: 'closed' };
  const { passed, reached, next } = rungsSince(plan, lowestKnown(cycle), now);
  if (reached === undefined) return { do: 'wait', why: 'not-due', next: next.at };
  const quiet = quietBecause(plan, cycle, reached, now);
  if (quiet === 'snoozed') {
    const until = snoozeEnds(plan, cycle);
    return { do: 'wait', why: 'snoozed', rung: reached.rung, next: until < next.at ? until : next.at };
  }
  if (quiet !== undefined)
    return { do: 'pass', why: quiet, passed: [...passed, reached.rung], next: next.at };
  const opens = audience === 'now' ? undefined : heldBack(plan, reached.rung, now);
  if (opens !== undefined)
    return { do: 'wait', why: 'closed-hours', rung: reached.rung, next: opens < next.at ? opens : next.at };
  return {
    do: 'remind',
    rung: reached.rung,
    why: spokenBecause(plan, cycle, reached, now),
    passed,
    next: next.at,
  };
}

/** The newest rung whose time has come since the last that is known, those passed over, and the one to come. */
function rungsSince(
  plan: ReminderPlan,
  known: Rung | undefined,
  now: Moment,
): { readonly passed: readonly Rung[]; readonly reached?: RungTime; readonly next: RungTime } {
  const rungs = rungsIn(plan);
  const passed: Rung[] = [];
  let reached: RungTime | undefined;
  let next = rungTime(plan, rungBelow(rungs, known));
  while (next.at <= now) {
    if (reached !== undefined) passed.push(reached.rung);
    reached = next;
    next = rungTime(plan, rungBelow(rungs, next.rung));
  }
  return { passed, next, ...(reached === undefined ? {} : { reached }) };
}

/** A look at what is due comes once a minute; what is found later than this has been kept from it. */
const onTimeWithin = hoursLong(3);

function spokenBecause(
  plan: ReminderPlan,
  { snooze, datedAt }: CycleState,
  { at, why }: RungTime,
  now: Moment,
): SpokenReason {
  if (addMilliseconds(at, onTimeWithin) > now) return why;
  if (datedAt !== undefined && datedAt > at) return 'watch-began';
  return snooze !== undefined && snoozeEnds(plan, { snooze }) > at ? 'after-snooze' : 'late';
}

function quietBecause(
  plan: ReminderPlan,
  cycle: CycleState,
  { rung, at }: RungTime,
  now: Moment,
): QuietReason | 'snoozed' | undefined {
  if (cycle.state === 'handed-in') return 'handed-in';
  if (rung <= lastQuietRung(plan.expirySource)) return undefined;
  const promised = promiseEnds(plan, cycle);
  if (promised !== undefined && at < promised) return 'claimed';
  return cycle.snooze !== undefined && now < snoozeEnds(plan, cycle) ? 'snoozed' : undefined;
}

/** A snooze ends in the morning of its day. */
function snoozeEnds({ zone, hours }: ReminderPlan, { snooze }: Pick<Cycle, 'snooze'>): Moment {
  return snooze === undefined ? ('' as Moment) : opening(hours, zone, snooze.until);
}

/** What becomes of the rungs when somebody promises: those that are still on their way are passed over as well. */
export const quietedBy = (
  { expirySource }: Pick<ReminderPlan, 'expirySource'>,
  rungs: readonly RungRecord[],
  at: Moment,
): readonly RungRecord[] =>
  rungs.map((record) =>
    record.state === 'owed' && record.rung > lastQuietRung(expirySource)
      ? { rung: record.rung, state: 'superseded', at, why: 'claimed' }
      : record,
  );

/**
 * When a promise that was not kept is over: in the first working hours after its day. Nothing when nobody has promised
 * anything, or when a new token has been handed in meanwhile.
 */
export function promiseEnds(
  { zone, hours }: Pick<ReminderPlan, 'zone' | 'hours'>,
  { claim, state }: Pick<Cycle, 'state' | 'claim'>,
): Moment | undefined {
  if (claim === undefined || state !== 'open') return undefined;
  return nextOpen(hours, zone, opening(hours, zone, addDays(claim.until, 1)));
}

/** Whether a promise is over now. Found over in closed hours it waits for the next opening, but not beyond the last day's. */
export function promiseOver(
  plan: ReminderPlan,
  cycle: Pick<Cycle, 'state' | 'claim'>,
  now: Moment,
): { readonly over: true } | { readonly over: false; readonly next?: Moment } {
  const ends = promiseEnds(plan, cycle);
  if (ends === undefined) return { over: false };
  if (ends > now) return { over: false, next: ends };
  const opens = nextOpen(plan.hours, plan.zone, now);
  const lastDay = nominal(plan, 1);
  const next = opens < lastDay ? opens : lastDay;
  return next <= now ? { over: true } : { over: false, next };
}

/** Until when a rung waits that is found, or tried again, in closed hours; nothing when it may or must go out now. */
export function heldBack(plan: ReminderPlan, rung: Rung, now: Moment): Moment | undefined {
  if (isUrgent(rung)) return undefined;
  const opens = nextOpen(plan.hours, plan.zone, now);
  return opens > now && opens < rungTime(plan, rung).latest ? opens : undefined;
}

/** A message that is still to come, and why then. */
export interface Forecast {
  readonly at: Moment;
  /** Absent in the message that a promise is over. */
  readonly rung?: Rung;
  readonly why: SpokenReason | 'promise-over';
  /** Rungs that this one takes the place of. */
  readonly passed: readonly Rung[];
}

/** The next message as far as anybody can tell now; none once the new token is handed in. */
export const nextMessage = (plan: ReminderPlan, cycle: CycleState, now: Moment): Forecast | undefined =>
  messagesFrom(plan, cycle, now).next().value;

/**
 * The messages to come, one after the other, if nobody does anything more: the same decisions, asked at the moments
 * that they name. Without end, since an expired token is spoken of until somebody acts.
 */
export function* messagesFrom(
  plan: ReminderPlan,
  from: CycleState,
  now: Moment,
): Generator<Forecast, undefined> {
  let cycle = from;
  let at = now;
  while (cycle.state === 'open') {
    const decision = decideReminder(plan, cycle, at);
    const promise = promiseOver(plan, cycle, at);
    if (decision.do === 'remind') {
      const { rung, why, passed } = decision;
      yield { at, rung, why, passed };
    } else if (promise.over) yield { at, why: 'promise-over', passed: [] };
    cycle = recorded(promise.over ? withoutClaim(cycle) : cycle, decision, at);
    const [soonest] = [decision.next, promise.over ? undefined : promise.next]
      .filter((moment) => moment !== undefined)
      .sort();
    if (soonest === undefined) return undefined;
    at = soonest;
  }
  return undefined;
}

const withoutClaim = ({ claim, ...cycle }: CycleState): CycleState => cycle;

/** The cycle once a decision has been carried out. */
export function recorded<C extends Pick<Cycle, 'rungs'>>(
  cycle: C,
  decision: ReminderDecision,
  at: Moment,
): C {
  if (decision.do === 'wait') return cycle;
  const why = decision.do === 'pass' ? decision.why : 'newer-rung';
  const passed = decision.passed.map((rung) => ({ rung, state: 'superseded' as const, at, why }));
  const spoken =
    decision.do === 'remind' ? [{ rung: decision.rung, state: 'owed' as const, at, why: decision.why }] : [];
  return { ...cycle, rungs: [...cycle.rungs, ...passed, ...spoken] };
}

export const daysLeft = (expiresOn: CalendarDate, zone: TimeZone, now: Moment): number =>
  daysBetween(dateIn(zone, now), expiresOn);

/** The last day on which reminders may be quiet: before the last week, and before a manager is told. */
export function quietUntilAtMost(plan: ReminderPlan): CalendarDate {
  const rung = Math.max(lastQuietRung(plan.expirySource), escalatesBefore(plan));
  return addDays(plan.expiresOn, -rung);
}

/** The dates a snooze can end on: a week, a fortnight, a month, and never later than the last week. */
export function snoozeDates(plan: ReminderPlan, today: CalendarDate): readonly CalendarDate[] {
  const latest = quietUntilAtMost(plan);
  return [7, 14, 30].map((days) => addDays(today, days)).filter((date) => date <= latest);
}
