import { Temporal } from 'temporal-polyfill';
import type { Branded } from './ids.ts';
import { remembered } from './remembered.ts';
import { failed, ok, type Result } from './result.ts';

/** An instant as `2026-11-23T08:00:00.000Z`: always UTC with milliseconds, so that text order is time order. */
export type Moment = Branded<'Moment'>;
/** A day without a time zone, `2026-11-23`: what Apple shows as a token's expiry. */
export type CalendarDate = Branded<'CalendarDate'>;
/** An IANA time zone, `Europe/Berlin`. */
export type TimeZone = Branded<'TimeZone'>;

/** A time of day on a clock of 24 hours, `09:30`. Text order is time order. */
export type ClockTime = Branded<'ClockTime'>;
/** As ISO 8601 counts them: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

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

/** The first of some instants, if there is any. */
export const earliest = (moments: readonly (Moment | undefined)[]): Moment | undefined =>
  moments.reduce<Moment | undefined>(
    (first, moment) => (first === undefined || (moment !== undefined && moment < first) ? moment : first),
    undefined,
  );

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

/** Reads `09:30` or `9:30`, `00:00` to `23:59`. */
export function parseClockTime(text: unknown): Result<ClockTime, 'not a time'> {
  const [, hour = '', minute = ''] =
    /^\s*(\d{1,2}):(\d{2})\s*$/.exec(typeof text === 'string' ? text : '') ?? [];
  return hour !== '' && Number(hour) < 24 && Number(minute) < 60
    ? ok(`${hour.padStart(2, '0')}:${minute}` as ClockTime)
    : failed('not a time');
}

/** Throws for years outside 0000 to 9999, as `momentOf` does. */
function written(date: Temporal.PlainDate): CalendarDate {
  const text = date.toString();
  if (text.length !== '2026-11-23'.length) throw new RangeError(`no calendar date: ${text}`);
  return text as CalendarDate;
}

const dayLong = hours(24);

/** Days since 1 January 1970: exact, since every UTC day is 24 hours long. */
const dayNumber = remembered((date: CalendarDate) => {
  const day = Date.parse(date) / dayLong;
  if (!Number.isInteger(day)) throw new RangeError(`no calendar date: ${date}`);
  return day;
}, 20_000);

const dateOf = remembered((day: number) => momentOf(day * dayLong).slice(0, 10) as CalendarDate, 20_000);

/** How far a zone's clocks are ahead of UTC in a UTC day, the one before and the one after; NaN when that changes. */
const offsetIn = remembered((zone: TimeZone) => {
  const offsetAt = remembered(
    (day: number) =>
      Temporal.Instant.fromEpochMilliseconds(day * dayLong).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6,
    10_000,
  );
  return remembered((day: number) => {
    const offset = offsetAt(day - 1);
    return [day, day + 1, day + 2].every((other) => offsetAt(other) === offset) ? offset : Number.NaN;
  }, 10_000);
}, 600);

/** The local date at a moment. */
export function dateIn(zone: TimeZone, moment: Moment): CalendarDate {
  const at = epochMilliseconds(moment);
  const offset = offsetIn(zone)(Math.floor(at / dayLong));
  return Number.isNaN(offset) ? dateFound(`${moment}[${zone}]`) : dateOf(Math.floor((at + offset) / dayLong));
}

const dateFound = remembered(
  (zoned: string) => written(Temporal.ZonedDateTime.from(zoned).toPlainDate()),
  20_000,
);

/** The instant at which clocks in `zone` show that time on `date`; the later reading where a clock change skips it. */
export function atTime(date: CalendarDate, time: ClockTime, zone: TimeZone): Moment {
  const day = dayNumber(date);
  // No clock is a whole day away from UTC: the instant lies in this UTC day, in the one before or in the one after.
  const offset = offsetIn(zone)(day);
  return Number.isNaN(offset)
    ? momentFound(`${date}T${time}[${zone}]`)
    : momentOfDay(day, sinceMidnight(time) - offset);
}

/** Temporal takes the later reading of a time that is skipped and the first of one that comes twice. */
const momentFound = remembered(
  (local: string) => momentOf(Temporal.ZonedDateTime.from(local).epochMilliseconds),
  20_000,
);

const sinceMidnight = remembered(
  (time: ClockTime) => hours(Number(time.slice(0, 2))) + minutes(Number(time.slice(3))),
  2_000,
);

/** So many milliseconds after a UTC day began, or before. */
function momentOfDay(day: number, milliseconds: number): Moment {
  const days = Math.floor(milliseconds / dayLong);
  return (dateOf(day + days) + timeText(milliseconds - days * dayLong)) as Moment;
}

/** `T08:00:00.000Z` */
const timeText = remembered((milliseconds: number) => momentOf(milliseconds).slice(10), 2_000);

/** 1 January 1970 was a Thursday. */
export const weekdayOf = (date: CalendarDate): Weekday => ((((dayNumber(date) % 7) + 10) % 7) + 1) as Weekday;

export const addDays = (date: CalendarDate, days: number): CalendarDate => dateOf(dayNumber(date) + days);

/** The same day next year; 29 February becomes 28 February (Apple: "one calendar year"). */
export const addCalendarYears = (date: CalendarDate, years: number): CalendarDate =>
  written(Temporal.PlainDate.from(date).add({ years }));

/** Whole days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number => dayNumber(to) - dayNumber(from);

const longDates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** `3 December 2026`, as people write it. */
export const longDate = (date: CalendarDate): string => longDates.format(new Date(`${date}T00:00:00Z`));

/** `23 November 2026, 10:42` in `zone`, followed by the zone's short name. */
export const longMoment = (moment: Moment, zone: TimeZone): string =>
  `${longDate(dateIn(zone, moment))}, ${clockTime(moment, zone)}`;

const clockIn = remembered(
  (zone: TimeZone) =>
    new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      timeZone: zone,
      timeZoneName: 'short',
    }),
  50,
);

/** `10:42 UTC`, `11:42 CET`. */
export const clockTime = (moment: Moment, zone: TimeZone): string => clockIn(zone).format(new Date(moment));

/** The year of a moment or a date, as far as screens and guides go by it. */
export const yearOf = (of: Moment | CalendarDate): number => Number(of.slice(0, 4));
