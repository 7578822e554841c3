import { Temporal } from 'temporal-polyfill';
import type { Branded } from './ids.ts';
import { failed, ok, type Result } from './result.ts';

/** An instant as `2026-11-23T08:00:00.000Z`: always UTC with milliseconds, so that text order is time order. */
export type Moment = Branded<'Moment'>;
/** A day without a time zone, `2026-11-23`: what Apple shows as a token's expiry. */
export type CalendarDate = Branded<'CalendarDate'>;
/** An IANA time zone, `Europe/Berlin`. */
export type TimeZone = Branded<'TimeZone'>;

export const utc = 'UTC' as TimeZone;

/** Throws for years outside 0000 to 9999, which are written longer and would break the order of texts. */
export function momentOf(epochMilliseconds: number): Moment {
  const text = new Date(epochMilliseconds).toISOString();
  if (text.length !== '2026-11-23T08:00:00.000Z'.length) throw new RangeError(`no moment: ${text}`);
  return text as Moment;
}

export const epochMilliseconds = (moment: Moment): number => Date.parse(moment);

export const addMilliseconds = (moment: Moment, milliseconds: number): Moment =>
  momentOf(epochMilliseconds(moment) + milliseconds);

export const seconds = (count: number): number => count * 1000;
export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => count * 3_600_000;

/** The later of two instants. */
export const later = (one: Moment, other: Moment): Moment => (one > other ? one : other);

/** Reads `2026-11-23` and nothing else; 30 February is refused, not moved. */
export function parseCalendarDate(text: string): Result<CalendarDate, 'not a date'> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return failed('not a date');
  try {
    return ok(Temporal.PlainDate.from(text).toString() as CalendarDate);
  } catch {
    return failed('not a date');
  }
}

/** Reads an IANA name in any case. A bare offset such as `+01:00` is refused: newer Nodes take it, Node 20 does not. */
export function parseTimeZone(text: string): Result<TimeZone, 'unknown time zone'> {
  if (!/^[A-Za-z]/.test(text)) return failed('unknown time zone');
  try {
    return ok(new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone as TimeZone);
  } catch {
    return failed('unknown time zone');
  }
}

/** Throws for years outside 0000 to 9999, as `momentOf` does. */
function written(date: Temporal.PlainDate): CalendarDate {
  const text = date.toString();
  if (text.length !== '2026-11-23'.length) throw new RangeError(`no calendar date: ${text}`);
  return text as CalendarDate;
}

export const dateIn = (zone: TimeZone, moment: Moment): CalendarDate =>
  written(Temporal.Instant.from(moment).toZonedDateTimeISO(zone).toPlainDate());

/** The instant at which clocks in `zone` show `hour` o'clock on `date`; the later reading where a clock change skips it. */
export function atHour(date: CalendarDate, hour: number, zone: TimeZone): Moment {
  const local = Temporal.PlainDate.from(date).toPlainDateTime({ hour });
  return momentOf(local.toZonedDateTime(zone).epochMilliseconds);
}

export const addDays = (date: CalendarDate, days: number): CalendarDate =>
  written(Temporal.PlainDate.from(date).add({ days }));

/** The same day next year; 29 February becomes 28 February (Apple: "one calendar year"). */
export const addCalendarYears = (date: CalendarDate, years: number): CalendarDate =>
  written(Temporal.PlainDate.from(date).add({ years }));

/** Whole days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;

/** `3 December 2026`, as people write it. */
export const longDate = (date: CalendarDate): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );

/** `23 November 2026, 10:42` in `zone`, followed by the zone's short name. */
export const longMoment = (moment: Moment, zone: TimeZone): string =>
  `${longDate(dateIn(zone, moment))}, ${clockTime(moment, zone)}`;

/** `10:42 UTC`, `11:42 CET`. */
export const clockTime = (moment: Moment, zone: TimeZone): string =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'short',
  }).format(new Date(moment));
