import {
  addDays,
  clockTime,
  dateIn,
  longDate,
  weekdayOf,
  type CalendarDate,
} from '../src/domain/calendar.ts';
import { isUnsure, type Rung } from '../src/domain/ladder.ts';
import type { Forecast } from '../src/domain/forecast.ts';
import type { ReminderPlan } from '../src/domain/rung-time.ts';
import { isOpenDay } from '../src/domain/working-hours.ts';
import type { Simulation } from './options.ts';
import type { Token } from './tokens.ts';

const weekdays = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const withWeekday = (date: CalendarDate): string => `${weekdays[weekdayOf(date)]} ${longDate(date)}`;

export const settingsLine = ({ today, plan: { zone, hours, ladder } }: Simulation): string =>
  `From ${withWeekday(today)}, in ${zone}, ${hours.days.map((day) => weekdays[day]).join(' ')} ` +
  `${hours.from} to ${hours.to}${hours.holidays.length === 0 ? '' : `, ${hours.holidays.length} closed days`}, ` +
  `ladder ${ladder.join(' ')}.`;

export function tokenHeading({ plan: { expiresOn, expirySource }, until, replaced }: Token): string {
  const end = replaced ? `replaced on ${longDate(until)}` : 'not replaced';
  return `Token that expires on ${longDate(expiresOn)}${isUnsure(expirySource) ? ' (nobody vouches for it)' : ''}, ${end}`;
}

/** `Fri 26 February 2027  09:00 CET` and what it is, in columns. */
export function messageLine(plan: ReminderPlan, message: Forecast): string {
  const date = withWeekday(dateIn(plan.zone, message.at)).padEnd('Mon 30 September 2027'.length);
  const time = clockTime(message.at, plan.zone).padEnd('09:00 GMT+13:45'.length);
  return `  ${date}  ${time}  ${messageName(message)}${messageReason(plan, message)}`;
}

export function messageName({ rung }: Pick<Forecast, 'rung'>): string {
  if (rung === undefined) return 'the promise is over';
  if (rung === 0) return 'the day of expiry';
  return `${rung === 1 || rung === -1 ? '1 day' : `${Math.abs(rung)} days`} ${rung > 0 ? 'before' : 'after'} expiry`;
}

/** Why it comes then, and what it takes the place of; nothing when it comes on its day. */
export function messageReason(plan: ReminderPlan, { rung, why, passed }: Forecast): string {
  const reasons = [rung === undefined ? '' : timeReason(plan, rung, why), passedReason(passed)];
  return reasons
    .filter((reason) => reason !== '')
    .map((reason) => `; ${reason}`)
    .join('');
}

function timeReason(plan: ReminderPlan, rung: Rung, why: Forecast['why']): string {
  const day = addDays(plan.expiresOn, -rung);
  switch (why) {
    case 'moved-later':
      return `later, since ${withWeekday(day)} is closed`;
    case 'moved-earlier':
      return isOpenDay(plan.hours, day)
        ? `earlier, since the hours of ${withWeekday(day)} begin too late`
        : `earlier, since ${withWeekday(day)} is closed and the next opening is too late`;
    case 'after-snooze':
      return 'the snooze had kept it back';
    case 'watch-began':
    case 'late':
      return `late, since ${withWeekday(day)} is past`;
    case 'on-time':
    case 'promise-over':
      return '';
  }
}

const listed = 4;

function passedReason(passed: readonly Rung[]): string {
  if (passed.length === 0) return '';
  if (passed.length > listed) return `in place of ${passed.length} earlier ones`;
  return `in place of the ${passed.length === 1 ? 'one' : 'ones'} ${passed.map((rung) => messageName({ rung })).join(' and ')}`;
}

export function summaryLine({ zone }: ReminderPlan, messages: readonly Forecast[]): string {
  const [first, last] = [messages[0], messages.at(-1)];
  if (first === undefined || last === undefined) return 'No message.';
  const when = ({ at }: Forecast): string => `${withWeekday(dateIn(zone, at))}, ${clockTime(at, zone)}`;
  if (messages.length === 1) return `1 message, on ${when(first)}.`;
  return `${messages.length} messages, the first on ${when(first)}, the last on ${when(last)}.`;
}
