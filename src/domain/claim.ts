import { addDays, daysBetween, parseCalendarDate, type CalendarDate } from './calendar.ts';
import { failed, ok, type Result } from './result.ts';

export const claimFailures = ['not-a-date', 'past', 'too-far'] as const;
export type ClaimFailure = (typeof claimFailures)[number];

/**
 * The days by which somebody can promise to see to it: from today to the day before expiry. Once that is over, today
 * and the six days after.
 */
export function promiseDays(
  expiresOn: CalendarDate,
  today: CalendarDate,
): { readonly first: CalendarDate; readonly last: CalendarDate } {
  const last = addDays(expiresOn, -1);
  return { first: today, last: last >= today ? last : addDays(today, 6) };
}

/** What is proposed: two weeks, or as long as there is time. */
export function promiseProposed(expiresOn: CalendarDate, today: CalendarDate): CalendarDate {
  const { last } = promiseDays(expiresOn, today);
  return daysBetween(today, last) > 14 ? addDays(today, 14) : last;
}

/** The day by which somebody promises to see to it, as `YYYY-MM-DD`. */
export function parsePromise(
  typed: unknown,
  expiresOn: CalendarDate,
  today: CalendarDate,
): Result<CalendarDate, ClaimFailure> {
  const date = parseCalendarDate(typeof typed === 'string' ? typed.trim() : '');
  if (!date.ok) return failed('not-a-date');
  if (date.value < today) return failed('past');
  return date.value > promiseDays(expiresOn, today).last ? failed('too-far') : ok(date.value);
}
