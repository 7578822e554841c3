import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, addMilliseconds, dateIn, type Moment } from '../../src/domain/calendar.ts';
import {
  daysLeft,
  decideReminder,
  recorded,
  type Audience,
  type CycleState,
  type ReminderDecision,
} from '../../src/domain/reminder.ts';
import { heldBack, rungTime, type ReminderPlan } from '../../src/domain/rung-time.ts';
import { after, berlin, closed, expiresOn, fresh, hours, local, plan, promise, snooze } from './plans.ts';

/** When rungs come under the usual plan: 30 days before is a Saturday, and 1 day before a Sunday. */
const due = (rung: number): Moment => rungTime(plan(), rung).at;
const remind = (
  rung: number,
  why: Extract<ReminderDecision, { do: 'remind' }>['why'],
  passed: readonly number[],
  next: Moment,
): ReminderDecision => ({ do: 'remind', rung, why, passed, next });

interface Row {
  readonly cycle: CycleState;
  readonly now: string;
  readonly own?: Partial<ReminderPlan>;
  readonly audience?: Audience;
  readonly expected: ReminderDecision;
}
const decisions: Readonly<Record<string, Row>> = {
  'a year before expiry there is nothing to say': {
    cycle: fresh,
    now: '2026-03-01 12:00',
    expected: { do: 'wait', why: 'not-due', next: due(60) },
  },
  'a minute before its hour it is not time yet': {
    cycle: fresh,
    now: '2026-12-31 08:59',
    expected: { do: 'wait', why: 'not-due', next: due(60) },
  },
  'when the hours of its day begin the first rung is sent': {
    cycle: fresh,
    now: '2026-12-31 09:00',
    expected: remind(60, 'on-time', [], due(45)),
  },
  'what was sent is not sent again': {
    cycle: after(60),
    now: '2026-12-31 10:00',
    expected: { do: 'wait', why: 'not-due', next: due(45) },
  },
  'the next rung follows': {
    cycle: after(60),
    now: '2027-01-15 09:00',
    expected: remind(45, 'on-time', [], due(30)),
  },
  'a look three hours later is still in time, but for a minute': {
    cycle: after(60),
    now: '2027-01-15 11:59',
    expected: remind(45, 'on-time', [], due(30)),
  },
  'what was kept from it for three hours is late': {
    cycle: after(60),
    now: '2027-01-15 12:00',
    expected: remind(45, 'late', [], due(30)),
  },
  'on its closed day a rung is not due': {
    cycle: after(60, 45),
    now: '2027-01-30 12:00',
    expected: { do: 'wait', why: 'not-due', next: local('2027-02-01 09:00') },
  },
  'at the next opening it is': {
    cycle: after(60, 45),
    now: '2027-02-01 09:00',
    expected: remind(30, 'moved-later', [], due(21)),
  },
  'the last day’s rung comes earlier, and at the same time as another: the newest speaks': {
    cycle: after(60, 45, 30, 21, 14, 7),
    now: '2027-02-26 09:00',
    expected: remind(1, 'moved-earlier', [3], due(0)),
  },
  'found late in working hours it goes out at once': {
    cycle: after(60),
    now: '2027-01-18 16:59',
    expected: remind(45, 'late', [], due(30)),
  },
  'found late in closed hours it waits for the next opening': {
    cycle: after(60),
    now: '2027-01-15 17:00',
    expected: { do: 'wait', why: 'closed-hours', rung: 45, next: local('2027-01-18 09:00') },
  },
  'found late at night it waits for the morning': {
    cycle: after(60),
    now: '2027-01-18 03:00',
    expected: { do: 'wait', why: 'closed-hours', rung: 45, next: local('2027-01-18 09:00') },
  },
  'found in the night before the next rung’s day it does not wait': {
    cycle: after(60, 45, 30),
    now: '2027-02-14 23:00',
    expected: remind(21, 'late', [], due(14)),
  },
  'nor in closed days that end after it': {
    cycle: after(60, 45, 30, 21),
    now: '2027-02-16 12:00',
    own: { hours: closed('2027-02-16', '2027-02-22') },
    expected: remind(14, 'late', [], local('2027-02-23 09:00')),
  },
  'what a person has just asked for does not wait': {
    cycle: fresh,
    now: '2027-01-17 20:00',
    audience: 'now',
    expected: remind(45, 'late', [60], due(30)),
  },
  'the last day’s rung waits while 20 hours remain behind the opening': {
    cycle: after(60, 45, 30, 21, 14, 7, 3),
    now: '2027-02-26 02:00',
    own: { expiresOn: addDays(expiresOn, -2), hours: hours('12:00', '17:00') },
    expected: { do: 'wait', why: 'not-due', next: local('2027-02-26 12:00') },
  },
  'it does not wait for an opening that comes too late': {
    cycle: after(60, 45, 30, 21, 14, 7, 3),
    now: '2027-02-26 20:00',
    expected: remind(1, 'late', [], due(0)),
  },
  'on the day of expiry a night is no reason to wait': {
    cycle: after(60, 45, 30, 21, 14, 7, 1),
    now: '2027-03-01 23:00',
    expected: remind(0, 'late', [], due(-1)),
  },
  'nor is a Sunday a month later': {
    cycle: after(-26),
    now: '2027-03-28 09:00',
    expected: remind(-27, 'on-time', [], due(-28)),
  },
  'from day 35 on an evening is a reason again': {
    cycle: after(-28),
    now: '2027-04-07 18:00',
    expected: { do: 'wait', why: 'closed-hours', rung: -35, next: local('2027-04-08 09:00') },
  },
  'a week asleep sends only the newest rung': {
    cycle: after(60, 45, 30, 21),
    now: '2027-02-26 12:00',
    expected: remind(1, 'late', [14, 7, 3], due(0)),
  },
  'asleep over everything sends one': {
    cycle: fresh,
    now: '2027-03-03 12:00',
    expected: remind(-2, 'late', [60, 45, 30, 21, 14, 7, 3, 1, 0, -1], due(-3)),
  },
  'asleep over the daily ones sends one': {
    cycle: after(0, -1),
    now: '2027-04-06 12:00',
    expected: remind(
      -35,
      'late',
      Array.from({ length: 27 }, (_, index) => -2 - index),
      due(-42),
    ),
  },
  'watching that begins in the middle sends the newest rung reached': {
    cycle: fresh,
    now: '2027-02-19 12:00',
    expected: remind(14, 'late', [60, 45, 30, 21], due(7)),
  },
  'a clock that goes back sends nothing twice': {
    cycle: after(60, 45, 30),
    now: '2027-01-10 12:00',
    expected: { do: 'wait', why: 'not-due', next: due(21) },
  },
  'what was handed in is quiet in the last week': {
    cycle: { ...after(14), state: 'handed-in' },
    now: '2027-02-22 09:00',
    expected: { do: 'pass', why: 'handed-in', passed: [7], next: due(3) },
  },
  'what was handed in is quiet after expiry, at night and whatever was promised': {
    cycle: { ...after(0), ...promise('2027-03-04'), state: 'handed-in' },
    now: '2027-03-03 23:00',
    expected: { do: 'pass', why: 'handed-in', passed: [-1, -2], next: due(-3) },
  },
  'a closed cycle says nothing and is not looked at again': {
    cycle: { ...after(60), state: 'closed' },
    now: '2027-03-01 12:00',
    expected: { do: 'wait', why: 'closed' },
  },
  'an unsure date’s ladder begins a fortnight earlier': {
    cycle: fresh,
    now: '2026-12-17 09:00',
    own: { expirySource: 'guessed' },
    expected: remind(74, 'on-time', [], local('2027-01-01 09:00')),
  },
  'a promise keeps quiet before the last week': {
    cycle: { ...after(60), ...promise('2027-02-10') },
    now: '2027-01-15 09:00',
    expected: { do: 'pass', why: 'claimed', passed: [45], next: due(30) },
  },
  'a promise lists every rung that was passed': {
    cycle: { ...fresh, ...promise('2027-02-20') },
    now: '2027-02-15 09:00',
    expected: { do: 'pass', why: 'claimed', passed: [60, 45, 30, 21, 14], next: due(7) },
  },
  'a promise does not keep the last week quiet': {
    cycle: { ...after(60), ...promise('2027-02-28') },
    now: '2027-02-22 09:00',
    expected: remind(7, 'on-time', [45, 30, 21, 14], due(3)),
  },
  'nor the last three with an unsure date': {
    cycle: { ...after(74, 59, 44, 35, 28), ...promise('2027-02-28') },
    now: '2027-02-08 09:00',
    own: { expirySource: 'guessed' },
    expected: remind(21, 'on-time', [], local('2027-02-12 09:00')),
  },
  'a rung at the moment at which a promise is over speaks': {
    cycle: { ...after(60, 45, 30), ...promise('2027-02-07') },
    now: '2027-02-08 09:00',
    expected: remind(21, 'on-time', [], due(14)),
  },
  'a rung of the day that was promised is passed over': {
    cycle: { ...after(60, 45, 30), ...promise('2027-02-08') },
    now: '2027-02-08 09:00',
    expected: { do: 'pass', why: 'claimed', passed: [21], next: due(14) },
  },
  'a rung that came before the promise was over is passed over, also when it is found late': {
    cycle: { ...after(60, 45, 30), ...promise('2027-02-08') },
    now: '2027-02-09 09:00',
    expected: { do: 'pass', why: 'claimed', passed: [21], next: due(14) },
  },
  'a snooze keeps a rung back until its morning': {
    cycle: { ...after(60, 45), ...snooze('2027-02-05') },
    now: '2027-02-01 09:00',
    expected: { do: 'wait', why: 'snoozed', rung: 30, next: local('2027-02-05 09:00') },
  },
  'the next rung is looked at when it comes, though it is kept back as well': {
    cycle: { ...after(60, 45), ...snooze('2027-02-12') },
    now: '2027-02-01 09:00',
    expected: { do: 'wait', why: 'snoozed', rung: 30, next: due(21) },
  },
  'when a snooze ends, the newest rung that it kept back is sent': {
    cycle: { ...after(60, 45), ...snooze('2027-02-12') },
    now: '2027-02-12 09:00',
    expected: remind(21, 'after-snooze', [30], due(14)),
  },
  'a snooze that ends on a closed day waits for the next opening': {
    cycle: { ...after(60), ...snooze('2027-01-23') },
    now: '2027-01-23 09:00',
    expected: { do: 'wait', why: 'closed-hours', rung: 45, next: local('2027-01-25 09:00') },
  },
  'and speaks then': {
    cycle: { ...after(60), ...snooze('2027-01-23') },
    now: '2027-01-25 09:00',
    expected: remind(45, 'after-snooze', [], due(30)),
  },
  'a snooze that ends on a closed day does not wait for the next rung': {
    cycle: { ...after(60, 45), ...snooze('2027-02-06') },
    now: '2027-02-06 09:00',
    expected: remind(30, 'after-snooze', [], due(21)),
  },
  'a rung of the morning on which a snooze ends is on time': {
    cycle: { ...after(60, 45, 30), ...snooze('2027-02-08') },
    now: '2027-02-08 09:00',
    expected: remind(21, 'on-time', [], due(14)),
  },
  'a snooze that kept nothing back says nothing': {
    cycle: { ...after(60, 45, 30), ...snooze('2027-02-05') },
    now: '2027-02-05 09:00',
    expected: { do: 'wait', why: 'not-due', next: due(21) },
  },
  'a snooze beyond the last week does not keep it quiet': {
    cycle: { ...after(60, 45, 30, 21, 14), ...snooze('2027-02-28') },
    now: '2027-02-22 09:00',
    expected: remind(7, 'on-time', [], due(3)),
  },
  'a promise says more than a snooze': {
    cycle: { ...after(60, 45), ...promise('2027-02-10'), ...snooze('2027-02-05') },
    now: '2027-02-01 09:00',
    expected: { do: 'pass', why: 'claimed', passed: [30], next: due(21) },
  },
};
for (const [sentence, { cycle, now, own, audience, expected }] of Object.entries(decisions))
  test(sentence, () => {
    assert.deepEqual(decideReminder(plan(own), cycle, local(now), audience), expected);
  });

