import {
  addDays,
  addMilliseconds,
  dateIn,
  daysBetween,
  hours as hoursLong,
  type CalendarDate,
  type Moment,
  type TimeZone,
} from './calendar.ts';
import type { Cycle, QuietReason, RungRecord, SpokenReason } from './cycle.ts';
import { escalatesBefore } from './escalation.ts';
import { lastQuietRung, rungBelow, type Rung } from './ladder.ts';
import { promiseEnds } from './promise.ts';
import { heldBack, rungsIn, rungTime, type ReminderPlan, type RungTime } from './rung-time.ts';
import { opening } from './working-hours.ts';

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
