import { parseClockTime, type CalendarDate } from '../src/domain/calendar.ts';
import { failed, ok, type Result } from '../src/domain/result.ts';
import {
  mostHolidays,
  parseHolidays,
  parseHours,
  usualHours,
  type HolidayFailure,
  type WorkingHours,
} from '../src/domain/working-hours.ts';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** `mon-fri`, `sun-thu`, `mon,wed,sat-sun`: as ISO weekdays, which are texts where people enter them. */
export function readDays(text: string): Result<readonly string[], string> {
  const days: string[] = [];
  for (const part of text.toLowerCase().split(',')) {
    const [first, last = first] = part
      .split('-')
      .map((name) => weekdays.findIndex((day) => day === name.trim()));
    if (first === undefined || last === undefined || first < 0 || last < 0 || part.split('-').length > 2)
      return failed(`--days "${text}" is not a list of weekdays such as mon-fri or mon,tue,thu.`);
    for (let day = first; ; day = (day + 1) % 7) {
      days.push(String(day + 1));
      if (day === last) break;
    }
  }
  return ok(days);
}

/** The working hours, or everything that is wrong with them. */
export function readHours(
  typed: {
    readonly days: string | undefined;
    readonly from: string | undefined;
    readonly to: string | undefined;
  },
  holidays: readonly CalendarDate[],
): Result<WorkingHours, readonly string[]> {
  const days = typed.days === undefined ? ok(usualHours.days.map(String)) : readDays(typed.days);
  const [from, to] = [typed.from ?? usualHours.from, typed.to ?? usualHours.to];
  const problems = [
    ...(days.ok ? [] : [days.failure]),
    ...Object.entries({ from, to })
      .filter(([, time]) => !parseClockTime(time).ok)
      .map(([name, time]) => `--${name} "${time}" is not a time of day such as 09:00.`),
  ];
  if (!days.ok || problems.length > 0) return failed(problems);
  const hours = parseHours({ days: days.value, from, to }, holidays);
  return hours.ok ? hours : failed([`The working hours end before they begin: from ${from} to ${to}.`]);
}

const holidayTexts: Readonly<Record<HolidayFailure['why'], string>> = {
  'not-a-date': 'is neither a day, such as 2026-12-25, nor a range, such as 2026-12-24 to 2027-01-06',
  'ends-before-it-begins': 'is a range that ends before it begins',
  'too-long': `is a range of more than ${mostHolidays} days`,
  'too-many': `is one too many: there can be ${mostHolidays} closed days`,
};

/** A file of closed days. `readFile` throws when it cannot be read. */
export function readHolidays(
  path: string | undefined,
  readFile: (path: string) => string,
): Result<readonly CalendarDate[], string> {
  if (path === undefined) return ok([]);
  let text: string;
  try {
    text = readFile(path);
  } catch {
    return failed(`The file of closed days, ${path}, cannot be read.`);
  }
  const holidays = parseHolidays(text);
  if (holidays.ok) return holidays;
  return failed(`Line ${holidays.failure.line} of ${path} ${holidayTexts[holidays.failure.why]}.`);
}
