import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addCalendarYears,
  addDays,
  addMilliseconds,
  atTime,
  clockTime,
  dateIn,
  daysBetween,
  epochMilliseconds,
  hours,
  later,
  longDate,
  longMoment,
  minutes,
  momentOf,
  parseCalendarDate,
  parseClockTime,
  parseTimeZone,
  seconds,
  utc,
  weekdayOf,
  type CalendarDate,
  type ClockTime,
  type Moment,
  type TimeZone,
} from '../../src/domain/calendar.ts';

const day = (text: string): CalendarDate => text as CalendarDate;
const zone = (text: string): TimeZone => text as TimeZone;
const moment = (text: string): Moment => text as Moment;

const dates = {
  'an ordinary day is read': ['2026-11-23', true],
  '29 February of a leap year is read': ['2028-02-29', true],
  '29 February of another year is refused, not moved': ['2026-02-29', false],
  '29 February of 2100 is refused': ['2100-02-29', false],
  '30 February is refused': ['2026-02-30', false],
  '31 April is refused': ['2026-04-31', false],
  'month 13 is refused': ['2026-13-01', false],
  'month 0 is refused': ['2026-00-10', false],
  'day 0 is refused': ['2026-01-00', false],
  'one digit for the month is refused': ['2026-1-01', false],
  'the German order is refused': ['23.11.2026', false],
  'a moment is refused': ['2026-11-23T00:00:00Z', false],
  'a year of five digits is refused': ['12026-11-23', false],
  'a negative year is refused': ['-000001-11-23', false],
  'digits of another script are refused': ['２０２６-11-23', false],
  'blanks around it are refused': [' 2026-11-23 ', false],
  'a line break behind it is refused': ['2026-11-23\n', false],
  'nothing is refused': ['', false],
} as const;
for (const [sentence, [text, read]] of Object.entries(dates))
  test(`date: ${sentence}`, () => {
    const date = parseCalendarDate(text);
    assert.deepEqual(date, read ? { ok: true, value: text } : { ok: false, failure: 'not a date' });
  });

const zones = {
  'a name': ['Europe/Berlin', 'Europe/Berlin'],
  'a name in small letters is written properly': ['europe/berlin', 'Europe/Berlin'],
  'a zone of 12:45 hours': ['Pacific/Chatham', 'Pacific/Chatham'],
  UTC: ['utc', 'UTC'],
  'an old name becomes the new one': ['US/Pacific', 'America/Los_Angeles'],
  'a planet is unknown': ['Mars/Phobos', undefined],
  'a Windows name is unknown': ['W. Europe Standard Time', undefined],
  'a bare offset is unknown': ['+01:00', undefined],
  'blanks are unknown': ['Europe/Berlin ', undefined],
  'nothing is unknown': ['', undefined],
} as const;
for (const [sentence, [text, expected]] of Object.entries(zones))
  test(`zone: ${sentence}`, () => {
    const read = parseTimeZone(text);
    assert.deepEqual(
      read,
      expected === undefined ? { ok: false, failure: 'unknown time zone' } : { ok: true, value: expected },
    );
  });

const times = {
  'an hour and a minute': ['09:30', '09:30'],
  'one digit for the hour': ['9:30', '09:30'],
  'blanks around it': [' 17:00\n', '17:00'],
  midnight: ['00:00', '00:00'],
  'the last minute': ['23:59', '23:59'],
  'the end of the day is no time of it': ['24:00', undefined],
  'minute 60': ['09:60', undefined],
  'one digit for the minute': ['9:3', undefined],
  seconds: ['09:30:00', undefined],
  'an hour alone': ['9', undefined],
  'the American way': ['9:00 AM', undefined],
  'a point between': ['09.30', undefined],
  'a sign': ['-9:30', undefined],
  nothing: ['', undefined],
  'no text': [930, undefined],
  'no value': [undefined, undefined],
} as const;
for (const [sentence, [text, expected]] of Object.entries(times))
  test(`time: ${sentence} is ${expected ?? 'refused'}`, () => {
    const read =
      expected === undefined ? { ok: false, failure: 'not a time' } : { ok: true, value: expected };
    assert.deepEqual(parseClockTime(text), read);
  });

