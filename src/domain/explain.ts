import type { Explanation } from './answer.ts';
import { addDays, dateIn, type CalendarDate, type Moment } from './calendar.ts';
import type { Connection } from './connection.ts';
import type { Cycle, RungRecord } from './cycle.ts';
import { messagesFrom, type Forecast } from './forecast.ts';
import { type ReminderPlan } from './rung-time.ts';

/** So many messages ahead are looked through for a day that has yet to come: more than ten years of them. */
const farthest = 600;

/**
 * Why there was a message on a day, or none, or will be: from what was decided then, and for days to come from the
 * same decisions.
 */
export function explainDay(
  plan: ReminderPlan & Pick<Connection, 'watchedSince'>,
  cycle: Cycle,
  date: CalendarDate,
  now: Moment,
): Explanation {
  const day = (moment: Moment): CalendarDate => dateIn(plan.zone, moment);
  if (date < day(plan.watchedSince)) return { kind: 'not-watched' };
  const spoken = cycle.rungs.filter(({ state, at }) => state !== 'superseded' && day(at) === date);
  if (spoken.length > 0) return { kind: 'spoken', rungs: spoken };
  const rung = cycle.rungs.find((record) => addDays(plan.expiresOn, -record.rung) === date);
  if (rung !== undefined) return { kind: 'kept-back', rung };
  const after = date >= day(now) ? firstFrom(plan, cycle, date, now) : undefined;
  if (after !== undefined && day(after.at) === date) return { kind: 'to-come', next: after };
  const before = lastBefore(cycle, date, day);
  return {
    kind: 'none-due',
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function firstFrom(plan: ReminderPlan, cycle: Cycle, date: CalendarDate, now: Moment): Forecast | undefined {
  let count = 0;
  for (const forecast of messagesFrom(plan, cycle, now)) {
    if (dateIn(plan.zone, forecast.at) >= date) return forecast;
    if (++count >= farthest) return undefined;
  }
  return undefined;
}

const lastBefore = (
  { rungs }: Cycle,
  date: CalendarDate,
  day: (moment: Moment) => CalendarDate,
): RungRecord | undefined =>
  rungs
    .filter(({ state, at }) => state === 'sent' && day(at) < date)
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))[0];
