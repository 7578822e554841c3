import {
  addDays,
  dateIn,
  momentOf,
  parseClockTime,
  parseTimeZone,
  type CalendarDate,
} from '../../../src/domain/calendar.ts';
import {
  hoursFailures,
  mostHolidays,
  nextOpen,
  parseHolidays,
  parseHours,
  usualHours,
  writtenHolidays,
} from '../../../src/domain/working-hours.ts';
import type { Parser } from '../parser.ts';
import { smallerRecords } from '../shrink.ts';
import type { Source } from '../source.ts';
import { listed, mutated } from '../texts.ts';
import { dayNumber, dayPieces, dayText } from './days.ts';

const times = [...listed('09:00 9:00 17:00 00:00 23:59 24:00 12:60 9 0900 -1:00 09:00:00 9:5')];

/** Minutes since midnight of a time that exists, with blanks around it. */
function minutesOf(text: string): number | undefined {
  const [hour = '', minute = '', ...more] = text.trim().split(':');
  const isNumber = (part: string): boolean =>
    part !== '' && Array.from(part).every((sign) => sign >= '0' && sign <= '9');
  if (more.length > 0 || !isNumber(hour) || !isNumber(minute) || hour.length > 2 || minute.length !== 2)
    return undefined;
  return Number(hour) < 24 && Number(minute) < 60 ? Number(hour) * 60 + Number(minute) : undefined;
}
const isClockTime = (text: string): boolean => text.length === 5 && minutesOf(text) !== undefined;

const clockTime: Parser<string, ReturnType<typeof parseClockTime>> = {
  name: 'clock-time',
  draw: (source) => mutated(source, source.oneOf(times), times),
  run: parseClockTime,
  wrong(read, text) {
    const minutes = minutesOf(text);
    if (read.ok !== (minutes !== undefined)) return read.ok ? 'accepted no time' : 'refused a time';
    if (!read.ok) return undefined;
    return isClockTime(read.value) && minutesOf(read.value) === minutes ? undefined : 'read another time';
  },
};

interface TypedHours extends Readonly<Record<string, string>> {
  readonly days: string;
  readonly from: string;
  readonly to: string;
}

const weekdays = ['1', '2', '3', '4', '5', '6', '7', '0', '8', 'mon', '1.0', '１'];

const hours: Parser<TypedHours, ReturnType<typeof parseHours>> = {
  name: 'working-hours',
  draw: (source) => ({
    days: mutated(source, source.some(weekdays, 0.4).join(','), weekdays),
    from: mutated(source, source.oneOf(times), times),
    to: mutated(source, source.oneOf(times), times),
  }),
  run: ({ days, from, to }) => parseHours({ days: days.split(','), from, to }, []),
  wrong(read, { days, from, to }) {
    const [begins, ends] = [minutesOf(from), minutesOf(to)];
    const open = [1, 2, 3, 4, 5, 6, 7].filter((day) => days.split(',').includes(`${day}`));
    const isRight = open.length > 0 && begins !== undefined && ends !== undefined && begins < ends;
    if (read.ok !== isRight) return read.ok ? 'accepted hours that are none' : 'refused hours';
    if (!read.ok)
      return hoursFailures.includes(read.failure) ? undefined : 'failed in a way that is not listed';
    if (read.value.days.join() !== open.join()) return 'read other days';
    const again = parseHours({ ...read.value, days: read.value.days.map(String) }, []);
    return again.ok && JSON.stringify(again) === JSON.stringify(read)
      ? undefined
      : 'is read otherwise when written out';
  },
  smaller: ({ days, from, to }) => withAll(smallerRecords({ days, from, to })),
  sizeOf: ({ days, from, to }) => days.length + from.length + to.length,
};

function* withAll(records: Iterable<Readonly<Record<string, string>>>): Generator<TypedHours> {
  for (const { days = '', from = '', to = '' } of records) yield { days, from, to };
}

