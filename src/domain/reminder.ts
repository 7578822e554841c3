import {
  addDays,
  atHour,
  dateIn,
  daysBetween,
  type CalendarDate,
  type Moment,
  type TimeZone,
} from './calendar.ts';
import type { Connection } from './connection.ts';
import type { Cycle, QuietReason, Rung } from './cycle.ts';

/** Days before expiry on which the bot speaks. Apple's own advice begins at 60. */
export const ladder: readonly Rung[] = [60, 45, 30, 21, 14, 7, 3, 1, 0];
/** After expiry daily, until Entra disables the job on day 28; then once a week until someone acts. */
const dailyUntil = 28;
const weekly = 7;
/** The local hour at which a rung falls due. */
export const reminderHour = 9;
/** A claim or a snooze keeps the ladder quiet only before this rung: the last week is never silent. */
export const lastQuietRung: Rung = 7;

export const rungDueAt = (expiresOn: CalendarDate, rung: Rung, zone: TimeZone): Moment =>
  atHour(addDays(expiresOn, -rung), reminderHour, zone);

/** The rung below: 60, 45, … 0, -1, … -28, -35, -42 and so on. */
export function rungAfter(rung: Rung | undefined): Rung {
  if (rung === undefined) return ladder[0] ?? 0;
  const below = ladder.find((candidate) => candidate < rung);
  if (below !== undefined) return below;
  return rung > -dailyUntil ? rung - 1 : rung - weekly;
}

/** The newest rung whose time has come, or none before the first. */
export function rungReached(expiresOn: CalendarDate, zone: TimeZone, now: Moment): Rung | undefined {
  const today = dateIn(zone, now);
  const begun = atHour(today, reminderHour, zone) <= now ? today : addDays(today, -1);
  const days = daysBetween(begun, expiresOn);
  let reached: Rung | undefined;
  for (let rung = rungAfter(undefined); rung >= days; rung = rungAfter(rung)) reached = rung;
  return reached;
}

/**
 * What to do about a cycle now, and why. `passed` are rungs that fell due in between and send nothing:
 * a bot that slept for a week sends one reminder, not three.
 */
export type ReminderDecision =
  | { readonly do: 'remind'; readonly rung: Rung; readonly passed: readonly Rung[]; readonly next: Moment }
  | {
      readonly do: 'pass';
      readonly why: QuietReason;
      readonly passed: readonly Rung[];
      readonly next: Moment;
    }
  | { readonly do: 'nothing'; readonly why: 'not-due' | 'closed'; readonly next?: Moment };

export function decideReminder(
  { expiresOn, zone }: Pick<Connection, 'expiresOn' | 'zone'>,
  cycle: Pick<Cycle, 'state' | 'rungs' | 'claim' | 'snooze'>,
  now: Moment,
): ReminderDecision {
  if (cycle.state === 'closed') return { do: 'nothing', why: 'closed' };
  const known = cycle.rungs.map(({ rung }) => rung);
  const lowest = known.length === 0 ? undefined : Math.min(...known);
  const reached = rungReached(expiresOn, zone, now);
  const next = rungDueAt(expiresOn, rungAfter(reached), zone);
  if (reached === undefined || (lowest !== undefined && reached >= lowest))
    return { do: 'nothing', why: 'not-due', next };

  const passed: Rung[] = [];
  for (let rung = rungAfter(lowest); rung > reached; rung = rungAfter(rung)) passed.push(rung);
  const quiet = quietBecause(cycle, reached, dateIn(zone, now));
  if (quiet !== undefined) return { do: 'pass', why: quiet, passed: [...passed, reached], next };
  return { do: 'remind', rung: reached, passed, next };
}

/** When the next message will come, as far as anybody can tell now; none once the new token is handed in. */
export function nextMessageAt(
  { expiresOn, zone }: Pick<Connection, 'expiresOn' | 'zone'>,
  cycle: Pick<Cycle, 'state' | 'claim' | 'snooze'>,
  now: Moment,
): Moment | undefined {
  if (cycle.state !== 'open') return undefined;
  let rung = rungAfter(rungReached(expiresOn, zone, now));
  while (quietBecause(cycle, rung, addDays(expiresOn, -rung)) !== undefined) rung = rungAfter(rung);
  return rungDueAt(expiresOn, rung, zone);
}

function quietBecause(
  cycle: Pick<Cycle, 'state' | 'claim' | 'snooze'>,
  rung: Rung,
  today: CalendarDate,
): QuietReason | undefined {
  if (cycle.state === 'handed-in') return 'handed-in';
  if (rung <= lastQuietRung) return undefined;
  if (cycle.claim !== undefined) return 'claimed';
  if (cycle.snooze !== undefined && today < cycle.snooze.until) return 'snoozed';
  return undefined;
}

export const daysLeft = (expiresOn: CalendarDate, zone: TimeZone, now: Moment): number =>
  daysBetween(dateIn(zone, now), expiresOn);

/** The dates a snooze can end on: a week, a fortnight, a month, and never later than the last week. */
export function snoozeDates(expiresOn: CalendarDate, today: CalendarDate): readonly CalendarDate[] {
  const latest = addDays(expiresOn, -lastQuietRung);
  return [7, 14, 30].map((days) => addDays(today, days)).filter((date) => date <= latest);
}
