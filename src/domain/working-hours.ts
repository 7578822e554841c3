import {
  addDays,
  atTime,
  dateIn,
  daysBetween,
  later,
  parseCalendarDate,
  parseClockTime,
  weekdayOf,
  type CalendarDate,
  type ClockTime,
  type Moment,
  type TimeZone,
  type Weekday,
} from './calendar.ts';
import { failed, ok, type Result } from './result.ts';

/** When a channel is spoken to. The days are its zone's; the hours do not run over midnight. */
export interface WorkingHours {
  /** At least one. */
  readonly days: readonly Weekday[];
  /** Messages that are on time come at this hour. */
  readonly from: ClockTime;
  /** The first minute that is closed again. */
  readonly to: ClockTime;
  /** Closed whatever the weekday, in ascending order. */
  readonly holidays: readonly CalendarDate[];
}

export const usualHours: WorkingHours = {
  days: [1, 2, 3, 4, 5],
  from: '09:00' as ClockTime,
  to: '17:00' as ClockTime,
  holidays: [],
};

/** No calendar stays closed for longer: in one that would, every day counts as open. */
const longestClosure = 366;
const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

export const isOpenDay = ({ days, holidays }: WorkingHours, date: CalendarDate): boolean =>
  days.includes(weekdayOf(date)) && !holidays.includes(date);

/** The moment at which working hours begin on that day, whether it is an open one or not. */
export const opening = (hours: WorkingHours, zone: TimeZone, date: CalendarDate): Moment =>
  atTime(date, hours.from, zone);

/** Nothing on a closed day, nor on one of which a clock change leaves no working hours, or that a zone leaves out. */
function hoursOn(
  hours: WorkingHours,
  zone: TimeZone,
  date: CalendarDate,
): { readonly opens: Moment; readonly closes: Moment } | undefined {
  if (!isOpenDay(hours, date)) return undefined;
  const opens = opening(hours, zone, date);
  const closes = atTime(date, hours.to, zone);
  return opens < closes && dateIn(zone, opens) === date ? { opens, closes } : undefined;
}

export function isOpen(hours: WorkingHours, zone: TimeZone, moment: Moment): boolean {
  const today = hoursOn(hours, zone, dateIn(zone, moment));
  return today !== undefined && today.opens <= moment && moment < today.closes;
}

/** The moment itself when it is an open one, else the next opening. */
export function nextOpen(hours: WorkingHours, zone: TimeZone, moment: Moment): Moment {
  const date = dateIn(zone, moment);
  for (let ahead = 0; ahead <= longestClosure; ahead++) {
    const day = hoursOn(hours, zone, addDays(date, ahead));
    if (day !== undefined && moment < day.closes) return later(moment, day.opens);
  }
  return nextOpen({ ...hours, days: everyDay, holidays: [] }, zone, moment);
}

/** The last opening before that moment. */
export function openingBefore(hours: WorkingHours, zone: TimeZone, moment: Moment): Moment {
  const date = dateIn(zone, moment);
  for (let back = 0; back <= longestClosure; back++) {
    const day = hoursOn(hours, zone, addDays(date, -back));
    if (day !== undefined && day.opens < moment) return day.opens;
  }
  return openingBefore({ ...hours, days: everyDay, holidays: [] }, zone, moment);
}

export const hoursFailures = ['no-days', 'not-a-time', 'ends-before-it-begins'] as const;
export type HoursFailure = (typeof hoursFailures)[number];

/** `days` are ISO weekdays as text, `1` Monday to `7` Sunday; times are `HH:MM`. */
export function parseHours(
  typed: { readonly days: readonly string[]; readonly from: unknown; readonly to: unknown },
  holidays: readonly CalendarDate[],
): Result<WorkingHours, HoursFailure> {
  const days = ([1, 2, 3, 4, 5, 6, 7] as const).filter((day) => typed.days.includes(String(day)));
  if (days.length === 0) return failed('no-days');
  const [from, to] = [parseClockTime(typed.from), parseClockTime(typed.to)];
  if (!from.ok || !to.ok) return failed('not-a-time');
  return from.value < to.value
    ? ok({ days, from: from.value, to: to.value, holidays })
    : failed('ends-before-it-begins');
}

export interface HolidayFailure {
  /** Counted from 1. */
  readonly line: number;
  readonly why: 'not-a-date' | 'ends-before-it-begins' | 'too-long' | 'too-many';
}

/** More closed days than these in a list, or in one range, are a slip of the hand. */
export const mostHolidays = 366;

/** One day, or a range; and what follows. */
const closedDays = /^(\d{4}-\d{2}-\d{2})(?:\s*(?:to|\.\.|[-–—])\s*(\d{4}-\d{2}-\d{2}))?(.*)$/u;
/** What follows is no name but a slip: a digit too many, half a range, another date. One day would be closed for several. */
const noName = /^\d|^\s*(?:to|\.\.)\s*\d|^\s*[-–—]\s*\d+(?:\s*$|[-./]\d)|\d{4}-\d{1,2}-\d/u;

/**
 * Reads a list of closed days, one entry a line: `2026-12-25`, or `2026-12-24 to 2027-01-06`, and whatever follows as
 * its name. Empty lines, and lines that begin with `#`, count for nothing. The first line that is not understood
 * fails the whole list: half a holiday list is worse than none.
 */
export function parseHolidays(text: string): Result<readonly CalendarDate[], HolidayFailure> {
  const dates = new Set<CalendarDate>();
  for (const [index, written] of text.split(/\r\n|[\n\r]/).entries()) {
    const line = index + 1;
    const entry = written.trim();
    if (entry === '' || entry.startsWith('#')) continue;
    const [, first = '', last = first, name = ''] = closedDays.exec(entry) ?? [];
    const [from, to] = [parseCalendarDate(first), parseCalendarDate(last)];
    if (!from.ok || !to.ok || noName.test(name)) return failed({ line, why: 'not-a-date' });
    const days = daysBetween(from.value, to.value) + 1;
    if (days < 1) return failed({ line, why: 'ends-before-it-begins' });
    if (days > mostHolidays) return failed({ line, why: 'too-long' });
    for (let day = 0; day < days; day++) dates.add(addDays(from.value, day));
    if (dates.size > mostHolidays) return failed({ line, why: 'too-many' });
  }
  return ok([...dates].sort());
}

/** A list of closed days as people write it and `parseHolidays` reads it: days in a row as one range, a line each. */
export function writtenHolidays(dates: readonly CalendarDate[]): string {
  const ranges: { readonly from: CalendarDate; to: CalendarDate }[] = [];
  for (const date of dates) {
    const last = ranges.at(-1);
    if (last !== undefined && addDays(last.to, 1) === date) last.to = date;
    else ranges.push({ from: date, to: date });
  }
  return ranges.map(({ from, to }) => (from === to ? from : `${from} to ${to}`)).join('\n');
}
