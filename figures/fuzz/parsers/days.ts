import { parseCalendarDate, type CalendarDate } from '../../../src/domain/calendar.ts';
import { claimFailures, parsePromise } from '../../../src/domain/claim.ts';
import { expiryFailures, furthestExpiryDays, parseExpiry } from '../../../src/domain/expiry.ts';
import type { Result } from '../../../src/domain/result.ts';
import type { Parser } from '../parser.ts';
import { smallerTexts } from '../shrink.ts';
import type { Source } from '../source.ts';
import { mutated } from '../texts.ts';

/** Days since 1970 of a day that exists, written as `2026-11-23` and no other way. By the machine's own calendar. */
export function dayNumber(text: string): number | undefined {
  if (text.length !== 10 || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return undefined;
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.getTime() / 86_400_000
    : undefined;
}

export const dayPieces: readonly string[] = [
  ...[
    '2026-11-23',
    '2027-11-23',
    '2024-02-29',
    '2026-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
  ],
  ...[
    '0000-01-01',
    '9999-12-31',
    '10000-01-01',
    '+002026-11-23',
    '-000001-01-01',
    '2026-1-1',
    '20261123',
    '26-11-23',
  ],
  ...[
    '2026-11-23T00:00:00Z',
    '2026-11-23[u-ca=hebrew]',
    '2026-W48-1',
    '2026-328',
    '23.11.2026',
    '11/23/2026',
  ],
];
const two = (number: number): string => String(number).padStart(2, '0');

/** Mostly a day that exists, around `today`; else one that may not. */
export const dayText = (source: Source): string =>
  source.chance(0.6)
    ? `${source.between(2025, 2028)}-${two(source.between(0, 13))}-${two(source.between(0, 32))}`
    : source.oneOf(dayPieces);

export const today = '2026-11-23' as CalendarDate;
const todayNumber = dayNumber(today) ?? 0;

/** A day with blanks around it, and edits. */
const typedDay = (source: Source): string =>
  mutated(source, source.chance(0.2) ? ` ${dayText(source)}\n` : dayText(source), dayPieces);

const calendarDate: Parser<string, ReturnType<typeof parseCalendarDate>> = {
  name: 'calendar-date',
  draw: typedDay,
  run: parseCalendarDate,
  wrong(read, text) {
    if (!read.ok) return dayNumber(text) === undefined ? undefined : 'refused a day that exists';
    if (dayNumber(text) === undefined) return 'accepted a day that does not exist';
    return read.value === text ? undefined : 'read another day';
  },
};

/** What a person typed has to be a day from one on up to another. */
function wrongDay(
  read: Result<CalendarDate, string>,
  typed: string,
  {
    first,
    last,
    failures,
  }: { readonly first: number; readonly last: number; readonly failures: readonly string[] },
): string | undefined {
  const day = dayNumber(typed.trim());
  const isRight = day !== undefined && day >= first && day <= last;
  if (read.ok !== isRight)
    return read.ok ? 'accepted a day out of its bounds' : 'refused a day within its bounds';
  if (read.ok) return read.value === typed.trim() ? undefined : 'read another day';
  return failures.includes(read.failure) ? undefined : 'failed in a way that is not listed';
}

const expiry: Parser<string, ReturnType<typeof parseExpiry>> = {
  name: 'expiry',
  draw: typedDay,
  run: (typed) => parseExpiry(typed, today),
  wrong: (read, typed) =>
    wrongDay(read, typed, {
      first: todayNumber,
      last: todayNumber + furthestExpiryDays,
      failures: expiryFailures,
    }),
};

interface Promised {
  readonly typed: string;
  readonly expiresOn: CalendarDate;
}

const promise: Parser<Promised, ReturnType<typeof parsePromise>> = {
  name: 'promise',
  draw: (source) => ({
    typed: typedDay(source),
    expiresOn: source.oneOf([
      '2026-11-22',
      '2026-11-23',
      '2026-11-24',
      '2027-03-01',
      '2024-02-29',
    ]) as CalendarDate,
  }),
  run: ({ typed, expiresOn }) => parsePromise(typed, expiresOn, today),
  wrong(read, { typed, expiresOn }) {
    const before = (dayNumber(expiresOn) ?? 0) - 1;
    const last = before >= todayNumber ? before : todayNumber + 6;
    return wrongDay(read, typed, { first: todayNumber, last, failures: claimFailures });
  },
  *smaller({ typed, expiresOn }) {
    for (const smaller of smallerTexts(typed)) yield { typed: smaller, expiresOn };
  },
  sizeOf: ({ typed }) => typed.length,
};

export const days = [calendarDate, expiry, promise] as const;
