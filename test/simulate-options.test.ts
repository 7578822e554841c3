import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentOf } from '../src/domain/calendar.ts';
import { readOptions } from '../simulate/options.ts';
import { readWords } from '../simulate/typed.ts';

// Today is 23 November 2026.

const read = (words: readonly string[], files: Readonly<Record<string, string>> = {}): readonly string[] => {
  const options = readOptions(readWords(['--today', '2026-11-23', ...words]), {
    now: momentOf(0),
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) throw new Error('ENOENT');
      return text;
    },
  });
  return options.ok ? [] : options.failure;
};
const expires = ['--expires', '2027-03-01'];

const options: Readonly<Record<string, readonly [readonly string[], string?]>> = {
  'no expiry': [[], '--expires is needed: the day on which the token expires.'],
  'an expiry that is no day': [
    ['--expires', '1.3.2027'],
    '--expires "1.3.2027" is not a day such as 2027-03-01.',
  ],
  'an expiry in 400 days': [['--expires', '2027-12-28']],
  'an expiry in 401': [
    ['--expires', '2027-12-29'],
    '--expires 2027-12-29 is more than 400 days away: is the year right?',
  ],
  'an expiry 400 days ago': [['--expires', '2025-10-19']],
  'an expiry 401 days ago': [
    ['--expires', '2025-10-18'],
    '--expires 2025-10-18 is more than 400 days past: is the year right?',
  ],
  'an option without its value': [[...expires, '--zone'], '--zone needs a value.'],
  'an option in place of a value': [[...expires, '--zone', '--unsure'], '--zone needs a value.'],
  'hours that end when they begin': [
    [...expires, '--from', '17:00'],
    'The working hours end before they begin: from 17:00 to 17:00.',
  ],
  'days over the end of the week, in capitals': [[...expires, '--days', 'Fri-MON']],
  'single days and ranges': [[...expires, '--days', 'mon, wed-thu']],
  'a range of three': [
    [...expires, '--days', 'mon-tue-wed'],
    '--days "mon-tue-wed" is not a list of weekdays such as mon-fri or mon,tue,thu.',
  ],
  'a ladder with a day twice': [[...expires, '--ladder', '30,7,7'], '--ladder "30,7,7" names a day twice.'],
  'a ladder without a day': [[...expires, '--ladder', ','], '--ladder "," names no day.'],
  'a ladder too long': [
    [...expires, '--ladder', '365'],
    '--ladder "365" has a day more than 300 before expiry.',
  ],
  'a promise for the day before expiry': [[...expires, '--promise', '2027-02-28']],
  'a promise for the day of expiry': [
    [...expires, '--promise', '2027-03-01'],
    '--promise 2027-03-01 does not lie between 23 November 2026 and 28 February 2027.',
  ],
  'a promise for no day': [
    [...expires, '--promise', 'soon'],
    '--promise "soon" is not a day such as 2027-03-01.',
  ],
  'a snooze until the last week': [[...expires, '--snooze', '2027-02-22']],
  'a snooze into it': [
    [...expires, '--snooze', '2027-02-23'],
    '--snooze 2027-02-23 does not lie between 24 November 2026 and 22 February 2027.',
  ],
  'a snooze of an unsure date': [
    [...expires, '--unsure', '--snooze', '2027-02-09'],
    '--snooze 2027-02-09 does not lie between 24 November 2026 and 8 February 2027.',
  ],
  'a snooze in the last week': [
    ['--expires', '2026-11-25', '--snooze', '2026-11-24'],
    '--snooze 2026-11-24 is too late: after 18 November 2026 this token’s reminders are not put off.',
  ],
  'a token that is replaced and is not': [
    [...expires, '--replaced', '3', '--nobody-acts'],
    'With --nobody-acts no token is replaced: leave --replaced out.',
  ],
  'half a year': [[...expires, '--years', '0.5'], '--years "0.5" is not a whole number from 1 to 50.'],
  'no year': [[...expires, '--years', '0'], '--years "0" is not a whole number from 1 to 50.'],
};
for (const [sentence, [words, problem]] of Object.entries(options))
  test(`options: ${sentence} is ${problem === undefined ? 'good' : 'refused'}`, () => {
    assert.deepEqual(read(words), problem === undefined ? [] : [problem]);
  });

test('options: a today outside the years that can be counted is refused', () => {
  for (const [today, good] of [
    ['1969-12-31', false],
    ['1970-01-01', true],
    ['2999-12-31', true],
    ['3000-01-01', false],
  ] as const) {
    const typed = readWords(['--today', today, '--expires', today]);
    const { ok } = readOptions(typed, { now: momentOf(0), readFile: () => '' });
    assert.equal(ok, good, today);
  }
});

const lists: Readonly<Record<string, readonly [string, string]>> = {
  'a word': ['2026-12-25\nBoxing Day', 'Line 2 of a is neither a day'],
  'a range backwards': ['2026-12-25 to 2026-12-24', 'Line 1 of a is a range that ends before it begins.'],
  'a slip of the year': ['\n2026-12-25 to 2028-12-26', 'Line 2 of a is a range of more than 366 days.'],
  'too many days': [
    '2028-01-01 to 2028-12-31\n2026-12-25',
    'Line 2 of a is one too many: there can be 366 closed days.',
  ],
};
for (const [sentence, [text, problem]] of Object.entries(lists))
  test(`closed days: ${sentence} is refused with its line`, () => {
    const problems = read([...expires, '--holidays', 'a'], { a: text });
    assert.equal(problems.length, 1);
    assert.ok(problems[0]?.startsWith(problem), problems[0]);
  });
