import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, type CalendarDate } from '../../src/domain/calendar.ts';
import { mostHolidays, parseHolidays, type HolidayFailure } from '../../src/domain/working-hours.ts';

const list = (from: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => addDays(from as CalendarDate, index));

const lists: Readonly<Record<string, readonly [string, readonly string[] | HolidayFailure]>> = {
  'nothing is no closed day': ['', []],
  'empty lines and remarks are none': ['\n  \n# 2026-12-25 is not closed\n\t# nor this\n', []],
  'a day': ['2026-12-25', ['2026-12-25']],
  'a day and its name': ['2026-12-25 Christmas', ['2026-12-25']],
  'a name behind a colon, a comma or a dash': [
    '2026-12-25: Christmas\n2026-12-26, Boxing Day\n2027-01-01 - New Year\n2027-01-06 – 2. Feiertag',
    ['2026-12-25', '2026-12-26', '2027-01-01', '2027-01-06'],
  ],
  'a name that begins with "to" or a number': [
    '2026-12-25 to be confirmed\n2026-12-26 2nd Christmas Day',
    ['2026-12-25', '2026-12-26'],
  ],
  'days in any order, and twice, come sorted and once': [
    '2027-01-01\n2026-12-25\n2027-01-01',
    ['2026-12-25', '2027-01-01'],
  ],
  'a range has both its ends': ['2026-12-24 to 2026-12-26 Christmas', list('2026-12-24', 3)],
  'a range with dots': ['2026-12-24..2026-12-26', list('2026-12-24', 3)],
  'a range with a hyphen': ['2026-12-24 - 2026-12-26', list('2026-12-24', 3)],
  'a range with a dash, or a long one': [
    '2026-12-24–2026-12-26\n2026-12-27 — 2026-12-29',
    list('2026-12-24', 6),
  ],
  'a range over a leap day': ['2028-02-28 to 2028-03-01', list('2028-02-28', 3)],
  'a range of one day': ['2026-12-24 to 2026-12-24', ['2026-12-24']],
  'ranges that overlap': ['2026-12-24 to 2026-12-26\n2026-12-25 to 2026-12-28', list('2026-12-24', 5)],
  'lines as Windows and old Macs end them, blanks, and a mark in front': [
    '\uFEFF 2026-12-24\r\n2026-12-25 \r2026-12-26\t',
    list('2026-12-24', 3),
  ],
  'a leap year is the most': ['2028-01-01 to 2028-12-31', list('2028-01-01', 366)],
  'the last day of all': ['9999-12-31', ['9999-12-31']],
  'the last days of all': ['9999-12-30 to 9999-12-31', ['9999-12-30', '9999-12-31']],
  'a name alone is no date': ['Christmas', { line: 1, why: 'not-a-date' }],
  'the line is counted with the empty ones': [
    '\n# list\r\n2026-12-25\n25 December',
    { line: 4, why: 'not-a-date' },
  ],
  'the first line that is not understood is named': ['2026-13-01\nnonsense', { line: 1, why: 'not-a-date' }],
  'a day that does not exist': ['2027-02-29', { line: 1, why: 'not-a-date' }],
  'the German order': ['25.12.2026', { line: 1, why: 'not-a-date' }],
  'one digit for the day': ['2026-12-5', { line: 1, why: 'not-a-date' }],
  'a digit too many': ['2026-12-255', { line: 1, why: 'not-a-date' }],
  'a range to a day that does not exist': ['2026-12-24 to 2026-12-32', { line: 1, why: 'not-a-date' }],
  'half a range is not taken for one day': ['2026-12-24 to 6 January', { line: 1, why: 'not-a-date' }],
  'a range to a day without its year': ['2026-12-24 - 26', { line: 1, why: 'not-a-date' }],
  'a range to a day and a month': ['2026-12-24 – 12-26', { line: 1, why: 'not-a-date' }],
  'a range to a date with one digit': ['2026-12-24 to 2027-1-6', { line: 1, why: 'not-a-date' }],
  'a range in another language': ['2026-12-24 bis 2026-12-26', { line: 1, why: 'not-a-date' }],
  'two days in a line': ['2026-12-24, 2026-12-25', { line: 1, why: 'not-a-date' }],
  'a range of three dates': ['2026-12-24 to 2026-12-25 to 2026-12-26', { line: 1, why: 'not-a-date' }],
  'a range that ends before it begins': [
    '2026-12-25\n2026-12-26 to 2026-12-24',
    { line: 2, why: 'ends-before-it-begins' },
  ],
  'a range of a day more than a year': ['2027-01-01 to 2028-01-02', { line: 1, why: 'too-long' }],
  'a slip of the century': ['2026-12-24 to 2126-12-26', { line: 1, why: 'too-long' }],
  'a range to the end of time': ['2026-12-24 to 9999-12-31', { line: 1, why: 'too-long' }],
  'a year and a day': ['2028-01-01 to 2028-12-31\n\n2029-01-01', { line: 3, why: 'too-many' }],
};
for (const [sentence, [text, expected]] of Object.entries(lists))
  test(`closed days: ${sentence}`, () => {
    assert.deepEqual(
      parseHolidays(text),
      'why' in expected ? { ok: false, failure: expected } : { ok: true, value: expected },
    );
  });

test('closed days: a list as long as it may be, one day a line', () => {
  const days = list('2026-01-01', mostHolidays);
  assert.deepEqual(parseHolidays(days.join('\n')), { ok: true, value: days });
});

test('closed days: a long line is no date, at once', () => {
  const started = performance.now();
  for (const text of [`2026-12-24 ${' - '.repeat(50_000)}`, '2026-'.repeat(50_000), ' '.repeat(500_000)])
    assert.equal(typeof parseHolidays(text).ok, 'boolean');
  assert.ok(performance.now() - started < 5_000);
});
