import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, type CalendarDate, type Moment } from '../../src/domain/calendar.ts';
import { parsePromise, promiseDays, promiseProposed } from '../../src/domain/claim.ts';
import { promiseEnds, promiseOver } from '../../src/domain/promise.ts';
import { quietUntilAtMost, snoozeDates, type CycleState } from '../../src/domain/reminder.ts';
import { closed, expiresOn, fresh, local, plan, promise } from './plans.ts';

const inDays = (days: number): CalendarDate => addDays(expiresOn, -days);

// Each row: today in days before expiry, what is typed, and the date or the failure.
const promises: Readonly<Record<string, readonly [number, unknown, string]>> = {
  'today may be promised': [30, '2027-01-30', '2027-01-30'],
  'the day before expiry may': [30, '2027-02-28', '2027-02-28'],
  'blanks around it do not matter': [30, ' 2027-02-10\n', '2027-02-10'],
  'the day of expiry is too far': [30, '2027-03-01', 'too-far'],
  'yesterday is past': [30, '2027-01-29', 'past'],
  'on the day before expiry that day may': [1, '2027-02-28', '2027-02-28'],
  'on the day before expiry no later day may': [1, '2027-03-01', 'too-far'],
  'on the day of expiry that day may': [0, '2027-03-01', '2027-03-01'],
  'on the day of expiry six days more may': [0, '2027-03-07', '2027-03-07'],
  'seven may not': [0, '2027-03-08', 'too-far'],
  'long after expiry today may': [-40, '2027-04-10', '2027-04-10'],
  'long after expiry six days more may': [-40, '2027-04-16', '2027-04-16'],
  'long after expiry yesterday is past': [-40, '2027-04-09', 'past'],
  'a day that does not exist is none': [30, '2027-02-29', 'not-a-date'],
  'words are none': [30, 'next week', 'not-a-date'],
  'nothing is none': [30, '', 'not-a-date'],
  'no text is none': [30, 20270210, 'not-a-date'],
  'no value is none': [30, undefined, 'not-a-date'],
};
for (const [sentence, [today, typed, expected]] of Object.entries(promises))
  test(`promise: ${sentence}`, () => {
    const read = parsePromise(typed, expiresOn, inDays(today));
    assert.deepEqual(
      read,
      /\d/.test(expected) ? { ok: true, value: expected } : { ok: false, failure: expected },
    );
  });

test('what is proposed is a fortnight, or as long as there is time, and can be promised', () => {
  const proposed = [60, 15, 14, 2, 1, 0, -1, -30].map((days) => promiseProposed(expiresOn, inDays(days)));
  assert.deepEqual(proposed, [46, 1, 1, 1, 1, -6, -7, -36].map(inDays));
  for (let days = 100; days > -100; days--) {
    const today = inDays(days);
    const { first, last } = promiseDays(expiresOn, today);
    assert.ok(first === today && first <= last);
    assert.equal(parsePromise(promiseProposed(expiresOn, today), expiresOn, today).ok, true, `${days}`);
  }
});

test('a promise that was not kept is over in the first working hours after its day', () => {
  const ends = (until: string, own = {}): Moment | undefined =>
    promiseEnds(plan(own), { ...fresh, ...promise(until) });
  assert.equal(ends('2027-02-10'), local('2027-02-11 09:00'));
  assert.equal(ends('2027-02-12'), local('2027-02-15 09:00'));
  assert.equal(ends('2027-02-12', { hours: closed('2027-02-15', '2027-02-16') }), local('2027-02-17 09:00'));
});

test('without a promise, or once a token is handed in, nothing is over', () => {
  for (const cycle of [fresh, { ...fresh, ...promise('2027-02-10'), state: 'handed-in' } as const]) {
    assert.equal(promiseEnds(plan(), cycle), undefined);
    assert.deepEqual(promiseOver(plan(), cycle, local('2027-03-01 12:00')), { over: false });
  }
});

// Each row: the day promised, now, and until when nothing is said of it; over when nothing.
const overs: Readonly<Record<string, readonly [string, string, string?]>> = {
  'in the evening of its day it is not over': ['2027-02-10', '2027-02-10 23:00', '2027-02-11 09:00'],
  'in the morning after it is': ['2027-02-10', '2027-02-11 09:00'],
  'on the weekend behind it it is not': ['2027-02-12', '2027-02-13 12:00', '2027-02-15 09:00'],
  'found over in working hours it is over at once': ['2027-02-10', '2027-02-16 15:00'],
  'found over at night it waits for the morning': ['2027-02-10', '2027-02-16 22:00', '2027-02-17 09:00'],
  'found over on a weekend it waits for Monday': ['2027-02-10', '2027-02-13 12:00', '2027-02-15 09:00'],
  'but not beyond the morning of the last day': ['2027-02-10', '2027-02-27 12:00', '2027-02-28 09:00'],
  'from then on it waits no more': ['2027-02-10', '2027-02-28 09:00'],
  'nor in the nights after expiry': ['2027-03-03', '2027-03-05 03:00'],
};
for (const [sentence, [until, now, next]] of Object.entries(overs))
  test(`a promise: ${sentence}`, () => {
    const cycle: CycleState = { ...fresh, ...promise(until) };
    assert.deepEqual(
      promiseOver(plan(), cycle, local(now)),
      next === undefined ? { over: true } : { over: false, next: local(next) },
    );
  });

const snoozes = {
  'at the first rung a week, a fortnight and a month': [60, [53, 46, 30]],
  'a month that ends where the last week begins': [37, [30, 23, 7]],
  'a month that ends in the last week is not offered': [36, [29, 22]],
  'a fortnight that ends where the last week begins': [21, [14, 7]],
  'a week that ends where the last week begins': [14, [7]],
  'nothing in the last fortnight': [13, []],
  'nothing after expiry': [-3, []],
} as const;
for (const [sentence, [today, until]] of Object.entries(snoozes))
  test(`snooze: ${sentence}`, () => {
    assert.deepEqual(snoozeDates(plan(), inDays(today)), until.map(inDays));
  });

test('with an unsure date the last three weeks are never quiet', () => {
  const unsure = plan({ expirySource: 'guessed' });
  assert.equal(quietUntilAtMost(unsure), inDays(21));
  assert.deepEqual(snoozeDates(unsure, inDays(40)), [33, 26].map(inDays));
  assert.equal(quietUntilAtMost(plan()), inDays(7));
});