const links = [' to ', '..', ' .. ', ' - ', '–', ' — ', '-', ' bis '];
const holidayPieces = [
  ...dayPieces,
  ...links,
  ...['# ', '\n', '\r\n', 'Christmas', ' 2026', 'Summer 2027', '31', 'x'.repeat(30)],
];

function holidayLines(source: Source): string {
  const line = (): string => {
    const first = dayText(source);
    if (source.chance(0.1)) return `# ${first}`;
    if (source.chance(0.5)) return source.chance(0.5) ? first : `${first} Christmas`;
    return `${first}${source.oneOf(links)}${dayText(source)}${source.chance(0.3) ? ' holidays' : ''}`;
  };
  return Array.from({ length: source.between(1, 4) }, line).join(source.oneOf(['\n', '\r\n', '\r']));
}

/** Every day of a line, by the days that stand in it; undefined for a line that names none, or one that does not exist. */
function daysOf(line: string): readonly number[] | undefined {
  const named = (line.match(/[0-9]{4}-[0-9]{2}-[0-9]{2}/g) ?? []).map(dayNumber);
  const [first, last = first] = named;
  if (first === undefined || last === undefined || named.length > 2 || named.includes(undefined))
    return undefined;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, more) => first + more);
}

const closedDays: Parser<string, ReturnType<typeof parseHolidays>> = {
  name: 'closed-days',
  draw: (source) => mutated(source, holidayLines(source), holidayPieces),
  run: parseHolidays,
  wrong(read, text) {
    if (!read.ok) {
      const { line } = read.failure;
      return line >= 1 && line <= text.split(/\r\n|[\n\r]/).length
        ? undefined
        : 'named a line that is not there';
    }
    const lines = text
      .split(/[\n\r]+/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map(daysOf);
    if (lines.includes(undefined)) return 'accepted a line without a day that exists';
    const expected = [...new Set(lines.flatMap((days) => days ?? []))].sort((one, other) => one - other);
    if (read.value.map(dayNumber).join() !== expected.join()) return 'read other days';
    if (read.value.length > mostHolidays) return 'accepted too many';
    const again = parseHolidays(writtenHolidays(read.value));
    return again.ok && again.value.join() === read.value.join()
      ? undefined
      : 'is read otherwise when written out';
  },
};

const rightZones: readonly string[] = listed(
  'Europe/Berlin America/New_York UTC GMT Etc/GMT+5 Australia/Lord_Howe Pacific/Apia Asia/Kolkata',
);
const zones: readonly string[] = [
  ...rightZones,
  ...listed('EST5EDT europe/berlin +01:00 Z CET US/Pacific GMT+1 Factory PST Etc/Unknown localtime'),
];
const around = [momentOf(0), momentOf(Date.UTC(2026, 9, 25, 1)), momentOf(Date.UTC(2027, 2, 28, 1))];

const timeZone: Parser<string, ReturnType<typeof parseTimeZone>> = {
  name: 'time-zone',
  draw: (source) => mutated(source, source.oneOf(zones), zones),
  run: parseTimeZone,
  wrong(read, text) {
    if (!read.ok) return rightZones.includes(text) ? 'refused a zone' : undefined;
    if (/^[^A-Za-z]/.test(text)) return 'accepted an offset';
    const again = parseTimeZone(read.value);
    if (!again.ok || again.value !== read.value) return 'is read otherwise when written out';
    // What is accepted is reckoned with.
    for (const moment of around) {
      const date: CalendarDate = dateIn(read.value, moment);
      if (dayNumber(date) === undefined || nextOpen(usualHours, read.value, moment) < moment)
        return 'accepted a zone in which nobody can reckon';
      if (addDays(date, 1) <= date) return 'accepted a zone without days';
    }
    return undefined;
  },
};

export const hoursParsers = [clockTime, hours, closedDays, timeZone] as const;
