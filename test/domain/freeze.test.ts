import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, type CalendarDate, type Moment, type TimeZone } from '../../src/domain/calendar.ts';
import {
  checkFreezeDay,
  compareFreezes,
  freezeEnds,
  freezeOf,
  longestFreezeDays,
  parseFreeze,
  type AskedFreeze,
  type Freeze,
  type FreezeFormFailure,
} from '../../src/domain/freeze.ts';
import { personId } from '../../src/domain/ids.ts';

const until = '2026-12-24' as CalendarDate;
const asked = (reason: string, connection?: string): AskedFreeze => ({
  ...(connection === undefined ? {} : { connection }),
  until,
  reason,
});
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0';

const typed: Readonly<Record<string, readonly [string, AskedFreeze | FreezeFormFailure]>> = {
  'a name, a day and a reason': ['Apple School until 2026-12-24 audit', asked('audit', 'Apple School')],
  'no name': ['until 2026-12-24 audit', asked('audit')],
  'capital letters': ['Apple UNTIL 2026-12-24 Audit', asked('Audit', 'Apple')],
  'a reason of several words': ['A until 2026-12-24 audit of the year', asked('audit of the year', 'A')],
  'a reason that speaks of another day': [
    'A until 2026-12-24 and not until 2026-12-31',
    asked('and not until 2026-12-31', 'A'),
  ],
  'a name that holds the word': [
    'Valid until Friday until 2026-12-24 audit',
    asked('audit', 'Valid until Friday'),
  ],
  'marks that nobody sees': ['A until\u200B 2026-12-24\u200E audit', asked('audit', 'A')],
  'the number of a ticket': ['A until 2026-12-24 see CHG0012345', asked('see CHG0012345', 'A')],
  'a short mixture': ['A until 2026-12-24 see Chg001', asked('see Chg001', 'A')],
  'long words without a mixture': [
    'A until 2026-12-24 MaintenanceWindow CHANGE0012345678 change0012345678',
    asked('MaintenanceWindow CHANGE0012345678 change0012345678', 'A'),
  ],
  'a word of 31 letters': [`A until 2026-12-24 ${'w'.repeat(31)}`, asked('w'.repeat(31), 'A')],
  'a reason of 200 characters': [
    `A until 2026-12-24 ${'why '.repeat(49)}this`,
    asked(`${'why '.repeat(49)}this`, 'A'),
  ],
  'a name alone': ['Apple School', 'no-until'],
  'no word before the day': ['Apple 2026-12-24 audit', 'no-until'],
  'a part of the word': ['Apple untils 2026-12-24 audit', 'no-until'],
  'a day first and no such word': ['2026-12-24 audit', 'no-until'],
  'a day first and nothing behind the word': ['2026-12-24 until audit', 'not-a-date'],
  'no day': ['Apple until', 'not-a-date'],
  'the German order': ['Apple until 24.12.2026 audit', 'not-a-date'],
  'a day that does not exist': ['Apple until 2026-02-30 audit', 'not-a-date'],
  'a day in words': ['Apple until Friday audit', 'not-a-date'],
  'no reason': ['Apple until 2026-12-24', 'no-reason'],
  'a reason of blanks': ['Apple until 2026-12-24  ', 'no-reason'],
  'a reason that nobody sees': ['Apple until 2026-12-24 \u200B\u2060', 'no-reason'],
  'a reason of 204 characters': [`A until 2026-12-24 ${'why '.repeat(50)}this`, 'reason-too-long'],
  'a token as the reason': [`Apple until 2026-12-24 ${jwt}`, 'like-a-token'],
  'a token of small letters in the reason': [`Apple until 2026-12-24 see ${'w'.repeat(32)}`, 'like-a-token'],
  'a short token in the reason': ['Apple until 2026-12-24 it is qV7xK2pR9sT4wZ8y', 'like-a-token'],
};
for (const [sentence, [words, expected]] of Object.entries(typed))
  test(sentence, () => {
    assert.deepEqual(
      parseFreeze(words.split(' ')),
      typeof expected === 'string' ? { ok: false, failure: expected } : { ok: true, value: expected },
    );
  });

const today = '2026-11-23' as CalendarDate;
for (const [days, expected] of [
  [-1, 'past'],
  [0, 'ok'],
  [longestFreezeDays, 'ok'],
  [longestFreezeDays + 1, 'too-far'],
] as const)
  test(`a freeze to the day ${days} days from today is ${expected}`, () => {
    const day = checkFreezeDay(addDays(today, days), today);
    assert.equal(day.ok ? 'ok' : day.failure, expected);
  });

const maya = { id: personId('11111111-0000-4000-8000-000000000001'), name: 'Maya' };
const tom = { id: personId('22222222-0000-4000-8000-000000000002'), name: 'Tom' };
const at = '2026-11-23T08:00:00.000Z' as Moment;
const freeze: Freeze = { by: maya, at, until, reason: 'audit' };

/** The last moment of 24 December in each place, and the first of 25 December. */
for (const [zone, last, over] of [
  ['UTC', '2026-12-24T23:59:59.999Z', '2026-12-25T00:00:00.000Z'],
  ['Europe/Berlin', '2026-12-24T22:59:59.999Z', '2026-12-24T23:00:00.000Z'],
  ['Pacific/Chatham', '2026-12-24T10:14:59.999Z', '2026-12-24T10:15:00.000Z'],
  ['America/Los_Angeles', '2026-12-25T07:59:59.999Z', '2026-12-25T08:00:00.000Z'],
] as const)
  test(`in ${zone} a freeze holds to the end of its last day`, () => {
    const connection = { freeze, zone: zone as TimeZone };
    assert.deepEqual(freezeOf(connection, last as Moment), freeze);
    assert.equal(freezeOf(connection, over as Moment), undefined);
    assert.equal(freezeEnds(freeze, connection.zone), over);
  });

test('a connection of an older store has none', () => {
  assert.equal(freezeOf({ zone: 'UTC' as TimeZone }, at), undefined);
});

const tomorrow = addDays(until, 1);
const yesterday = addDays(until, -1);
for (const [sentence, before, next, expected] of [
  ['the first', undefined, freeze, 'set'],
  ['the same again', freeze, { ...freeze, at: '2026-11-24T08:00:00.000Z' as Moment }, 'same'],
  ['the same of somebody else', freeze, { ...freeze, by: tom }, 'same'],
  ['longer', freeze, { ...freeze, by: tom, until: tomorrow }, 'set'],
  ['another reason', freeze, { ...freeze, by: tom, reason: 'move' }, 'set'],
  ['one’s own, shorter', freeze, { ...freeze, until: yesterday }, 'set'],
  ['that of somebody else, shorter', freeze, { ...freeze, by: tom, until: yesterday }, 'shorter'],
] as const)
  test(`a freeze that is ${sentence}: ${expected}`, () => {
    assert.equal(compareFreezes(before, next), expected);
  });
