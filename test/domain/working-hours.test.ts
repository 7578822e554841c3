import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addDays,
  atTime,
  type CalendarDate,
  type ClockTime,
  type Moment,
  type TimeZone,
  type Weekday,
} from '../../src/domain/calendar.ts';
import {
  isOpen,
  isOpenDay,
  nextOpen,
  opening,
  openingBefore,
  parseHours,
  usualHours,
  type WorkingHours,
} from '../../src/domain/working-hours.ts';

const at = (local: string, zone: string): Moment =>
  atTime(local.slice(0, 10) as CalendarDate, local.slice(11) as ClockTime, zone as TimeZone);
const hours = (from: string, to: string, days: readonly Weekday[] = [1, 2, 3, 4, 5]): WorkingHours => ({
  days,
  from: from as ClockTime,
  to: to as ClockTime,
  holidays: [],
});
const closedOn = (...dates: readonly string[]): WorkingHours => ({
  ...usualHours,
  holidays: dates as readonly CalendarDate[],
});

// Each row: the hours, the zone, a local time, the next opening (the same: it is open), the opening before.
const rows: Readonly<Record<string, readonly [WorkingHours, string, string, string, string]>> = {
  'in the middle of a working day it is open': [
    usualHours,
    'Europe/Berlin',
    '2026-11-25 12:00',
    '2026-11-25 12:00',
    '2026-11-25 09:00',
  ],
  'at the opening itself it is open, and the opening before is yesterday’s': [
    usualHours,
    'Europe/Berlin',
    '2026-11-25 09:00',
    '2026-11-25 09:00',
    '2026-11-24 09:00',
  ],
  'a minute before the opening it is closed': [
    usualHours,
    'Europe/Berlin',
    '2026-11-25 08:59',
    '2026-11-25 09:00',
    '2026-11-24 09:00',
  ],
  'in the last minute it is open': [
    usualHours,
    'Europe/Berlin',
    '2026-11-25 16:59',
    '2026-11-25 16:59',
    '2026-11-25 09:00',
  ],
  'when the hours end it is closed': [
    usualHours,
    'Europe/Berlin',
    '2026-11-25 17:00',
    '2026-11-26 09:00',
    '2026-11-25 09:00',
  ],
  'over a weekend to Monday': [
    usualHours,
    'Europe/Berlin',
    '2026-11-28 12:00',
    '2026-11-30 09:00',
    '2026-11-27 09:00',
  ],
  'over closed days and the weekend behind them': [
    closedOn('2026-12-24', '2026-12-25'),
    'Europe/Berlin',
    '2026-12-23 17:00',
    '2026-12-28 09:00',
    '2026-12-23 09:00',
  ],
  'on a closed day': [
    closedOn('2026-12-24', '2026-12-25'),
    'Europe/Berlin',
    '2026-12-25 12:00',
    '2026-12-28 09:00',
    '2026-12-23 09:00',
  ],
  'a closed 29 February': [
    closedOn('2028-02-29'),
    'UTC',
    '2028-02-29 10:00',
    '2028-03-01 09:00',
    '2028-02-28 09:00',
  ],
  'a working week from Sunday to Thursday': [
    hours('08:00', '16:00', [1, 2, 3, 4, 7]),
    'Asia/Riyadh',
    '2026-11-27 12:00',
    '2026-11-29 08:00',
    '2026-11-26 08:00',
  ],
  'one working day a week': [
    hours('10:00', '12:00', [3]),
    'Europe/Berlin',
    '2026-11-25 12:00',
    '2026-12-02 10:00',
    '2026-11-25 10:00',
  ],
  'half an hour in a zone of half hours': [
    hours('09:30', '10:00'),
    'America/St_Johns',
    '2026-11-25 10:00',
    '2026-11-26 09:30',
    '2026-11-25 09:30',
  ],
  'a zone of 5:45 hours': [
    usualHours,
    'Asia/Kathmandu',
    '2026-11-25 08:45',
    '2026-11-25 09:00',
    '2026-11-24 09:00',
  ],
  'over the night in which the clocks go forward': [
    hours('09:00', '17:00', [1, 2, 3, 4, 5, 6, 7]),
    'Europe/Berlin',
    '2026-03-28 20:00',
    '2026-03-29 09:00',
    '2026-03-28 09:00',
  ],
  'over the night in which the clocks go back': [
    hours('09:00', '17:00', [1, 2, 3, 4, 5, 6, 7]),
    'Europe/Berlin',
    '2026-10-24 20:00',
    '2026-10-25 09:00',
    '2026-10-24 09:00',
  ],
  'hours that begin in the hour that is skipped begin when it is over': [
    hours('02:30', '06:00', [7]),
    'Europe/Berlin',
    '2026-03-29 01:00',
    '2026-03-29 03:30',
    '2026-03-22 02:30',
  ],
  'hours of which a clock change leaves nothing are closed that day': [
    hours('02:30', '03:00', [1, 2, 3, 4, 5, 6, 7]),
    'Europe/Berlin',
    '2026-03-29 03:30',
    '2026-03-30 02:30',
    '2026-03-28 02:30',
  ],
  'and the night before there is no opening on that day': [
    hours('02:30', '03:00', [1, 2, 3, 4, 5, 6, 7]),
    'Europe/Berlin',
    '2026-03-29 01:00',
    '2026-03-30 02:30',
    '2026-03-28 02:30',
  ],
  'half an hour of summer time': [
    hours('02:15', '03:00', [7]),
    'Australia/Lord_Howe',
    '2026-10-04 01:00',
    '2026-10-04 02:45',
    '2026-09-27 02:15',
  ],
  'clocks that go forward at 02:45': [
    hours('03:00', '05:00', [7]),
    'Pacific/Chatham',
    '2026-09-27 02:00',
    '2026-09-27 04:00',
    '2026-09-20 03:00',
  ],
  'summer time that stops for Ramadan': [
    usualHours,
    'Africa/Casablanca',
    '2026-02-13 17:00',
    '2026-02-16 09:00',
    '2026-02-13 09:00',
  ],
  'a working day that the zone leaves out is no opening': [
    usualHours,
    'Pacific/Apia',
    '2011-12-29 17:00',
    '2012-01-02 09:00',
    '2011-12-29 09:00',
  ],
  'the day behind it may be one': [
    hours('09:00', '17:00', [6]),
    'Pacific/Apia',
    '2011-12-29 17:00',
    '2011-12-31 09:00',
    '2011-12-24 09:00',
  ],
};
for (const [sentence, [of, zone, now, next, before]] of Object.entries(rows))
  test(`working hours: ${sentence}`, () => {
    const moment = at(now, zone);
    assert.equal(nextOpen(of, zone as TimeZone, moment), at(next, zone), 'next opening');
    assert.equal(isOpen(of, zone as TimeZone, moment), now === next, 'is open');
    assert.equal(openingBefore(of, zone as TimeZone, moment), at(before, zone), 'opening before');
  });

