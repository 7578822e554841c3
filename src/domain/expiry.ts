import { daysBetween, parseCalendarDate, type CalendarDate } from './calendar.ts';
import { failed, ok, type Result } from './result.ts';

/** Apple's tokens live one calendar year; more than this many days away is a slip of the hand. */
export const furthestExpiryDays = 400;

export const expiryFailures = ['missing', 'not-a-date', 'past', 'too-far'] as const;
export type ExpiryFailure = (typeof expiryFailures)[number];

/** The expiry date that a person typed, as `YYYY-MM-DD`: today or later, at most 400 days away. */
export function parseExpiry(text: unknown, today: CalendarDate): Result<CalendarDate, ExpiryFailure> {
  if (typeof text !== 'string' || text.trim() === '') return failed('missing');
  const date = parseCalendarDate(text.trim());
  if (!date.ok) return failed('not-a-date');
  const days = daysBetween(today, date.value);
  if (days < 0) return failed('past');
  return days > furthestExpiryDays ? failed('too-far') : ok(date.value);
}
