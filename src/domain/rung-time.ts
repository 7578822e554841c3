import {
  addDays,
  addMilliseconds,
  atTime,
  hours as hoursLong,
  later,
  type ClockTime,
  type Moment,
} from './calendar.ts';
import type { Connection } from './connection.ts';
import type { SpokenReason } from './cycle.ts';
import { isUrgent, rungAbove, rungBelow, rungsOf, type Rung } from './ladder.ts';
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
export const nominal = ({ expiresOn, zone, hours }: ReminderPlan, rung: Rung): Moment =>
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

/** Until when a rung waits that is found, or tried again, in closed hours; nothing when it may or must go out now. */
export function heldBack(plan: ReminderPlan, rung: Rung, now: Moment): Moment | undefined {
  if (isUrgent(rung)) return undefined;
  const opens = nextOpen(plan.hours, plan.zone, now);
  return opens > now && opens < rungTime(plan, rung).latest ? opens : undefined;
}