test('the opening of a closed day is named as well', () => {
  const christmas = '2026-12-25' as CalendarDate;
  assert.equal(isOpenDay(closedOn(christmas), christmas), false);
  assert.equal(
    opening(closedOn(christmas), 'Europe/Berlin' as TimeZone, christmas),
    '2026-12-25T08:00:00.000Z',
  );
});

test('a calendar that stays closed for more than a year is open every day', () => {
  const first = '2026-01-01' as CalendarDate;
  const mondays = Array.from({ length: 366 }, (_, week) => addDays('2026-01-05' as CalendarDate, 7 * week));
  const never = { ...hours('09:00', '17:00', [1]), holidays: mondays };
  const berlin = 'Europe/Berlin' as TimeZone;
  assert.equal(nextOpen(never, berlin, at('2027-06-05 18:00', berlin)), at('2027-06-06 09:00', berlin));
  assert.equal(openingBefore(never, berlin, at('2027-06-06 09:00', berlin)), at('2027-06-05 09:00', berlin));
  assert.equal(openingBefore(never, berlin, at(`${first} 12:00`, berlin)), at('2025-12-29 09:00', berlin));
});

// What people type

const typed = {
  'the usual': [{ days: ['1', '2', '3', '4', '5'], from: '09:00', to: '17:00' }, usualHours],
  'days in any order, twice, and none that is a day': [
    { days: ['5', '1', '9', '5', 'Monday', ''], from: '9:00', to: ' 17:30 ' },
    hours('09:00', '17:30', [1, 5]),
  ],
  'a whole day but its last minute': [
    { days: ['7'], from: '00:00', to: '23:59' },
    hours('00:00', '23:59', [7]),
  ],
  'no day': [{ days: [], from: '09:00', to: '17:00' }, 'no-days'],
  'no day that is one': [{ days: ['0', '8'], from: '09:00', to: '17:00' }, 'no-days'],
  'no beginning': [{ days: ['1'], from: '', to: '17:00' }, 'not-a-time'],
  'an end that is none': [{ days: ['1'], from: '09:00', to: '24:00' }, 'not-a-time'],
  'no text at all': [{ days: ['1'], from: undefined, to: 17 }, 'not-a-time'],
  'no time between': [{ days: ['1'], from: '09:00', to: '9:00' }, 'ends-before-it-begins'],
  'hours over midnight': [{ days: ['1'], from: '22:00', to: '06:00' }, 'ends-before-it-begins'],
} as const;
for (const [sentence, [fields, expected]] of Object.entries(typed))
  test(`hours as typed: ${sentence}`, () => {
    assert.deepEqual(
      parseHours(fields, []),
      typeof expected === 'string' ? { ok: false, failure: expected } : { ok: true, value: expected },
    );
  });

test('hours as typed keep the closed days', () => {
  const holidays = ['2026-12-25' as CalendarDate];
  const read = parseHours({ days: ['1'], from: '09:00', to: '17:00' }, holidays);
  assert.deepEqual(read.ok && read.value.holidays, holidays);
});