test('what is decided is recorded, and then not decided again', () => {
  const now = local('2027-02-26 12:00');
  const cycle = after(60, 45, 30, 21);
  const decision = decideReminder(plan(), cycle, now);
  const next = recorded(cycle, decision, now);
  assert.deepEqual(next.rungs.slice(4), [
    { rung: 14, state: 'superseded', at: now, why: 'newer-rung' },
    { rung: 7, state: 'superseded', at: now, why: 'newer-rung' },
    { rung: 3, state: 'superseded', at: now, why: 'newer-rung' },
    { rung: 1, state: 'owed', at: now, why: 'late' },
  ]);
  const again = decideReminder(plan(), next, now);
  assert.deepEqual(again, { do: 'wait', why: 'not-due', next: due(0) });
  assert.equal(recorded(next, again, now), next);
});

test('what is passed over is recorded with its reason', () => {
  const now = local('2027-02-22 09:00');
  const cycle: CycleState = { ...after(21), state: 'handed-in' };
  assert.deepEqual(recorded(cycle, decideReminder(plan(), cycle, now), now).rungs.slice(1), [
    { rung: 14, state: 'superseded', at: now, why: 'handed-in' },
    { rung: 7, state: 'superseded', at: now, why: 'handed-in' },
  ]);
});

const held = {
  'in working hours nothing is held back': [45, '2027-01-18 10:00', undefined],
  'in closed hours a message waits': [45, '2027-01-16 10:00', '2027-01-18 09:00'],
  'but not for the next rung': [21, '2027-02-14 10:00', undefined],
  'nor beyond 20 hours before the token may die': [1, '2027-02-27 10:00', undefined],
  'nor on the day of expiry': [0, '2027-03-01 20:00', undefined],
  'nor on day 28': [-28, '2027-03-29 20:00', undefined],
  'after day 28 it waits': [-35, '2027-04-05 20:00', '2027-04-06 09:00'],
} as const;
for (const [sentence, [rung, now, until]] of Object.entries(held))
  test(`tried again: ${sentence}`, () => {
    assert.equal(heldBack(plan(), rung, local(now)), until === undefined ? undefined : local(until));
  });

test('days are counted by the calendar of the place, not by 24 hours', () => {
  assert.equal(daysLeft(expiresOn, berlin, local('2027-02-28 00:00')), 1);
  assert.equal(daysLeft(expiresOn, berlin, addMilliseconds(local('2027-03-01 00:00'), -1)), 1);
  assert.equal(daysLeft(expiresOn, berlin, local('2027-03-01 00:00')), 0);
  assert.equal(daysLeft(expiresOn, berlin, local('2027-03-02 23:00')), -1);
  assert.equal(dateIn(berlin, local('2027-03-01 00:00')), expiresOn);
});