const clocks = {
  'nine in Berlin in winter': ['2026-11-23', '09:00', 'Europe/Berlin', '2026-11-23T08:00:00.000Z'],
  'nine in Berlin in summer': ['2026-07-01', '09:00', 'Europe/Berlin', '2026-07-01T07:00:00.000Z'],
  'nine on the day the clocks go forward': [
    '2026-03-29',
    '09:00',
    'Europe/Berlin',
    '2026-03-29T07:00:00.000Z',
  ],
  'nine on the day the clocks go back': ['2026-10-25', '09:00', 'Europe/Berlin', '2026-10-25T08:00:00.000Z'],
  'an hour that is skipped is read late': [
    '2026-03-29',
    '02:00',
    'Europe/Berlin',
    '2026-03-29T01:00:00.000Z',
  ],
  'an hour that comes twice is the first': [
    '2026-10-25',
    '02:00',
    'Europe/Berlin',
    '2026-10-25T00:00:00.000Z',
  ],
  'a half hour that is skipped': ['2026-10-04', '02:00', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
  'half an hour of summer time': ['2026-10-04', '09:00', 'Australia/Lord_Howe', '2026-10-03T22:00:00.000Z'],
  'half an hour less in winter': ['2026-04-05', '09:00', 'Australia/Lord_Howe', '2026-04-04T22:30:00.000Z'],
  'a quarter hour': ['2026-11-23', '09:00', 'Asia/Kathmandu', '2026-11-23T03:15:00.000Z'],
  'the same zone by its old name': ['2026-11-23', '09:00', 'Asia/Katmandu', '2026-11-23T03:15:00.000Z'],
  'a quarter hour and summer time': ['2026-11-23', '09:00', 'Pacific/Chatham', '2026-11-22T19:15:00.000Z'],
  'west of Greenwich': ['2026-11-23', '09:00', 'America/St_Johns', '2026-11-23T12:30:00.000Z'],
  'midnight that is skipped': ['2026-03-29', '00:00', 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
  'half past a quarter hour': ['2026-11-23', '09:30', 'Asia/Kathmandu', '2026-11-23T03:45:00.000Z'],
  'the last minute of a day': ['2026-11-23', '23:59', 'Pacific/Kiritimati', '2026-11-23T09:59:00.000Z'],
  'summer time that stops for Ramadan': [
    '2026-02-15',
    '09:00',
    'Africa/Casablanca',
    '2026-02-15T09:00:00.000Z',
  ],
  'summer time that begins again after it': [
    '2026-03-22',
    '09:00',
    'Africa/Casablanca',
    '2026-03-22T08:00:00.000Z',
  ],
  'the day before one that a zone leaves out': [
    '2011-12-29',
    '09:00',
    'Pacific/Apia',
    '2011-12-29T19:00:00.000Z',
  ],
  'the day after one that a zone leaves out': [
    '2011-12-31',
    '09:00',
    'Pacific/Apia',
    '2011-12-30T19:00:00.000Z',
  ],
  'the first year': ['0001-01-01', '09:00', 'UTC', '0001-01-01T09:00:00.000Z'],
  'the last year': ['9999-12-31', '09:00', 'Asia/Tokyo', '9999-12-31T00:00:00.000Z'],
} as const;
for (const [sentence, [date, time, name, expected]] of Object.entries(clocks))
  test(`hour: ${sentence}`, () => {
    assert.equal(atTime(day(date), time as ClockTime, zone(name)), expected);
    assert.equal(dateIn(zone(name), moment(expected)), date);
  });

test('a day that a zone leaves out begins with the next', () => {
  const apia = zone('Pacific/Apia');
  assert.equal(atTime(day('2011-12-30'), '09:00' as ClockTime, apia), '2011-12-30T19:00:00.000Z');
  assert.equal(dateIn(apia, moment('2011-12-30T09:59:59.999Z')), '2011-12-29');
  assert.equal(dateIn(apia, moment('2011-12-30T10:00:00.000Z')), '2011-12-31');
});

test('a moment belongs to another day in another zone', () => {
  const late = moment('2026-11-23T23:30:00.000Z');
  assert.equal(dateIn(utc, late), '2026-11-23');
  assert.equal(dateIn(zone('Europe/Berlin'), late), '2026-11-24');
  assert.equal(dateIn(zone('Pacific/Kiritimati'), late), '2026-11-24');
  assert.equal(dateIn(zone('Pacific/Pago_Pago'), late), '2026-11-23');
});

test('one calendar year is the same day next year, and 28 February after 29 February', () => {
  assert.equal(addCalendarYears(day('2026-11-23'), 1), '2027-11-23');
  assert.equal(addCalendarYears(day('2027-11-23'), 1), '2028-11-23');
  assert.equal(addCalendarYears(day('2028-02-29'), 1), '2029-02-28');
  assert.equal(addCalendarYears(day('2027-02-28'), 1), '2028-02-28');
  assert.equal(addCalendarYears(day('2028-02-29'), 4), '2032-02-29');
});

test('days are counted over clock changes, leap days and year ends', () => {
  assert.equal(addDays(day('2028-02-28'), 1), '2028-02-29');
  assert.equal(addDays(day('2026-12-31'), 1), '2027-01-01');
  assert.equal(addDays(day('2026-01-01'), -1), '2025-12-31');
  assert.equal(daysBetween(day('2026-03-28'), day('2026-03-30')), 2);
  assert.equal(daysBetween(day('2027-11-23'), day('2028-11-23')), 366);
  assert.equal(daysBetween(day('2026-11-23'), day('2026-11-20')), -3);
  assert.equal(daysBetween(day('2026-11-23'), day('2026-11-23')), 0);
});

test('weekdays are counted from Monday, before 1970 as well', () => {
  for (const [date, weekday] of [
    ['2026-11-23', 1],
    ['2026-11-29', 7],
    ['2028-02-29', 2],
    ['1970-01-01', 4],
    ['1969-12-31', 3],
    ['1900-01-01', 1],
    ['0000-01-01', 6],
    ['9999-12-31', 5],
  ] as const)
    assert.equal(weekdayOf(day(date)), weekday, date);
});

test('the order of texts is the order of moments', () => {
  const instants = [-62_135_596_800_000, -1, 0, 1, 999, 1000, 1_790_000_000_000, 253_402_300_799_999];
  const texts = instants.map(momentOf);
  assert.deepEqual([...texts].sort(), texts);
  assert.deepEqual(texts.map(epochMilliseconds), instants);
  assert.ok(texts.every((text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)));
  const [one, other] = [momentOf(999), momentOf(1000)];
  assert.equal(later(one, other), other);
  assert.equal(later(other, one), other);
});

const outside = {
  'a moment of the year 10000': () => momentOf(253_402_300_800_000),
  'a moment before the year 0': () => momentOf(-62_167_219_200_001),
  'a moment that is no number': () => momentOf(Number.NaN),
  'a moment added to what is none': () => addMilliseconds(moment('soon'), 1),
  'a day of the year 10000': () => addDays(day('9999-12-31'), 1),
  'a day before the year 0': () => addDays(day('0000-01-01'), -1),
  'a year more than 9999': () => addCalendarYears(day('9999-12-31'), 1),
  'a local day of the year 10000': () => dateIn(zone('Asia/Tokyo'), moment('9999-12-31T23:00:00.000Z')),
  'a local hour before the year 0': () => atTime(day('0000-01-01'), '00:00' as ClockTime, zone('Asia/Tokyo')),
  'a day that is none': () => addDays(day('soon'), 1),
  'a day with an hour': () => addDays(day('2026-11-23T08:00:00Z'), 1),
  'the weekday of a day that is none': () => weekdayOf(day('2026-13-01')),
  'a time that is none': () => atTime(day('2026-11-23'), 'nine' as ClockTime, utc),
  'a zone that is none': () => dateIn(zone('Mars/Phobos'), moment('2026-11-23T00:00:00.000Z')),
};
for (const [sentence, make] of Object.entries(outside))
  test(`${sentence} is an error and not a text that sorts wrongly`, () => {
    assert.throws(make, RangeError);
  });

test('lengths are milliseconds', () => {
  assert.deepEqual([seconds(2), minutes(2), hours(2)], [2000, 120_000, 7_200_000]);
  assert.equal(addMilliseconds(moment('2026-12-31T23:59:59.500Z'), 500), '2027-01-01T00:00:00.000Z');
});

test('people read dates with the month as a word', () => {
  assert.equal(longDate(day('2026-12-03')), '3 December 2026');
  assert.equal(longDate(day('2028-02-29')), '29 February 2028');
  const midnight = moment('2026-11-22T23:00:00.000Z');
  assert.equal(longMoment(midnight, zone('Europe/Berlin')), '23 November 2026, 00:00 CET');
  assert.equal(clockTime(moment('2026-11-23T10:42:00.000Z'), utc), '10:42 UTC');
  assert.equal(clockTime(moment('2026-11-23T10:00:00.000Z'), zone('Asia/Kathmandu')), '15:45 GMT+5:45');
});
